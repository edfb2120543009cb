import type { HostContext, PipeWriter } from "../context.ts";
import type { OutputSink, StreamEnd } from "../io/index.ts";
import { describeErrorCode, type ErrorCode } from "./error-code.ts";
import type { FieldList } from "./field-list.ts";

/** What a body takes before its message is sent: as much as Wasmtime, which keeps two writes of 1 MiB. */
export const MAX_UNSENT_BYTES = 2 * 1024 * 1024;

/** How long a guest may wait for room in the body of a message it has not sent. */
const UNSENT_STALL_NS = 5_000_000_000n;

/**
 * The body of a message the guest makes. Bytes are kept until the message is sent (`attach`) and stream from then on.
 *
 * | state    | entered by                 | what the reader sees            |
 * |----------|----------------------------|---------------------------------|
 * | open     | the constructor            | bytes as they are written       |
 * | finished | `finish`                   | the end, with trailers          |
 * | broken   | `abort`, a wrong length    | a failure instead of the end    |
 */
export class OutgoingContents implements OutputSink {
  readonly label: string;
  readonly #ctx: HostContext;
  readonly #message: "request" | "response";
  readonly #expected: number | undefined;
  readonly #queue: Uint8Array[] = [];
  #queued = 0;
  #written = 0;
  #writer: PipeWriter | undefined;
  #end:
    | { readonly kind: "finished"; readonly trailers: FieldList | undefined }
    | { readonly kind: "broken"; readonly reason: string }
    | undefined;
  #failure: ErrorCode | undefined;
  /** The reader knows of the end. */
  #told = false;
  #stallsAt: bigint | undefined;

  /** `expected`: the Content-Length the message declares. */
  constructor(ctx: HostContext, message: "request" | "response", expected: number | undefined) {
    this.#ctx = ctx;
    this.#message = message;
    this.#expected = expected;
    this.label = `${message} body`;
  }

  permit(): number {
    if (this.end() !== undefined) return 0;
    if (this.#writer === undefined) return MAX_UNSENT_BYTES - this.#queued;
    this.#push();
    return this.#queued > 0 ? 0 : this.#writer.permit();
  }

  ready(): boolean {
    return this.end() !== undefined || this.permit() > 0;
  }

  deadlineNs(): bigint | undefined {
    if (this.#writer !== undefined || this.permit() > 0) return undefined;
    this.#stallsAt ??= this.#ctx.clock.monotonicNs() + UNSENT_STALL_NS;
    return this.#stallsAt;
  }

  write(bytes: Uint8Array): void {
    this.#written += bytes.length;
    if (this.#expected !== undefined && this.#written > this.#expected) {
      this.#failure = this.#wrongSize();
      return;
    }
    if (this.#queued === 0 && this.#writer !== undefined && bytes.length <= this.#writer.permit()) {
      this.#writer.write(bytes);
      return;
    }
    // Not `slice`: of a Buffer that would be a view on bytes that are the caller's again.
    this.#queue.push(new Uint8Array(bytes));
    this.#queued += bytes.length;
  }

  /** A flush promises that bytes are on their way, not that the client has them: before the head they cannot be. */
  flush(): void {}

  flushed(): boolean {
    return true;
  }

  end(): StreamEnd | undefined {
    if (this.#failure !== undefined) {
      return { kind: "failed", text: `${this.label}: ${describeErrorCode(this.#failure)}`, cause: this.#failure };
    }
    if (this.#end !== undefined || this.#writer?.closed !== undefined) return { kind: "closed" };
    if (this.#stallsAt !== undefined && this.#writer === undefined && this.#ctx.clock.monotonicNs() >= this.#stallsAt) {
      const text = `${this.label}: ${this.#queued} bytes wait, but the ${this.#message} was not sent; send it before writing more`;
      return { kind: "failed", text, cause: { tag: "internal-error", val: text } satisfies ErrorCode };
    }
    return undefined;
  }

  /** The stream goes before the body: `finish` or the drop of the body says what it means. */
  dispose(): void {}

  /** `finish` was called, or the body is known to be broken. */
  get finished(): boolean {
    return this.#end !== undefined;
  }

  /** Why the reader gets a failure instead of the end. */
  get broken(): string | undefined {
    return this.#end?.kind === "broken" ? this.#end.reason : undefined;
  }

  /** The message is sent: what was kept goes out. Waits for the reader where the body has ended already. */
  attach(writer: PipeWriter): void {
    this.#writer = writer;
    this.#push();
    this.#complete();
  }

  /** Ends the body; an error code when its length is not the one declared. */
  finish(trailers: FieldList | undefined): ErrorCode | undefined {
    if (this.#expected !== undefined && this.#written !== this.#expected) {
      const code = this.#wrongSize();
      this.abort(`the component wrote ${this.#written} bytes of a ${this.#message} body declared as ${this.#expected}`);
      return code;
    }
    this.#end ??= { kind: "finished", trailers };
    this.#complete();
    return undefined;
  }

  abort(reason: string): void {
    this.#end ??= { kind: "broken", reason };
    this.#complete();
  }

  /** The instance is gone: as `abort`, but what was not sent by now is lost. */
  abandon(reason: string): void {
    this.#end ??= { kind: "broken", reason };
    if (this.#told || this.#writer === undefined) return;
    this.#told = true;
    this.#push();
    this.#writer.fail(reason);
  }

  #complete(): void {
    const writer = this.#writer;
    if (writer === undefined || this.#end === undefined) return;
    this.#told = true;
    const room = { ready: () => writer.closed !== undefined || writer.permit() > 0, deadlineNs: () => undefined };
    for (this.#push(); this.#queued > 0 && writer.closed === undefined; this.#push()) this.#ctx.wait([room]);
    if (this.#end.kind === "finished") writer.finish(this.#end.trailers?.text());
    else writer.fail(this.#end.reason);
  }

  #push(): void {
    const writer = this.#writer;
    if (writer === undefined || writer.closed !== undefined) return;
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      const part = first.subarray(0, writer.permit());
      if (part.length === 0) return;
      writer.write(part);
      this.#queued -= part.length;
      if (part.length === first.length) this.#queue.shift();
      else this.#queue[0] = first.subarray(part.length);
    }
  }

  #wrongSize(): ErrorCode {
    return {
      tag: this.#message === "request" ? "HTTP-request-body-size" : "HTTP-response-body-size",
      val: BigInt(this.#written),
    };
  }
}
