/**
 * The wire form of what an invocation answers, at the beginning of its outbox; a long answer goes on through the port.
 * One message of the port costs both sides more than all that a short answer is made of. Like a record, an answer is
 * still there when the worker was killed.
 *
 * An item: `u8 kind, u32 pipe, u32 length`, little-endian, then so many bytes. The studio looks when a message of the
 * worker comes, and every few milliseconds; before a guest waits, its worker sends `look`.
 */
export const OutboxKind = {
  /** `HttpFromWorker` with `t: "response"`, as JSON; no pipe. */
  response: 1,
  /** Of a pipe. */
  bytes: 2,
  /** A pipe ended well, without a value. */
  finished: 3,
} as const;

export const OUTBOX_HEAD_BYTES = 9;
