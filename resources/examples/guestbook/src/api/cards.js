// The cards that the worker drew.
import { containerExists, getContainer } from "wasi:blobstore/blobstore@0.2.0-draft";
import { IncomingValue } from "wasi:blobstore/types@0.2.0-draft";

const CONTAINER = "cards";
const NAMES_A_CALL = 100n;

/** The names of all cards. */
export function cardNames() {
  const names = new Set();
  if (!containerExists(CONTAINER)) return names;
  const listed = getContainer(CONTAINER).listObjects();
  for (;;) {
    const [page, isLast] = listed.readStreamObjectNames(NAMES_A_CALL);
    for (const name of page) names.add(name);
    if (isLast) return names;
  }
}

/** A card's size and a stream of its bytes, or undefined. */
export function openCard(name) {
  if (!containerExists(CONTAINER)) return undefined;
  const container = getContainer(CONTAINER);
  if (!container.hasObject(name)) return undefined;
  const { size } = container.objectInfo(name);
  const value = container.getData(name, 0n, size);
  return { size, stream: IncomingValue.incomingValueConsumeAsync(value) };
}
