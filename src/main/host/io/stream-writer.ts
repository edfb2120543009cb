import type { HostContext, Waitable } from "../context.ts";
import { trap } from "../trap.ts";
import type { MakeError } from "./error.ts";
import type { OutputSink } from "./modules.ts";
import { atMost, closed, endError, MAX_BLOCKING_ATTEMPTS } from "./stream-error.ts";
import type { StreamReader } from "./stream-reader.ts";

/** What `check-write` permits at most, whatever the sink would take. */
export const MAX_PERMIT_BYTES = 1024 * 1024;
/** Bound of `blocking-write-and-flush` and its twin for zeroes, fixed by WIT. */
export const MAX_BLOCKING_WRITE_BYTES = 4096;
/** How many zeroes go to the sink at once. */
const ZEROES_BYTES = 64 * 1024;

/** The rules of an output-stream over its sink, without the resource. */
export class StreamWriter {
  readonly #ctx: HostContext;
  readonly #sink: OutputSink;
  readonly #makeError: MakeError;
  /** Undefined until somebody asks for one or writes: Wasmtime lets a guest begin without asking. */
  #permit: number | undefined;
  #flushing = false;
  #closed = false;

  /** Ready when `check-write` would say more than 0, or tell the end. */
  readonly writable: Waitable = {
    ready: () => this.#ended() || (!this.#flushPending() && this.#sink.ready()),
    deadlineNs: () => this.#sink.deadlineNs(),
  };

  readonly #settled: Waitable = {
    ready: () => this.#ended() || !this.#flushPending(),
    deadlineNs: () => this.#sink.deadlineNs(),
  };

  constructor(ctx: HostContext, sink: OutputSink, makeError: MakeError) {
    this.#ctx = ctx;
    this.#sink = sink;
    this.#makeError = makeError;
  }

  get label(): string {
    return this.#sink.label ?? "";
  }

  checkWrite(): number {
    this.#throwIfEnded();
    return (this.#permit = this.#flushPending() ? 0 : this.#room());
  }

  write(bytes: Uint8Array): void {
    this.#throwIfEnded();
    if (bytes.length === 0) return;
    this.#spend(bytes.length, "write exceeded budget");
    this.#sink.write(bytes);
  }

  writeZeroes(len: bigint): void {
    this.#throwIfEnded();
    let left = atMost(len, MAX_PERMIT_BYTES + 1);
    if (left === 0) return;
    this.#spend(left, "cannot write more zeroes than `check_write` allows");
    const zeroes = new Uint8Array(Math.min(left, ZEROES_BYTES));
    for (; left > 0; left -= zeroes.length) this.#sink.write(zeroes.subarray(0, left));
  }

  flush(): void {
    this.#throwIfEnded();
    this.#sink.flush();
    this.#flushing = true;
  }

  flushBlocking(): void {
    this.flush();
    if (!this.#settled.ready()) this.#ctx.wait([this.#settled]);
    this.#throwIfEnded();
  }

  /** In parts as the sink permits, then a flush. No limit on the length: that belongs to the function of the guest. */
  writeBlocking(bytes: Uint8Array): void {
    for (let rest = bytes; rest.length > 0;) {
      const part = rest.subarray(0, this.#waitForPermit());
      this.write(part);
      rest = rest.subarray(part.length);
    }
    this.flush();
    if (!this.#settled.ready()) this.#ctx.wait([this.#settled]);
    // A reader that leaves while the last bytes are flushed is not told here: everything was accepted.
    const end = this.#sink.end();
    if (end?.kind === "failed") this.#throwIfEnded();
  }

  /** Moves what is there now, possibly nothing. @throws WitError of whichever side has ended. */
  splice(from: StreamReader, len: bigint): number {
    const max = atMost(len, this.checkWrite());
    if (max === 0) return 0;
    const bytes = from.read(BigInt(max));
    this.write(bytes);
    return bytes.length;
  }

  /** Waits for room, then for bytes. */
  spliceBlocking(from: StreamReader, len: bigint): number {
    const max = atMost(len, this.#waitForPermit());
    if (max === 0) return 0;
    const bytes = from.readBlocking(BigInt(max));
    this.write(bytes);
    return bytes.length;
  }

  dispose(): void {
    this.#sink.dispose();
  }

  #waitForPermit(): number {
    for (let attempt = 0; attempt < MAX_BLOCKING_ATTEMPTS; attempt++) {
      if (!this.writable.ready()) this.#ctx.wait([this.writable]);
      const permit = this.checkWrite();
      if (permit > 0) return permit;
    }
    return trap("max blocking attempts exceeded");
  }

  #spend(bytes: number, exceeded: string): void {
    if (this.#flushPending()) trap("write not permitted while flush pending");
    const permit = this.#permit ?? this.#room();
    if (bytes > permit) trap(exceeded);
    this.#permit = permit - bytes;
  }

  #room(): number {
    return Math.min(this.#sink.permit(), MAX_PERMIT_BYTES);
  }

  #flushPending(): boolean {
    if (this.#flushing && this.#sink.flushed()) this.#flushing = false;
    return this.#flushing;
  }

  #ended(): boolean {
    return this.#closed || this.#sink.end() !== undefined;
  }

  #throwIfEnded(): void {
    if (this.#closed) throw closed();
    const end = this.#sink.end();
    if (end === undefined) return;
    this.#closed = true;
    throw endError(end, this.#makeError);
  }
}
