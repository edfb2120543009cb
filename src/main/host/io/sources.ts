import type { PipeReader } from "../context.ts";
import type { InputSource } from "./modules.ts";

/** All of `bytes`, then the end. The bytes must not change while the stream lives. */
export function bytesSource(bytes: Uint8Array, label?: string): InputSource {
  let offset = 0;
  return {
    ...(label === undefined ? {} : { label }),
    ready: () => true,
    deadlineNs: () => undefined,
    take: (max) => {
      const part = bytes.subarray(offset, offset + max);
      offset += part.length;
      return part;
    },
    end: () => (offset === bytes.length ? { kind: "closed" } : undefined),
    dispose: () => undefined,
  };
}

/** Nothing, then the end. */
export function emptySource(label?: string): InputSource {
  return bytesSource(new Uint8Array(0), label);
}

/** What arrives through a pipe. Dropping the stream tells the other side that nobody reads on. */
export function pipeSource(reader: PipeReader, label?: string): InputSource {
  return {
    ...(label === undefined ? {} : { label }),
    ready: () => reader.ready(),
    deadlineNs: () => undefined,
    take: (max) => reader.take(max),
    end: () => {
      const end = reader.end;
      if (end === undefined) return undefined;
      return end.kind === "finished" ? { kind: "closed" } : { kind: "failed", text: end.reason };
    },
    dispose: () => reader.cancel(),
  };
}
