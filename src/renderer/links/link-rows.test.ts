import { expect, it } from "vitest";
import type { LinkTarget, LinkView } from "../../shared/model.ts";
import { callsFilter, linkGroups, sinceText } from "./link-rows.ts";

const HOST: LinkTarget = { kind: "host", note: "Answered by the host." };
const CACHE: LinkTarget = { kind: "backend", name: "cache", backendKind: "keyvalue" };

function link(component: string, name: string, target: LinkTarget, more: Partial<LinkView> = {}): LinkView {
  return { component, import: name, status: "offered", name: "default", target, since: "default", calls: 0, ...more };
}

const all = [
  link("api", "wasi:logging/logging", HOST),
  link("api", "wasi:keyvalue/store@0.2.0-draft", CACHE, { since: "file" }),
  link("api", "acme:pricing/quote", { kind: "missing" }, { status: "linkable" }),
  link("worker", "wasi:keyvalue/store@0.2.0-draft", CACHE, { name: "sessions", problem: "no such backend" }),
];
const everything = { search: "", component: undefined, onlyTrouble: false };

function names(filter: Partial<typeof everything>) {
  return linkGroups(all, { ...everything, ...filter }).map(({ component, links }) => [
    component,
    links.map((each) => each.import.split("/")[1]),
  ]);
}

it("puts what leads nowhere first and what the host answers last", () => {
  expect(names({})).toEqual([
    ["api", ["quote", "store@0.2.0-draft", "logging"]],
    ["worker", ["store@0.2.0-draft"]],
  ]);
});

it("finds links by the words of import, name and target, and those in trouble alone", () => {
  expect(names({ search: "keyvalue CACHE" })).toEqual([
    ["api", ["store@0.2.0-draft"]],
    ["worker", ["store@0.2.0-draft"]],
  ]);
  expect(names({ search: "sessions" })).toEqual([["worker", ["store@0.2.0-draft"]]]);
  expect(names({ onlyTrouble: true })).toEqual([
    ["api", ["quote"]],
    ["worker", ["store@0.2.0-draft"]],
  ]);
});

it("does not call it a default that an import leads nowhere, or to the host anyway", () => {
  expect(all.map((each) => sinceText(each).word)).toEqual(["", "project file", "", "default"]);
});

it("leads to the invocations that called it, over that very link where there may be several", () => {
  expect([all[0], all[3]].flatMap((each) => (each === undefined ? [] : [callsFilter(each)]))).toEqual([
    "component:api iface:wasi:logging/logging",
    "component:worker iface:wasi:keyvalue/store link:sessions",
  ]);
});
