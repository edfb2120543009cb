import { expect, it } from "vitest";
import { createIo } from "../io/index.ts";
import { testContext } from "../test-context.ts";
import { config } from "./index.ts";

function modules(values: Record<string, string>) {
  const ctx = testContext({ config: values });
  return config.create(ctx, createIo(ctx)) as Record<
    "store" | "runtime",
    { get(key: string): string | undefined; getAll(): [string, string][] }
  >;
}

it("answers one value, and none for an unknown key or for the name of a method of objects", () => {
  const { store } = modules({ greeting: "hi" });
  expect([store.get("greeting"), store.get("other"), store.get("constructor")]).toEqual(["hi", undefined, undefined]);
});

it("gives all values sorted, the same under the old name", () => {
  const { store, runtime } = modules({ b: "2", a: "1", "": "empty" });
  expect(store.getAll()).toEqual([
    ["", "empty"],
    ["a", "1"],
    ["b", "2"],
  ]);
  expect(runtime.getAll()).toEqual(store.getAll());
});
