import type { HostModule } from "../host/context.ts";
import type { ReusedMemories } from "./reused-memories.ts";

/** What jco's code returns: exports by interface id or, for functions of the world itself, by name. */
export type GuestExports = Readonly<Record<string, unknown>>;

/** A transpiled component, loaded once per worker. */
export interface TranspiledModule {
  instantiate(
    getCoreModule: (name: string) => WebAssembly.Module,
    imports: Record<string, HostModule>,
    instantiateCore: (
      module: WebAssembly.Module,
      imports?: Record<string, Record<string, unknown>>,
    ) => WebAssembly.Instance,
  ): GuestExports;
}

export interface GuestInstance {
  readonly exports: GuestExports;
  /** Bytes of its largest core memory now. */
  memoryBytes(): number;
  /** Nothing of it runs again: the next instance may have its memories. */
  retire(): void;
}

/** @throws what the guest's start functions throw, and a LinkError when the import object does not fit. */
export function instantiate(
  transpiled: TranspiledModule,
  coreModules: ReadonlyMap<string, WebAssembly.Module>,
  imports: Record<string, HostModule>,
  reused: ReusedMemories,
): GuestInstance {
  const memories = new Set<WebAssembly.Memory>();
  const returns: (() => void)[] = [];
  const exports = transpiled.instantiate(
    (name) => {
      const module = coreModules.get(name);
      if (module === undefined) throw new Error(`the transpiled code asks for a core module ${name} that was not made`);
      return module;
    },
    imports,
    // A module without imports is made without an import object.
    (module, coreImports = {}) => {
      const lent = reused.lend(module);
      if (lent !== undefined) returns.push(lent.giveBack);
      const instance = new WebAssembly.Instance(module, lent === undefined ? coreImports : lent.joined(coreImports));
      for (const value of Object.values(instance.exports)) if (value instanceof WebAssembly.Memory) memories.add(value);
      return instance;
    },
  );
  return {
    exports,
    memoryBytes: () => Math.max(0, ...[...memories].map((memory) => memory.buffer.byteLength)),
    retire: () => {
      for (const giveBack of returns.splice(0)) giveBack();
    },
  };
}
