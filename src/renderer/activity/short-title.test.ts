import { expect, it } from "vitest";

import { shortTitle } from "./short-title.ts";

it.each([
  ["function", "demo:counter/ops@0.1.0#hit", "ops.hit"],
  ["function", "wasmcloud:example/process-data#process", "process-data.process"],
  ["function", "answer", "answer"],
  ["function", "instantiate, to see whether it links", "instantiate, to see whether it links"],
  ["http", "GET /a/b#c", "GET /a/b#c"],
] as const)("of a %s titled %s is %s", (kind, title, short) => {
  expect(shortTitle({ kind, title })).toBe(short);
});
