import { createHash } from "node:crypto";

import type { Seed } from "../../state/reader-api.ts";

/** Of buckets, keys and values, in whatever order they stand. */
export function digestOf(buckets: Seed["buckets"]): string {
  const digest = createHash("sha256");
  for (const { name, entries } of buckets.toSorted((a, b) => compared(a.name, b.name))) {
    digest.update(JSON.stringify([name, entries.length]));
    for (const [key, value] of entries.toSorted(([a], [b]) => compared(a, b))) {
      digest.update(JSON.stringify([key, value.length]));
      digest.update(value);
    }
  }
  return digest.digest("hex");
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
