import { expect, it } from "vitest";
import { formatRoute, parseRoute, withParams } from "./route.ts";

it("comes back from the address, whatever the names in it", () => {
  const route = { path: ["keyvalue", "a/b", "ü #?"], params: { key: "x&y=z?#/ 1", search: "100%" } };
  expect(parseRoute(formatRoute(route))).toEqual(route);
});

it("reads an empty and a damaged address", () => {
  expect([parseRoute(""), parseRoute("#/%E0%A4%A")]).toEqual([
    { path: [], params: {} },
    { path: ["%E0%A4%A"], params: {} },
  ]);
});

it("takes a parameter away by an empty value", () => {
  expect(withParams({ path: [], params: { a: "1", b: "2" } }, { a: "", b: undefined, c: "3" }).params).toEqual({
    c: "3",
  });
});
