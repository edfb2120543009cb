// jco's code generator and wasm-tools, in this thread. They are components themselves, and their WASI is ours: what they import by name would
// load half of WASI for Node, a thread included, to end up with a standard error that nobody reads.
import { registerHooks } from "node:module";

import type { generate } from "@bytecodealliance/jco-transpile/component";
import type { componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";

export interface Jco {
  readonly generate: typeof generate;
  /** Loads the tools when it is called first: most artefacts are components already. */
  readonly componentNew: typeof componentNew;
  /** What it wrote to its standard error since the last call: the only place where the reason of a panic stands. */
  takeStderr(): string;
}

const WASI = "@bytecodealliance/preview2-shim/";
const WASI_URL = "vitrine:wasi-of-jco";
/** How the module that a hook makes up finds what it exports: it can reach nothing else of this thread. */
const WASI_KEY = Symbol.for(WASI_URL);

/** Once a thread. */
export async function loadJco(): Promise<Jco> {
  let stderr = "";
  const decoder = new TextDecoder();
  const wasi = wasiOf((bytes) => (stderr += decoder.decode(bytes)));
  Reflect.set(globalThis, WASI_KEY, wasi);
  const exports = Object.keys(wasi).map((name) => `export const ${name} = wasi.${name};`);
  const source = `const wasi = globalThis[Symbol.for(${JSON.stringify(WASI_URL)})];\n${exports.join("\n")}`;
  using _hooks = hooked(source);
  const component = await import("@bytecodealliance/jco-transpile/component");
  await component.$init;
  return {
    generate: component.generate,
    componentNew: async (bytes, adapters) => {
      using _toolHooks = hooked(source);
      const tools = await import("@bytecodealliance/jco-transpile/wasm-tools");
      return await tools.componentNew(bytes, adapters);
    },
    takeStderr: () => {
      const taken = stderr;
      stderr = "";
      return taken;
    },
  };
}

function hooked(source: string): Disposable {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier.startsWith(WASI) ? { url: WASI_URL, shortCircuit: true } : next(specifier, context),
    load: (url, context, next) =>
      url === WASI_URL ? { format: "module", source, shortCircuit: true } : next(url, context),
  });
  return { [Symbol.dispose]: () => hooks.deregister() };
}

/** What jco's component imports. Bytes come in and go out as arguments: it has no files, no arguments, no input. */
function wasiOf(onStderr: (bytes: Uint8Array) => void) {
  class InputStream {
    read(): Uint8Array {
      return new Uint8Array();
    }
    blockingRead(): Uint8Array {
      return new Uint8Array();
    }
  }
  class OutputStream {
    readonly #write: (bytes: Uint8Array) => void;
    constructor(write: (bytes: Uint8Array) => void) {
      this.#write = write;
    }
    checkWrite(): bigint {
      return 4096n;
    }
    write(bytes: Uint8Array): void {
      this.#write(bytes);
    }
    blockingWriteAndFlush(bytes: Uint8Array): void {
      this.#write(bytes);
    }
    blockingFlush(): void {}
  }
  const none = () => undefined;
  const exit = (status: unknown): never => {
    throw new WebAssembly.RuntimeError(`it ended itself: ${JSON.stringify(status)}`);
  };
  return {
    environment: { getEnvironment: () => [] },
    exit: { exit },
    stdin: { getStdin: () => new InputStream() },
    stdout: { getStdout: () => new OutputStream(none) },
    stderr: { getStderr: () => new OutputStream(onStderr) },
    terminalInput: { TerminalInput: class {} },
    terminalOutput: { TerminalOutput: class {} },
    terminalStdin: { getTerminalStdin: none },
    terminalStdout: { getTerminalStdout: none },
    terminalStderr: { getTerminalStderr: none },
    preopens: { getDirectories: () => [] },
    types: { Descriptor: class {}, DirectoryEntryStream: class {}, filesystemErrorCode: none },
    error: { Error: class {} },
    streams: { InputStream, OutputStream },
    // Seeds of its hash tables: nothing that would be worth the time it takes to load a source of secrets.
    random: {
      getRandomBytes: (length: bigint) => Uint8Array.from({ length: Number(length) }, () => Math.random() * 256),
    },
  };
}
