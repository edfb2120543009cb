import { expect, it } from "vitest";
import type { ConfigOrigin, ConfigRow } from "../../shared/model.ts";
import { fileThatCounts, fittingConfigs, originText, ownValue, strongerThan } from "./config-rows.ts";

const INLINE: ConfigOrigin = { kind: "inline", file: "vitrine.jsonc", line: 9 };
const SET: ConfigOrigin = { kind: "set-file", set: "shared", file: "config/shared.env", line: 2 };
const LOCAL: ConfigOrigin = { kind: "local", file: "vitrine.local.jsonc" };
const GIVEN: ConfigOrigin = { kind: "command-line" };

/** The strongest origin first; each says its own kind. */
function row(key: string, ...origins: readonly [ConfigOrigin, ...ConfigOrigin[]]): ConfigRow {
  const [first, ...rest] = origins.map((origin) => ({ value: origin.kind, origin }));
  return { key, value: first?.value ?? "", origin: first?.origin ?? GIVEN, shadowed: rest };
}

it("says where a value stands, with the line where it is known", () => {
  expect([INLINE, SET, LOCAL, GIVEN, { kind: "env", set: "s", variable: "V" } as const].map(originText)).toEqual([
    "vitrine.jsonc:9",
    "set shared, config/shared.env:2",
    "vitrine.local.jsonc",
    "--config on the command line",
    "set s, $V",
  ]);
});

it("chooses the file in which an edit counts, and knows what a value there would lose against", () => {
  const all = [undefined, row("a", INLINE), row("a", SET, INLINE), row("a", LOCAL, SET), row("a", GIVEN, SET)];
  expect(all.map(fileThatCounts)).toEqual(["project", "project", "local", "local", "local"]);
  expect(all.map((each) => strongerThan(each, "project")?.kind)).toEqual([
    undefined,
    undefined,
    "set-file",
    "local",
    "command-line",
  ]);
  expect(all.map((each) => strongerThan(each, "local")?.kind)).toEqual([...Array(4).fill(undefined), "command-line"]);
  expect([ownValue(all[2], "project"), ownValue(all[2], "local")]).toEqual(["inline", undefined]);
});

it("keeps components whose keys fit all words", () => {
  const views = [
    { component: "api", from: [], rows: [row("greeting", INLINE), row("log", SET)], editable: true },
    { component: "worker", from: [], rows: [], editable: true },
  ];
  const found = (search: string, component?: string) =>
    fittingConfigs(views, search, component).map((view) => [view.component, view.rows.map(({ key }) => key)]);
  expect(found("")).toEqual([
    ["api", ["greeting", "log"]],
    ["worker", []],
  ]);
  expect(found("LOG shared.env")).toEqual([["api", ["log"]]]);
  expect(found("", "worker")).toEqual([["worker", []]]);
});
