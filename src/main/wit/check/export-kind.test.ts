import { expect, test } from "vitest";
import { exportKind, exportNote } from "./export-kind.ts";

test.each([
  ["wasi:http/incoming-handler@0.2.0", "http"],
  ["wasi:http/incoming-handler@0.2.9", "http"],
  ["wasmcloud:messaging/handler@0.2.0", "message"],
  ["wasi:cli/run@0.2.6", "run"],
  ["demo:counter/ops@0.1.0", "function"],
  ["run", "function"],
])("the export %s is triggered by %s", (name, kind) => {
  expect([exportKind(name), exportNote(name)]).toEqual([kind, undefined]);
});

test.each([
  [
    "wasi:http/incoming-handler@0.2.0-rc-2023-11-10",
    /called here is wasi:http\/incoming-handler@0\.2\.x, so no request/,
  ],
  ["wasi:http/handler@0.3.0", /WASI 0\.3; what is called here is wasi:http\/incoming-handler@0\.2\.x/],
  ["wasi:cli/run@0.3.0-rc-2026-03-15", /WASI 0\.3; .* so it cannot be run/],
  ["wasmcloud:messaging/incoming-handler@0.3.0", /wasmcloud:messaging\/handler@0\.2\.0, so no message/],
])("the export %s, which looks like that of a trigger, says why it has none", (name, note) => {
  expect([exportKind(name), exportNote(name)]).toEqual(["function", expect.stringMatching(note)]);
});
