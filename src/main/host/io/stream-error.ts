import { WitError } from "../wit-error.ts";
import type { MakeError } from "./error.ts";
import type { IoError, StreamEnd } from "./modules.ts";

/** `variant stream-error { last-operation-failed(error), closed }` */
export type StreamErrorPayload =
  | { readonly tag: "last-operation-failed"; readonly val: IoError }
  | { readonly tag: "closed" };

/**
 * A wait may wake although there is nothing to read or no room to write; so often in a row means that the source or
 * sink is broken, and a loop in the host must not follow from it.
 */
export const MAX_BLOCKING_ATTEMPTS = 10;

/** The number of bytes to move for a u64 of the guest, which may be near 2^64. */
export function atMost(len: bigint, max: number): number {
  return len < BigInt(max) ? Number(len) : max;
}

export function closed(): WitError<StreamErrorPayload> {
  return new WitError<StreamErrorPayload>({ tag: "closed" });
}

/** The error for a stream that has ended; a failure's text becomes an error resource that the guest owns. */
export function endError(end: StreamEnd, makeError: MakeError): WitError<StreamErrorPayload> {
  return end.kind === "closed"
    ? closed()
    : new WitError<StreamErrorPayload>({ tag: "last-operation-failed", val: makeError(end.text, end.cause) });
}
