import type { PipeReader } from "../context.ts";
import type { InputSource, StreamEnd } from "../io/index.ts";
import type { ErrorCode } from "./error-code.ts";
import type { TextFields } from "./field-list.ts";

const DISCARD_BYTES = 1024 * 1024;

/** How a message's body ended, as seen by whoever waits for its trailers. */
export type ContentsEnd =
  | { readonly kind: "complete"; readonly trailers: TextFields | undefined }
  | { readonly kind: "failed"; readonly code: ErrorCode };

/** The body of a received message: bytes of a pipe, then trailers. The bytes are the source of the guest's stream. */
export class IncomingContents implements InputSource {
  readonly label: string;
  readonly #reader: PipeReader;
  readonly #lost: () => boolean;

  /** `lost`: the other side went away, what has not arrived never will. */
  constructor(reader: PipeReader, label: string, lost: () => boolean) {
    this.#reader = reader;
    this.label = label;
    this.#lost = lost;
  }

  take(max: number): Uint8Array {
    return this.#reader.take(max);
  }

  ready(): boolean {
    return this.#reader.ready() || this.#lost();
  }

  deadlineNs(): undefined {
    return undefined;
  }

  end(): StreamEnd | undefined {
    const end = this.#end();
    if (end === undefined) return undefined;
    return end.kind === "complete" ? { kind: "closed" } : { kind: "failed", text: this.#failure(), cause: end.code };
  }

  /** The stream goes before the body: the trailers may still be wanted. */
  dispose(): void {}

  /** How the body ended, once it has; bytes nobody read are thrown away, since trailers come after them. */
  outcome(): ContentsEnd | undefined {
    while (this.#reader.take(DISCARD_BYTES).length > 0);
    return this.#end();
  }

  /** Nobody will read on. */
  cancel(): void {
    if (this.#reader.end === undefined) this.#reader.cancel();
  }

  #end(): ContentsEnd | undefined {
    const end = this.#reader.end;
    if (end?.kind === "finished") return { kind: "complete", trailers: parseTrailers(end.value) };
    if (end === undefined && (!this.#lost() || this.#reader.ready())) return undefined;
    // The studio only sends codes that the WIT has.
    return { kind: "failed", code: (end?.code as ErrorCode | undefined) ?? { tag: "connection-terminated" } };
  }

  #failure(): string {
    const end = this.#reader.end;
    return `${this.label}: ${end?.kind === "failed" ? end.reason : "the connection was closed"}`;
  }
}

/** The studio sends an empty list or nothing when there are none. */
function parseTrailers(value: unknown): TextFields | undefined {
  return Array.isArray(value) && value.length > 0 ? (value as TextFields) : undefined;
}
