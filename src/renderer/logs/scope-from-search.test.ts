import { expect, it } from "vitest";
import { scopeFromSearch } from "./scope-from-search.ts";

it("narrows by terms and searches for the rest", () => {
  expect([
    scopeFromSearch('level:warn component:api ctx:"the db" timed out'),
    scopeFromSearch("404 level:error"),
    scopeFromSearch("just words"),
  ]).toEqual([
    { search: "timed out", scope: { level: "warn", component: "api", context: "the db" } },
    { search: "404", scope: { level: "error" } },
    { search: "just words", scope: {} },
  ]);
});

it("searches for what is no term", () => {
  expect(["level:loud", "http://level:80", "/level:warn x/", "a:b"].map(scopeFromSearch)).toEqual(
    ["level:loud", "http://level:80", "/level:warn x/", "a:b"].map((search) => ({ search, scope: {} })),
  );
});
