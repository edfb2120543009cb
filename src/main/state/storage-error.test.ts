import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { expect, it } from "vitest";

import { tempFolder } from "./fixtures/temp-folder.ts";
import { asStorageError, StorageError } from "./storage-error.ts";

function thrownBy(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error("it did not throw");
}

it("says in words what the environment did, and keeps the cause", () => {
  const file = join(tempFolder(), "db");
  const [one, two] = [new DatabaseSync(file), new DatabaseSync(file)];
  one.exec("CREATE TABLE t(a); PRAGMA max_page_count = 4");
  const full = thrownBy(() => one.exec("INSERT INTO t VALUES(zeroblob(100000))"));
  one.exec("BEGIN IMMEDIATE");
  const busy = thrownBy(() => two.exec("BEGIN IMMEDIATE"));
  const missing = thrownBy(() => readFileSync(join(file, "none")));
  one.close();
  two.close();
  const explained = [full, busy, missing].map(asStorageError);
  expect(explained.map((error) => [error.message, error instanceof StorageError])).toEqual([
    ["the disk is full", true],
    ["the store was locked by others for too long", true],
    ["the store's files cannot be used (ENOTDIR)", true],
  ]);
  expect(explained.map((error) => error.cause)).toEqual([full, busy, missing]);
});

it("leaves faults of the program as they are", () => {
  const fault = new TypeError("a fault");
  expect(asStorageError(fault)).toBe(fault);
});
