import { expect, it } from "vitest";

import { closedListNote } from "./closed-lists.ts";

const renamed = [["default", "shop"]] as const;

it("tells of a backend with a closed list whether it has the bucket, by the name that it has there", () => {
  const backends = [
    { name: "open", kind: "keyvalue", renamed },
    { name: "cache", kind: "keyvalue", renamed, onlyListed: true },
  ] as const;
  const note = (backend: string, name: string) => closedListNote(backends, { backend, name })?.short;
  expect([note("open", "shop"), note("cache", "shop"), note("cache", "default"), note("gone", "shop")]).toEqual([
    undefined,
    "closed list",
    "not listed",
    undefined,
  ]);
});
