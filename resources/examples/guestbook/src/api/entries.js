// Entries are JSON under `entry-000001`, `entry-000002`, … of one bucket; `last-entry` counts them.
import { increment } from "wasi:keyvalue/atomics@0.2.0-draft";
import { getMany } from "wasi:keyvalue/batch@0.2.0-draft";
import { open } from "wasi:keyvalue/store@0.2.0-draft";

const BUCKET = "guestbook";

/** Stores an entry under the next free key. Two requests at once get two keys. */
export function addEntry(name, text) {
  const bucket = open(BUCKET);
  const number = increment(bucket, "last-entry", 1n);
  const entry = { key: `entry-${String(number).padStart(6, "0")}`, name, text, at: new Date().toISOString() };
  bucket.set(entry.key, new TextEncoder().encode(JSON.stringify(entry)));
  return entry;
}

/** The newest first, at most so many. */
export function newestEntries(count) {
  const bucket = open(BUCKET);
  const keys = allKeys(bucket).filter((key) => key.startsWith("entry-"));
  const newest = keys.toSorted().toReversed().slice(0, count);
  // One call for all of them. A key that went in between is missing in the answer.
  return getMany(bucket, newest)
    .filter((pair) => pair !== undefined)
    .map(([, value]) => JSON.parse(new TextDecoder().decode(value)));
}

function allKeys(bucket) {
  const all = [];
  let cursor;
  do {
    const page = bucket.listKeys(cursor);
    all.push(...page.keys);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return all;
}
