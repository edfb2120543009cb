import type { PipeWriter } from "../context.ts";
import type { OutputSink } from "./modules.ts";

/** What sinks without a reader's pace permit at once. */
const PERMIT_BYTES = 1024 * 1024;

/** Keeps what is written, up to `maxBytes`; full, it is closed. */
export interface MemorySink extends OutputSink {
  /** Everything written so far, as a copy. */
  bytes(): Uint8Array;
}

export function memorySink(maxBytes = Number.MAX_SAFE_INTEGER, label?: string): MemorySink {
  let buffer = new Uint8Array(0);
  let length = 0;
  return {
    ...(label === undefined ? {} : { label }),
    ready: () => true,
    deadlineNs: () => undefined,
    permit: () => Math.min(PERMIT_BYTES, maxBytes - length),
    write: (bytes) => {
      if (length + bytes.length > buffer.length) {
        const grown = new Uint8Array(Math.max(length + bytes.length, buffer.length * 2));
        grown.set(buffer.subarray(0, length));
        buffer = grown;
      }
      buffer.set(bytes, length);
      length += bytes.length;
    },
    flush: () => undefined,
    flushed: () => true,
    end: () => (length >= maxBytes ? { kind: "closed" } : undefined),
    dispose: () => undefined,
    bytes: () => buffer.slice(0, length),
  };
}

/** Takes everything at once and hands each part on as it comes; the bytes are the receiver's to copy. */
export function callbackSink(receive: (bytes: Uint8Array) => void, label?: string): OutputSink {
  return {
    ...(label === undefined ? {} : { label }),
    ready: () => true,
    deadlineNs: () => undefined,
    permit: () => PERMIT_BYTES,
    write: receive,
    flush: () => undefined,
    flushed: () => true,
    end: () => undefined,
    dispose: () => undefined,
  };
}

/**
 * Writes into a pipe at the reader's pace. Dropping the stream does not finish the pipe: what an end means (trailers, a
 * broken body) is known to the owner of the writer alone.
 */
export function pipeSink(writer: PipeWriter, label?: string): OutputSink {
  return {
    ...(label === undefined ? {} : { label }),
    ready: () => writer.closed !== undefined || writer.permit() > 0,
    deadlineNs: () => undefined,
    permit: () => writer.permit(),
    write: (bytes) => writer.write(bytes),
    flush: () => undefined,
    flushed: () => writer.flushed(),
    end: () => (writer.closed === undefined ? undefined : { kind: "closed" }),
    dispose: () => undefined,
  };
}
