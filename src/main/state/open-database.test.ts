import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import type { WriterView } from "../../shared/model.ts";
import { tempFolder } from "./fixtures/temp-folder.ts";
import { openDatabase, type StoreOptions } from "./open-database.ts";
import { SCHEMA_STEPS } from "./schema.ts";
import { statePaths } from "./state-folder.ts";
import { openStore } from "./store.ts";

const writer: WriterView = { kind: "person", action: "test" };
const NEWEST = SCHEMA_STEPS.length;
const NEXT_STEPS = [...SCHEMA_STEPS, "ALTER TABLE bookmark ADD COLUMN note TEXT NOT NULL DEFAULT ''"];

function options(folder: string, create = true): StoreOptions {
  return { folder, persist: true, networkFileSystem: false, create };
}

/** A store with one value in it. */
function usedStore(): string {
  const folder = tempFolder();
  using store = openStore(options(folder));
  store.keyvalue("keyvalue", []).set("b", [["k", new TextEncoder().encode("value")]], writer);
  return folder;
}

/** Changes a store's file as somebody with another tool would. */
function tamper(folder: string, sql: string): void {
  const db = new DatabaseSync(join(folder, "state.sqlite"), { defensive: false });
  db.exec(sql);
  db.close();
}

function failure(code: string, message?: RegExp): unknown {
  return expect.objectContaining({
    code,
    ...(message === undefined ? {} : { message: expect.stringMatching(message) as unknown }),
  });
}

