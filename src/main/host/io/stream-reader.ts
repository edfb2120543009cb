import type { HostContext, Waitable } from "../context.ts";
import { trap } from "../trap.ts";
import type { MakeError } from "./error.ts";
import type { InputSource } from "./modules.ts";
import { atMost, closed, endError, MAX_BLOCKING_ATTEMPTS } from "./stream-error.ts";

/** What one read returns at most: a guest that asks for all there is gets it in parts, each copied into its memory. */
export const MAX_READ_BYTES = 1024 * 1024;

/** The rules of an input-stream over its source, without the resource: what the class and a splice have in common. */
export class StreamReader implements Waitable {
  readonly #ctx: HostContext;
  readonly #source: InputSource;
  readonly #makeError: MakeError;
  #closed = false;

  constructor(ctx: HostContext, source: InputSource, makeError: MakeError) {
    this.#ctx = ctx;
    this.#source = source;
    this.#makeError = makeError;
  }

  get label(): string {
    return this.#source.label ?? "";
  }

  ready(): boolean {
    return this.#closed || this.#source.ready();
  }

  deadlineNs(): bigint | undefined {
    return this.#source.deadlineNs();
  }

  /** What is there now, possibly nothing. @throws WitError at the end: `closed`, after a failure was told once. */
  read(len: bigint): Uint8Array {
    if (this.#closed) throw closed();
    const bytes = len === 0n ? new Uint8Array(0) : this.#source.take(atMost(len, MAX_READ_BYTES));
    if (bytes.length > 0) return bytes;
    const end = this.#source.end();
    if (end === undefined) return bytes;
    this.#closed = true;
    throw endError(end, this.#makeError);
  }

  /** At least one byte, unless none is asked for. @throws WitError as `read`. */
  readBlocking(len: bigint): Uint8Array {
    for (let attempt = 0; attempt < MAX_BLOCKING_ATTEMPTS; attempt++) {
      if (!this.ready()) this.#ctx.wait([this]);
      const bytes = this.read(len);
      if (bytes.length > 0 || len === 0n) return bytes;
    }
    return trap("max blocking attempts exceeded");
  }

  dispose(): void {
    this.#source.dispose();
  }
}
