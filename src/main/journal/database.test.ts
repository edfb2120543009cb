import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { StudioError } from "../../shared/errors.ts";
import { openDatabase } from "./database.ts";
import { MIGRATIONS } from "./schema.ts";
import { TempFolder, TestJournal } from "./testing/open-journal.ts";

const LOCAL = { networkFileSystem: false };

function fileIn(folder: TempFolder): string {
  return join(folder.path, "journal.sqlite");
}

async function withOneInvocation(folder: TempFolder): Promise<string> {
  await using it = await TestJournal.open(folder.path);
  it.finished({ title: "kept" });
  return fileIn(folder);
}

function refusal(act: () => unknown): StudioError {
  try {
    act();
  } catch (error) {
    if (error instanceof StudioError) return error;
    throw error;
  }
  throw new Error("It was not refused.");
}

describe("a journal that cannot be trusted", () => {
  const damages: readonly (readonly [string, (file: string) => void, RegExp])[] = [
    ["is no database", (file) => writeFileSync(file, "x".repeat(5000)), /file is not a database/],
    [
      "has broken pages",
      (file) => {
        const bytes = readFileSync(file);
        bytes.fill(0x5a, 4096 * 2);
        writeFileSync(file, bytes);
      },
      /cannot be used/,
    ],
    [
      "belongs to another program",
      (file) => {
        writeFileSync(file, "");
        const db = new DatabaseSync(file);
        db.exec("CREATE TABLE theirs (x)");
        db.close();
      },
      /another program/,
    ],
    [
      "has a trigger somebody planted",
      (file) => {
        const db = new DatabaseSync(file);
        db.exec("CREATE TRIGGER t AFTER INSERT ON invocation BEGIN DELETE FROM call; END");
        db.close();
      },
      /tables are not ours/,
    ],
    [
      "is a link to somewhere else",
      (file) => {
        renameSync(file, `${file}.elsewhere`);
        symlinkSync(`${file}.elsewhere`, file);
      },
      /symbolic link/,
    ],
  ];

  test.each(damages)("is refused when it %s, and moved aside when that is allowed", async (_, damage, message) => {
    using folder = new TempFolder();
    const file = await withOneInvocation(folder);
    damage(file);
    const error = await TestJournal.open(folder.path).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: "store-damaged" });
    expect((error as StudioError).message).toMatch(message);
    const damaged = readFileSync(file);
    await using it = await TestJournal.open(folder.path, { damaged: "set-aside" });
    it.finished({ title: "new" });
    expect((await it.journal.invocations({ limit: 5 })).map((found) => found.title)).toEqual(["new"]);
    const { setAside } = it.journal.opened;
    expect(setAside).toMatch(/journal\.damaged-\d{4}-.*\.sqlite$/);
    expect(readFileSync(setAside ?? "").equals(damaged)).toBe(true);
  });

  test("a folder that is a link is refused", () => {
    using folder = new TempFolder();
    mkdirSync(join(folder.path, "real"));
    symlinkSync(join(folder.path, "real"), join(folder.path, "link"));
    expect(refusal(() => openDatabase(join(folder.path, "link", "journal.sqlite"), LOCAL)).code).toBe("store-damaged");
  });

  test("a folder that may not be written is said to be so", () => {
    using folder = new TempFolder();
    const script = fileURLToPath(new URL("./testing/open-as-nobody.ts", import.meta.url));
    const locked = join(folder.path, "locked");
    mkdirSync(locked);
    chmodSync(folder.path, 0o755);
    chmodSync(locked, 0o555);
    const child = spawnSync(process.execPath, [script, locked], { encoding: "utf8" });
    expect(JSON.parse(child.stdout)).toEqual({ code: "store-not-writable", entries: [] });
  });
});

describe("the format", () => {
  test("of a newer Vitrine is refused, and the file is left as it is", async () => {
    using folder = new TempFolder();
    const file = await withOneInvocation(folder);
    openDatabase(file, { ...LOCAL, migrations: [...MIGRATIONS, "CREATE TABLE later (x INTEGER) STRICT"] }).close();
    const before = readFileSync(file);
    const error = refusal(() => openDatabase(file, LOCAL));
    expect([error.code, error.details["version"], error.details["supported"]]).toEqual([
      "store-newer",
      MIGRATIONS.length + 1,
      MIGRATIONS.length,
    ]);
    expect(readFileSync(file).equals(before)).toBe(true);
    await expect(TestJournal.open(folder.path, { damaged: "set-aside" })).rejects.toMatchObject({
      code: "store-newer",
    });
  });

  test("of an older one is brought up to date, and a copy is kept", async () => {
    using folder = new TempFolder();
    const file = await withOneInvocation(folder);
    const step = "ALTER TABLE invocation ADD COLUMN note TEXT NOT NULL DEFAULT 'none'";
    const db = openDatabase(file, { ...LOCAL, migrations: [...MIGRATIONS, step] });
    expect(
      db
        .prepare("SELECT title, note FROM invocation")
        .all()
        .map((row) => ({ ...row })),
    ).toEqual([{ title: "kept", note: "none" }]);
    db.close();
    const copy = new DatabaseSync(join(folder.path, `journal.v${MIGRATIONS.length}.sqlite`), { readOnly: true });
    expect(
      copy
        .prepare("SELECT title FROM invocation")
        .all()
        .map((row) => row["title"]),
    ).toEqual(["kept"]);
    copy.close();
  });

  test("is left alone when a step to the next one fails", async () => {
    using folder = new TempFolder();
    const file = await withOneInvocation(folder);
    const steps = [...MIGRATIONS, "CREATE TABLE half (x); SELECT no_such_function()"];
    expect(() => openDatabase(file, { ...LOCAL, migrations: steps })).toThrow(/no_such_function/);
    await using it = await TestJournal.open(folder.path);
    expect((await it.journal.invocations({ limit: 5 })).length).toBe(1);
  });

  test("keeps no shared memory beside the file on a network file system", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path, { networkFileSystem: true });
    it.finished({ title: "kept" });
    await it.journal.flush();
    expect(readdirSync(folder.path)).toEqual(["journal.sqlite"]);
  });
});
