/** The names of a container's objects at one moment, and how far they were read. */
export class Names {
  readonly container: string;
  readonly #names: readonly string[];
  #at = 0;

  constructor(container: string, names: readonly string[]) {
    this.container = container;
    this.#names = names;
  }

  /** The last name is out. */
  get ended(): boolean {
    return this.#at >= this.#names.length;
  }

  /** At most `count` further names. */
  take(count: bigint): string[] {
    const from = this.#at;
    this.skip(count);
    return this.#names.slice(from, this.#at);
  }

  /** Passes over at most `count` names; returns how many there were. */
  skip(count: bigint): bigint {
    const left = BigInt(this.#names.length - this.#at);
    const passed = count < left ? count : left;
    this.#at += Number(passed);
    return passed;
  }
}
