import { expect, it } from "vitest";
import type { AuditView } from "../../shared/model.ts";
import { auditWords, groupLeaks } from "./audit-words.ts";

function row(id: number, more: Partial<AuditView>): AuditView {
  return { id, at: id, kind: "get", key: "token", source: "env TOKEN", outcome: "found", component: "api", ...more };
}

it("says in words whether a get found something, and where a leak went", () => {
  const leak = { kind: "leak", place: "log", form: "base64" } as const;
  const words = [row(1, {}), row(2, { outcome: "not-found" }), row(3, { kind: "person-reveal" }), row(4, leak)];
  expect(words.map(auditWords)).toEqual([
    "Asked for",
    "Asked for, not found",
    "Seen by a person",
    "Leaked in a log line, as base64",
  ]);
});

it("takes leaks of the same way together under the newest of them", () => {
  const log = { kind: "leak", place: "log", form: "plain", function: "log" } as const;
  const other = { ...log, place: "response" } as const;
  const groups = groupLeaks([row(9, log), row(8, other), row(7, log), row(6, { ...log, component: "b" })]);
  expect(groups.map(({ newest, count }) => [newest.id, count])).toEqual([
    [9, 2],
    [8, 1],
    [6, 1],
  ]);
});
