import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { expect, it } from "vitest";

import type { AuditView } from "../../shared/model.ts";
import { createAudit, openAudit } from "./audit.ts";
import { tempFolder } from "./fixtures/temp-folder.ts";

const NOW = new Date(Date.UTC(2026, 0, 2));
const GET: Omit<AuditView, "id"> = {
  at: 1_000,
  kind: "get",
  component: "api",
  build: "ab",
  invocation: 7,
  span: 3,
  key: "password",
  source: "env PASSWORD",
  outcome: "found",
};
const LEAK: Omit<AuditView, "id"> = {
  ...GET,
  kind: "leak",
  component: "worker",
  place: "log",
  form: "base64",
  function: "wasi:logging/logging@0.1.0-draft#log",
};
const LOOK: Omit<AuditView, "id"> = {
  at: 2_000,
  kind: "person-reveal",
  key: "token",
  source: "file token",
  outcome: "found",
};

function created(folder = tempFolder()) {
  return { folder, ...createAudit({ folder, networkFileSystem: false }, NOW) };
}

it("gives rows back as they were added, newest first, page by page", () => {
  using audit = created().audit;
  const rows = [GET, LEAK, LOOK, { ...GET, outcome: "not-found" as const }];
  expect(rows.map((row) => audit.append(row))).toEqual([1, 2, 3, 4]);
  const all = rows.map((row, at) => ({ ...row, id: at + 1 })).toReversed();
  expect(audit.page({ limit: 10 })).toEqual(all);
  expect(audit.page({ limit: 2 })).toEqual(all.slice(0, 2));
  expect(audit.page({ limit: 2, before: 3 })).toEqual(all.slice(2));
  expect(audit.newest()).toBe(4);
});

it("finds rows by component, key, kind, outcome and invocation", () => {
  using audit = created().audit;
  for (const row of [GET, LEAK, LOOK, { ...GET, outcome: "not-found" as const, invocation: 8 }]) audit.append(row);
  const ids = (query: object) => audit.page({ limit: 10, ...query }).map(({ id }) => id);
  expect(ids({ component: "api" })).toEqual([4, 1]);
  expect(ids({ key: "password" })).toEqual([4, 2, 1]);
  expect(ids({ kind: "leak" })).toEqual([2]);
  expect(ids({ outcome: "not-found" })).toEqual([4]);
  expect(ids({ invocation: 7 })).toEqual([2, 1]);
  expect(ids({ component: "api", invocation: 8 })).toEqual([4]);
  expect(ids({ component: "nobody" })).toEqual([]);
  expect(audit.noteworthyAfter(0).map(({ id }) => id)).toEqual([2, 4]);
  expect(audit.noteworthyAfter(2).map(({ id }) => id)).toEqual([4]);
});

it("is readable by its owner alone, with everything that SQLite keeps beside it", () => {
  const { folder, audit } = created();
  using _audit = audit;
  audit.append(GET);
  const files = readdirSync(folder).map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]);
  expect(files).toEqual([
    ["audit.sqlite", "600"],
    ["audit.sqlite-shm", "600"],
    ["audit.sqlite-wal", "600"],
  ]);
});

it("lets no row be deleted or changed", () => {
  const { folder, audit } = created();
  audit.append(GET);
  audit[Symbol.dispose]();
  const db = new DatabaseSync(join(folder, "audit.sqlite"));
  for (const sql of ["DELETE FROM audit", "UPDATE audit SET key = 'other'"]) {
    expect(() => db.exec(sql)).toThrow("the audit is only added to");
  }
  db.close();
});

it("shows every connection what another has added", () => {
  const { folder, audit } = created();
  using _audit = audit;
  using other = openAudit({ folder, networkFileSystem: false });
  other.append(GET);
  expect(audit.page({ limit: 1 })).toEqual([{ ...GET, id: 1 }]);
});

it.each([
  ["that is no database", (file: string) => writeFileSync(file, "no database at all, whatever it is")],
  [
    "with a trigger of somebody else",
    (file: string) => {
      const db = new DatabaseSync(file);
      db.exec("DROP TRIGGER audit_keeps_rows");
      db.close();
    },
  ],
])("keeps one %s under another name and begins anew", (_what, damage) => {
  const { folder, audit } = created();
  audit[Symbol.dispose]();
  damage(join(folder, "audit.sqlite"));
  const again = created(folder);
  using _again = again.audit;
  expect(again.setAside).toBe(join(folder, "audit.damaged-2026-01-02T00-00-00-000Z.sqlite"));
  expect(again.audit.append(GET)).toBe(1);
});

it("does not follow a link: it is moved away, and what it leads to stays as it is", () => {
  const folder = tempFolder();
  const elsewhere = join(tempFolder(), "elsewhere");
  writeFileSync(elsewhere, "mine", { mode: 0o644 });
  symlinkSync(elsewhere, join(folder, "audit.sqlite"));
  const again = created(folder);
  using _again = again.audit;
  expect(again.setAside).toContain("audit.damaged-");
  expect([statSync(elsewhere).size, statSync(elsewhere).mode & 0o777]).toEqual([4, 0o644]);
});

it("takes one of the first version over with its rows, and finds those with nothing found in it", () => {
  const { folder, audit } = created();
  for (const row of [GET, { ...GET, outcome: "not-found" as const }]) audit.append(row);
  audit[Symbol.dispose]();
  const db = new DatabaseSync(join(folder, "audit.sqlite"));
  db.exec("DROP INDEX audit_not_found; PRAGMA user_version = 1");
  db.close();
  using again = created(folder).audit;
  expect(again.page({ outcome: "not-found", limit: 10 }).map(({ id }) => id)).toEqual([2]);
  const after = new DatabaseSync(join(folder, "audit.sqlite"));
  expect(after.prepare("SELECT name FROM sqlite_schema WHERE name = 'audit_not_found'").all()).toHaveLength(1);
  after.close();
});

it("refuses one of a newer version, and leaves it as it is", () => {
  const { folder, audit } = created();
  audit[Symbol.dispose]();
  const db = new DatabaseSync(join(folder, "audit.sqlite"));
  db.exec("PRAGMA user_version = 99");
  db.close();
  expect(() => created(folder)).toThrow(expect.objectContaining({ code: "store-newer" }));
});

it("has every row that was acknowledged when its writer is killed", async () => {
  const { folder, audit } = created();
  audit[Symbol.dispose]();
  const entry = fileURLToPath(new URL("./fixtures/audit-forever.ts", import.meta.url));
  const writer = spawn(process.execPath, [entry, folder], { stdio: ["ignore", "pipe", "inherit"] });
  let last = 0;
  for await (const line of createInterface({ input: writer.stdout })) {
    last = Number(line);
    if (last === 50) writer.kill("SIGKILL");
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, "exit");
  using again = created(folder).audit;
  expect(again.newest()).toBeGreaterThanOrEqual(last);
  expect(again.page({ limit: 1_000 }).length).toBe(again.newest());
});
