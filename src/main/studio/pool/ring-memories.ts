import { allocateRing, type RingMemory } from "../../../shared/ring.ts";

/**
 * The shared memory of a build's workers, used again once a worker is over. Megabytes for each worker would be garbage
 * that the engine does not count as memory, and so does not collect for long: a thousand traps held gigabytes.
 */
export class RingMemories {
  readonly #functions: number;
  readonly #free: RingMemory[] = [];

  /** `functions`: the length of the build's function table. */
  constructor(functions: number) {
    this.#functions = functions;
  }

  /** As if it were new. */
  take(): RingMemory {
    return this.#free.pop() ?? allocateRing(this.#functions);
  }

  /** Of a worker that is over and whose records were read. */
  giveBack(memory: RingMemory): void {
    new Uint8Array(memory.control).fill(0);
    this.#free.push(memory);
  }
}