describe("opening a store", () => {
  it("makes the folder, for its owner alone, and what belongs in it", () => {
    const folder = join(tempFolder(), "project", ".vitrine");
    openStore(options(folder))[Symbol.dispose]();
    expect(readdirSync(folder).toSorted()).toEqual(["content", "state.sqlite"]);
  });

  it("does not make a store where only a host may", () => {
    const folder = tempFolder();
    expect(() => openStore(options(folder, false))).toThrow(failure("store-damaged", /does not exist/));
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each<[string, RegExp, (folder: string) => void]>([
    [
      "log of writes",
      /log of its writes/,
      (folder) => writeFileSync(join(folder, "state.sqlite-wal"), new Uint8Array(4096)),
    ],
    [
      "contents",
      /contents of its values/,
      (folder) => writeFileSync(join(folder, "content", "a".repeat(64)), "content"),
    ],
  ])("does not take a file that lost its bytes for a new store while its %s are there", (_name, message, leave) => {
    const folder = usedStore();
    truncateSync(join(folder, "state.sqlite"));
    leave(folder);
    const before = readdirSync(folder);
    expect(() => openStore(options(folder))).toThrow(failure("store-damaged", message));
    expect(readdirSync(folder)).toEqual(before);
  });

  it("takes the empty file that a host left which was killed while it made the store", () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "state.sqlite"), "");
    using store = openStore(options(folder));
    expect(store.keyvalue("keyvalue", []).exists("b", "k")).toBe(false);
  });

  it("leads an older store to the newest schema with its values, and keeps a copy of the old one", () => {
    const folder = usedStore();
    {
      using db = openDatabase(statePaths(folder), options(folder), NEXT_STEPS);
      expect(db.prepare("SELECT key, value FROM entry").all()).toEqual([["k", new TextEncoder().encode("value")]]);
      expect(db.prepare("SELECT count(note) FROM bookmark").get()).toEqual([0]);
    }
    expect(() => openStore(options(folder))).toThrow(failure("store-newer"));
    const copy = new DatabaseSync(join(folder, `state.sqlite.v${NEWEST}`), { readOnly: true });
    expect([
      copy.prepare("PRAGMA user_version").get()?.["user_version"],
      copy.prepare("SELECT key FROM entry").get()?.["key"],
    ]).toEqual([NEWEST, "k"]);
    copy.close();
  });

  it("leads a store of the first version through every step", () => {
    const folder = tempFolder();
    {
      using db = openDatabase(statePaths(folder), options(folder), SCHEMA_STEPS.slice(0, 1));
      db.exec(
        "INSERT INTO bucket(backend, name) VALUES('keyvalue', 'b'); INSERT INTO writer VALUES(1, 'person', '', '', 'x')",
      );
      db.exec("INSERT INTO version VALUES(1, 1, 'k', 0, NULL, 0, 1, 0, 1, NULL, x'41')");
    }
    using store = openStore(options(folder));
    const keyvalue = store.keyvalue("keyvalue", []);
    keyvalue.set("b", [["l", new Uint8Array([66])]], writer);
    expect([keyvalue.get("b", "k"), keyvalue.get("b", "l")]).toEqual([new Uint8Array([65]), new Uint8Array([66])]);
  });

  it("keeps the buckets of a store from before there were blobs apart from containers of the same name", () => {
    const folder = tempFolder();
    {
      using db = openDatabase(statePaths(folder), options(folder), SCHEMA_STEPS.slice(0, 2));
      db.exec(
        "INSERT INTO bucket(backend, name) VALUES('files', 'c'); INSERT INTO writer VALUES(1, 'person', '', '', 'x')",
      );
      db.exec("INSERT INTO version VALUES(1, 1, 'k', 0, NULL, 0, 1, 0, 1, NULL, x'41')");
    }
    using store = openStore(options(folder));
    const blobs = store.blobstore("files", []);
    const before = blobs.hasContainer("c");
    blobs.createContainer("c", writer);
    blobs.put("c", "o", blobs.body(), writer);
    const keyvalue = store.keyvalue("files", []);
    expect([before, blobs.names("c"), keyvalue.list("c", 0, 9).keys, keyvalue.get("c", "k")]).toEqual([
      false,
      ["o"],
      ["k"],
      new Uint8Array([65]),
    ]);
    expect(existsSync(join(folder, "state.sqlite.v2"))).toBe(true);
  });

  it("leaves an older store as it was when a step fails", () => {
    const folder = usedStore();
    const steps = [...SCHEMA_STEPS, "ALTER TABLE bookmark ADD COLUMN note TEXT; INSERT INTO nothing VALUES(1)"];
    expect(() => openDatabase(statePaths(folder), options(folder), steps)).toThrow();
    using store = openStore(options(folder));
    expect(store.keyvalue("keyvalue", []).exists("b", "k")).toBe(true);
  });

  it("refuses a store of a newer version, for host and guest, and changes nothing in it", () => {
    const folder = usedStore();
    tamper(folder, "PRAGMA user_version = 99");
    for (const create of [true, false]) {
      expect(() => openStore(options(folder, create))).toThrow(
        failure("store-newer", new RegExp(`store version 99, this one reads up to ${NEWEST}`)),
      );
    }
    tamper(folder, `PRAGMA user_version = ${NEWEST}`);
    using store = openStore(options(folder));
    expect(store.keyvalue("keyvalue", []).exists("b", "k")).toBe(true);
  });

  it.each([
    ["the folder itself", ""],
    ["the database", "state.sqlite"],
    ["its write-ahead log", "state.sqlite-wal"],
    ["the folder of large values", "content"],
  ])("refuses a link in place of %s", (_, name) => {
    const outside = tempFolder();
    const elsewhere = name === "state.sqlite-wal" ? join(outside, "file") : outside;
    if (name === "state.sqlite") writeFileSync(join(outside, "file"), "");
    const parent = tempFolder();
    const folder = join(parent, "state");
    if (name !== "") mkdirSync(folder);
    symlinkSync(elsewhere, join(folder, name).replace(/\/$/, ""));
    expect(() => openStore(options(folder))).toThrow(failure("store-damaged", /is a link/));
    expect(readdirSync(outside).filter((each) => each !== "file")).toEqual([]);
  });

  it("follows no link in place of a large value", () => {
    const folder = tempFolder();
    const secret = join(tempFolder(), "secret");
    writeFileSync(secret, "s".repeat(200_000));
    using store = openStore(options(folder));
    const keyvalue = store.keyvalue("keyvalue", []);
    keyvalue.set("b", [["k", new Uint8Array(200_000)]], writer);
    const [digest = ""] = readdirSync(join(folder, "content"));
    rmSync(join(folder, "content", digest));
    symlinkSync(secret, join(folder, "content", digest));
    expect(() => keyvalue.get("b", "k")).toThrow(/is a link/);
  });

  it("does not read outside the folder for a digest that is a path", () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "secret"), "s".repeat(200_000));
    using store = openStore(options(folder));
    const keyvalue = store.keyvalue("keyvalue", []);
    keyvalue.set("b", [["k", new Uint8Array(200_000)]], writer);
    tamper(folder, "UPDATE version SET content = '../secret'");
    expect(() => keyvalue.get("b", "k")).toThrow(/not a digest/);
  });

  it.each([
    ["a trigger", "CREATE TRIGGER spy AFTER INSERT ON version BEGIN DELETE FROM entry; END"],
    ["a changed trigger", "DROP TRIGGER version_becomes_current"],
    ["a view in place of a table", "DROP TABLE entry; CREATE VIEW entry AS SELECT 1"],
  ])("refuses a store to which somebody added %s", (_, sql) => {
    const folder = usedStore();
    tamper(folder, sql);
    expect(() => openStore(options(folder))).toThrow(failure("store-damaged", /its tables are not those of a store/));
  });

  it("refuses a database of another program, and leaves it as it is", () => {
    const folder = tempFolder();
    tamper(folder, "CREATE TABLE precious(a); INSERT INTO precious VALUES(1)");
    expect(() => openStore(options(folder))).toThrow(failure("store-damaged", /another program/));
    tamper(folder, "UPDATE precious SET a = 2");
  });

  it.each([
    ["text", (file: string) => writeFileSync(file, "no database at all. ".repeat(500))],
    ["cut short", (file: string) => truncateSync(file, 3 * 2048)],
    ["overwritten in the middle", (file: string) => writeFileSync(file, "x".repeat(4096), { flag: "r+" })],
  ])("names a damaged file and what to do: %s", (_, damage) => {
    const folder = usedStore();
    const file = join(folder, "state.sqlite");
    damage(file);
    expect(() => openStore(options(folder))).toThrow(
      failure("store-damaged", /state\.sqlite is damaged: .+ Move it away/),
    );
  });

  it("says which folder cannot be written, to a process that is not root", () => {
    const folder = usedStore();
    rmSync(join(folder, "content"), { recursive: true });
    chmodSync(folder, 0o555);
    const entry = fileURLToPath(new URL("./fixtures/open-as-nobody.ts", import.meta.url));
    // Root may write anywhere; the process gives up that right where it has it.
    const uid = process.getuid?.() === 0 ? ["65534"] : [];
    expect(JSON.parse(execFileSync(process.execPath, [entry, folder, ...uid], { encoding: "utf8" }))).toEqual([
      "store-not-writable",
      "store-not-writable",
    ]);
    chmodSync(folder, 0o755);
    expect(existsSync(join(folder, "content"))).toBe(false);
  });

  it("says so when a file stands where the folder should be", () => {
    const file = join(tempFolder(), "file");
    writeFileSync(file, "");
    expect(() => openStore(options(file))).toThrow(failure("store-damaged", /not a folder/));
    expect(() => openStore(options(join(file, "below")))).toThrow(failure("store-not-writable"));
  });
});
