import { containerExists, createContainer, getContainer } from "wasi:blobstore/blobstore@0.2.0-draft";
import { OutgoingValue } from "wasi:blobstore/types@0.2.0-draft";

const CONTAINER = "cards";
/** blocking-write-and-flush takes at most this many bytes a call. */
const PIECE = 4096;

/** Replaces the object of that name. It is there, whole, once `finish` has returned. */
export function saveCard(name, svg) {
  const container = containerExists(CONTAINER) ? getContainer(CONTAINER) : createContainer(CONTAINER);
  const value = OutgoingValue.newOutgoingValue();
  container.writeData(name, value);
  const stream = value.outgoingValueWriteBody();
  const bytes = new TextEncoder().encode(svg);
  for (let at = 0; at < bytes.length; at += PIECE) stream.blockingWriteAndFlush(bytes.subarray(at, at + PIECE));
  // The stream is a child of the value and has to go first.
  stream[Symbol.dispose]();
  OutgoingValue.finish(value);
}
