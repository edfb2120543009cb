import { expect, test } from "vitest";

import { resolveManifest } from "../project/resolve-manifest.ts";
import { planChange } from "./plan-change.ts";

const manifest = (limits?: object) =>
  resolveManifest({ version: 1, components: { a: { wasm: "a", ...(limits && { limits }) } } }, "p", (path) => path);

test("a limit that is written as it was by default is linked again only where that says something new", () => {
  const plan = (before?: object, after?: object) => planChange(manifest(before), manifest(after));
  expect(plan(undefined, { memoryMiB: 512, instances: "per-call" })).toBeUndefined();
  // Calls between components went as deep before, requests of the project to itself did not.
  expect(plan(undefined, { depth: 32 })?.relinked.get("a")).toEqual(["limits.depth"]);
  expect(plan({ depth: 16 }, undefined)?.relinked.get("a")).toEqual(["limits.depth"]);
});
