import type { InputSource, StreamEnd } from "../io/index.ts";
import { WitError } from "../wit-error.ts";
import type { ObjectSnapshot } from "./backend.ts";
import { failureText } from "./calls.ts";

/** The most that a guest may ask for at once: more fits no memory of a 32-bit guest beside anything else. */
export const MAX_SYNC_BYTES = 2 ** 31 - 1;

/** A part of an object as it was at `get-data`. */
export interface Incoming {
  readonly name: string;
  readonly size: number;
  readonly read: (offset: number, length: number) => Uint8Array;
}

/**
 * The bytes from `start` to `end`, both included, as far as the object has them.
 * @throws WitError when the range is the wrong way round.
 */
export function rangeOf(name: string, object: ObjectSnapshot, start: bigint, end: bigint): Incoming {
  if (start > end) throw new WitError<string>(`\`end\` (${end}) must not be less than \`start\` (${start})`);
  const total = BigInt(object.size);
  const first = Number(start < total ? start : total);
  const size = Number(end < total ? end + 1n : total) - first;
  return {
    name,
    size,
    read: (offset, length) => object.read(first + offset, Math.min(length, size - offset)),
  };
}

/** Gives the bytes one after the other, never more in memory than one read asks for. */
export function incomingSource(incoming: Incoming): InputSource {
  let offset = 0;
  let failed: StreamEnd | undefined;
  return {
    label: incoming.name,
    ready: () => true,
    deadlineNs: () => undefined,
    take: (max) => {
      if (failed !== undefined) return NOTHING;
      try {
        const part = incoming.read(offset, Math.min(max, incoming.size - offset));
        offset += part.length;
        return part;
      } catch (error) {
        const text = failureText(error);
        if (text === undefined) throw error;
        failed = { kind: "failed", text, cause: error };
        return NOTHING;
      }
    },
    end: () => failed ?? (offset >= incoming.size ? { kind: "closed" } : undefined),
    dispose: () => undefined,
  };
}

const NOTHING = new Uint8Array(0);
