import { MEMORY_IMPORT_MODULE, type MemoryLimits, parseMemoryImportName } from "../../shared/memory-import.ts";

const PAGE_BYTES = 64 * 1024;

type CoreImports = Readonly<Record<string, Record<string, unknown>>>;

/** A memory for one instance of a core module that asks for one. */
export interface LentMemory {
  /** The imports of the module with the memory among them. */
  readonly joined: (imports: CoreImports) => CoreImports;
  /** Nothing that was made with it runs again. */
  readonly giveBack: () => void;
}

interface Wanted extends MemoryLimits {
  readonly name: string;
  readonly free: WebAssembly.Memory[];
}

/**
 * Memories that serve one instance after the other, each as new. A fresh memory for every call is what made calls dear:
 * each touched page is a fault, and V8 collects all garbage, on several threads, whenever some tens of megabytes of
 * memories have been made (measured: two thirds of the time of a small guest with an instance per call).
 */
export class ReusedMemories {
  readonly #wanted = new WeakMap<WebAssembly.Module, readonly Wanted[]>();

  /** Undefined: the module makes its memory itself, or has none. */
  lend(module: WebAssembly.Module): LentMemory | undefined {
    const wanted = this.#wantedBy(module);
    if (wanted.length === 0) return undefined;
    const lent = wanted.map((each) => ({ each, memory: cleared(each.free.pop()) ?? made(each) }));
    const memories = Object.fromEntries(lent.map(({ each, memory }) => [each.name, memory]));
    return {
      joined: (imports) => ({
        ...imports,
        [MEMORY_IMPORT_MODULE]: { ...imports[MEMORY_IMPORT_MODULE], ...memories },
      }),
      giveBack: () => {
        for (const { each, memory } of lent) {
          // A memory never shrinks, and the next instance must not begin with a larger one.
          if (memory.buffer.byteLength === each.initial * PAGE_BYTES) each.free.push(memory);
        }
      },
    };
  }

  #wantedBy(module: WebAssembly.Module): readonly Wanted[] {
    let wanted = this.#wanted.get(module);
    if (wanted === undefined) this.#wanted.set(module, (wanted = wantedBy(module)));
    return wanted;
  }
}

/** A component may name its own imports as it likes: only what is a memory with limits for a name is meant for us. */
function wantedBy(module: WebAssembly.Module): readonly Wanted[] {
  return WebAssembly.Module.imports(module).flatMap(({ module: from, name, kind }) => {
    const limits = from === MEMORY_IMPORT_MODULE && kind === "memory" ? parseMemoryImportName(name) : undefined;
    return limits === undefined ? [] : [{ ...limits, name, free: [] }];
  });
}

function made({ initial, maximum }: MemoryLimits): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial, maximum });
}

function cleared(memory: WebAssembly.Memory | undefined): WebAssembly.Memory | undefined {
  if (memory !== undefined) new Uint8Array(memory.buffer).fill(0);
  return memory;
}
