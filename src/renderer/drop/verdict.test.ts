import { expect, it } from "vitest";
import type { ImportStatus } from "../../shared/model.ts";
import { verdictOf } from "./verdict.ts";

const of = (...statuses: readonly ImportStatus[]) =>
  verdictOf(
    {
      name: "a",
      file: "a.wasm",
      imports: statuses.map((status, at) => ({ name: `i${at}`, status, note: "", functions: [] })),
      exports: [],
    },
    "wasmcloud-1",
  );

it("says in one line what the check comes to, the worst first", () => {
  expect([
    of(),
    of("offered"),
    of("offered", "version-drift"),
    of("offered", "linkable", "missing", "wrong-shape"),
  ]).toEqual([
    { tone: "ok", text: "asks nothing of its host" },
    { tone: "ok", text: "its import is served, as wasmcloud-1 would" },
    { tone: "warn", text: "1 import to look at of 2" },
    { tone: "bad", text: "2 imports not served, 1 import to look at of 4" },
  ]);
  expect(verdictOf({ name: "a", file: "a", imports: [], exports: [], error: "Broken." }, "")).toEqual({
    tone: "warn",
    text: "Broken.",
  });
});
