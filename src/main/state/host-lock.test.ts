import { spawn } from "node:child_process";
import { once } from "node:events";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { tempFolder } from "./fixtures/temp-folder.ts";
import { acquireHostLock } from "./host-lock.ts";

const self = { pid: process.pid, started: 1 };

async function otherHost(folder: string) {
  const entry = fileURLToPath(new URL("./fixtures/hold-lock.ts", import.meta.url));
  const child = spawn(process.execPath, [entry, folder], { stdio: ["pipe", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

describe("host lock", () => {
  it("names the living host that holds it, and is free as soon as that host is killed", async () => {
    const folder = tempFolder();
    const child = await otherHost(folder);
    try {
      expect(() => acquireHostLock(folder, self)).toThrow(
        expect.objectContaining({
          code: "store-locked",
          message: `This project is open in the Vitrine with process id ${child.pid}, started 2023-11-14T22:13:20.000Z, at http://127.0.0.1:4321. Use that one, or end it first.`,
          details: expect.objectContaining({ pid: child.pid, url: "http://127.0.0.1:4321" }) as unknown,
        }),
      );
    } finally {
      const exit = once(child, "exit");
      child.kill("SIGKILL");
      await exit;
    }
    acquireHostLock(folder, self)[Symbol.dispose]();
  });

  it("can be taken once in a process, and again after it was let go", () => {
    const folder = tempFolder();
    const first = acquireHostLock(folder, self);
    expect(() => acquireHostLock(folder, self)).toThrow(expect.objectContaining({ code: "store-locked" }));
    first[Symbol.dispose]();
    first[Symbol.dispose]();
    using second = acquireHostLock(folder, self);
    expect(() => acquireHostLock(folder, self)).toThrow(expect.objectContaining({ code: "store-locked" }));
    second.announce("http://127.0.0.1:1");
  });

  it("says so when the holder cannot be read", () => {
    const folder = tempFolder();
    using _held = acquireHostLock(folder, self);
    writeFileSync(join(folder, "lock.json"), '{"pid": 1, "started": 1e300}');
    expect(() => acquireHostLock(folder, self)).toThrow("This project is open in another Vitrine.");
  });

  it("says that a path is too long for a store", () => {
    const folder = join(tempFolder(), ...Array.from({ length: 60 }, () => "123456789"));
    expect(() => acquireHostLock(folder, self)).toThrow(/500 bytes at most\. Move the project/);
  });

  it("refuses a file that is no lock, and links", () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "lock.sqlite"), "this is not a database, as anyone can see. ".repeat(50));
    expect(() => acquireHostLock(folder, self)).toThrow(expect.objectContaining({ code: "store-damaged" }));
    expect(() => acquireHostLock(folder, self)).toThrow(/lock\.sqlite is not a database\. .* remove it/);
    const linked = tempFolder();
    symlinkSync(join(folder, "elsewhere"), join(linked, "lock.json"));
    expect(() => acquireHostLock(linked, self)).toThrow(expect.objectContaining({ code: "store-damaged" }));
  });
});
