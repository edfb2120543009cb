import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import type { BackendManifest } from "../project/manifest.ts";
import { readSeed } from "./read-seed.ts";

const MIB = 1024 * 1024;

function project(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "vitrine-seed-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

const backend = (buckets: BackendManifest["buckets"] = []): BackendManifest => ({
  name: "cache",
  kind: "keyvalue",
  persist: true,
  buckets,
  onlyListed: false,
  keep: 1,
});

const read = (root: string, path = "seeds/cache.json", buckets: BackendManifest["buckets"] = []) =>
  readSeed(root, backend(buckets), join(root, path));

/** Buckets and keys, with values as Latin-1 text. */
async function contents(...args: Parameters<typeof read>) {
  const { buckets } = await read(...args);
  return Object.fromEntries(
    buckets.map(({ name, entries }) => [
      name,
      Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(value).toString("latin1")])),
    ]),
  );
}

/** Reads a seed of this text. */
const reading = (text: string | Uint8Array, more = {}) => read(project({ "seeds/cache.json": text, ...more }));

describe("a seed file", () => {
  it("gives values as text, base64, JSON that keeps its numbers, and files beside it", async () => {
    const root = project({
      "seeds/cache.json": `{
        // Comments and a last comma are fine.
        "$schema": "https://example.invalid/seed.json",
        "default": {
          "text": "grün", "": "", "__proto__": "p",
          "bytes": { "base64": "AP8=" }, "unpadded": { "base64": "AP8" }, "no bytes": { "base64": "" },
          "json": { "json": { "big": 12345678901234567890, "e": 1.50, "list": [true, null, "\\u00fc"] } },
          "number": { "json": 7 },
          "file": { "file": "more/logo.bin" },
        },
        "empty": {},
      }`,
      "seeds/more/logo.bin": Uint8Array.of(0, 1, 254),
    });
    expect(await contents(root)).toEqual({
      default: Object.fromEntries([
        ["text", "grÃ¼n"],
        ["", ""],
        ["__proto__", "p"],
        ["bytes", "\0ÿ"],
        ["unpadded", "\0ÿ"],
        ["no bytes", ""],
        ["json", '{"big":12345678901234567890,"e":1.50,"list":[true,null,"Ã¼"]}'],
        ["number", "7"],
        ["file", "\0\u0001þ"],
      ]),
      empty: {},
    });
  });

  it("fills the bucket that a component gets for a name", async () => {
    const root = project({ "seeds/cache.json": '{ "default": { "a": "1" }, "shop": { "b": "2" } }' });
    expect(await contents(root, "seeds/cache.json", [["default", "shop"]])).toEqual({ shop: { a: "1", b: "2" } });
  });

  it("has a digest of what it says, not of how", async () => {
    const digest = async (text: string, file = "1") => (await reading(text, { "seeds/f": file })).digest;
    const one = await digest('{ "b": { "k": "1", "l": "2" }, "c": {} }');
    expect(await digest('{ "c": {}, "b": { "l": { "base64": "Mg==" }, "k": { "file": "f" } } }')).toBe(one);
    expect(await digest('{ "c": {}, "b": { "l": "2", "k": { "file": "f" } } }', "changed")).not.toBe(one);
    expect(await digest('{ "b": { "k": "1", "l": "2" } }')).not.toBe(one);
  });
});

describe("what is wrong with a seed is told with its place and what to do", () => {
  it.each([
    ["no object", "[1]", "seeds/cache.json:1:1", /is not an object\. A seed file is an object: \{ "bucket"/],
    ["no JSON", '{\n  "b": { "k": "v", }\n  "c": {}\n}', "seeds/cache.json:3:3", /a comma is expected/],
    ["nothing", "", "seeds/cache.json:1:1", /is empty/],
    ["not UTF-8", Uint8Array.of(0x7b, 0xff), "seeds/cache.json", /Save it as UTF-8/],
    ["a bucket that is none", '{\n  "b": "v" }', "seeds/cache.json:2:8", /b must be an object.+but is "v".+\{ "key"/],
    [
      "a number",
      '{ "b": { "k": 7 } }',
      "seeds/cache.json:1:15",
      /b\.k must be a text .+but is 7\. Write "7", or \{ "json": 7 \}/,
    ],
    ["a list", '{ "b": { "k": [1] } }', "seeds/cache.json:1:15", /a list\. Write \{ "json"/],
    ["an empty object", '{ "b": { "k": {} } }', "seeds/cache.json:1:15", /says no value\. Write a text, \{ "base64"/],
    ["a misspelled form", '{ "b": { "k": { "bas64": "" } } }', "seeds/cache.json:1:15", /Did you mean "base64"\?/],
    ["an unknown form", '{ "b": { "k": { "name": 1 } } }', "seeds/cache.json:1:15", /"name", which .+Write a text/],
    ["two forms", '{ "b": { "k": { "json": 1, "file": "f" } } }', "seeds/cache.json:1:15", /"json" and "file"/],
    ["bad base64", '{ "b": { "k": { "base64": "AP8*" } } }', "seeds/cache.json:1:15", /"AP8\*" is not\. It takes/],
    ["cut base64", '{ "b": { "k": { "base64": "AAAAA" } } }', "seeds/cache.json:1:15", /must be base64/],
    [
      "no path",
      '{ "b": { "k": { "file": 1 } } }',
      "seeds/cache.json:1:15",
      /the path of a file as its "file", but has 1/,
    ],
    [
      "a missing file",
      '{ "b": { "k": { "file": "f" } } }',
      "seeds/cache.json:1:15",
      /"f", which does not exist\. Make it/,
    ],
    ["a folder", '{ "b": { "k": { "file": "." } } }', "seeds/cache.json:1:15", /is not a file/],
    ["a way out", '{ "b": { "k": { "file": "../../x" } } }', "seeds/cache.json:1:15", /leads outside of the project/],
    ["a place elsewhere", '{ "b": { "k": { "file": "/etc/hosts" } } }', "seeds/cache.json:1:15", /leads outside/],
    ["a key twice", '{ "b": { "k": "1",\n "k": "2" } }', "seeds/cache.json:2:2", /b\.k stands there twice/],
    ["half a character", '{ "b": { "k": "\\ud800" } }', "seeds/cache.json:1:15", /half of a character/],
    ["half a character in a key", '{ "b": { "\\udfff": "" } }', "seeds/cache.json:1:20", /half of a character/],
  ])("%s", async (_, text, location, message) => {
    await expect(reading(text)).rejects.toMatchObject({
      name: "SeedError",
      location,
      message: expect.stringMatching(message) as string,
    });
  });

  it("names every fault at once", async () => {
    await expect(reading('{ "b": { "k": 1, "l": { "jsn": 1 } },\n "c": 1 }')).rejects.toThrow(
      /^cache\.json:1:15: b\.k .*\ncache\.json:1:23: b\.l .*\ncache\.json:2:7: c .*$/,
    );
  });

  it("a key that two names of a bucket both give", async () => {
    const root = project({ "seeds/cache.json": '{ "default": { "a": "1" }, "shop": { "a": "2" } }' });
    await expect(read(root, "seeds/cache.json", [["default", "shop"]])).rejects.toMatchObject({
      location: "seeds/cache.json:1:43",
      message: expect.stringContaining("shop has two names here") as string,
    });
  });

  it("a seed that does not exist, is a folder, or cannot be read", async () => {
    const root = project({ "seeds/closed.json": "{}" });
    await expect(read(root, "seeds/none.json")).rejects.toMatchObject({
      message: "seeds/none.json does not exist. Make it, or correct the path.",
      location: "seeds/none.json",
    });
    await expect(read(root, "seeds")).rejects.toThrow("seeds is not a file");
    chmodSync(join(root, "seeds", "closed.json"), 0);
    // Root reads everything.
    if (process.getuid?.() === 0) expect(await contents(root, "seeds/closed.json")).toEqual({});
    else await expect(read(root, "seeds/closed.json")).rejects.toThrow(/cannot be read \(EACCES\)/);
  });

  it("links that lead out of the project, and pipes, which nobody waits for", async () => {
    const outside = project({ "secret.json": '{ "b": {} }' });
    const root = project({ "seeds/cache.json": '{ "b": { "k": { "file": "link" }, "l": { "file": "pipe" } } }' });
    symlinkSync(join(outside, "secret.json"), join(root, "seeds", "link"));
    execFileSync("/bin/sh", ["-c", `mkfifo "$0"`, join(root, "seeds", "pipe")]);
    await expect(read(root)).rejects.toThrow(
      /b\.k names "link", which leads outside.*\n.*b\.l names "pipe", which is not a file/,
    );
    await expect(read(root, "seeds/link")).rejects.toMatchObject({
      name: "SeedError",
      message: expect.stringContaining("leads outside of the project") as string,
    });
  });

  it("too much in the file, in one value, or in all", async () => {
    await expect(reading(`{}${" ".repeat(4 * MIB)}`)).rejects.toThrow(
      /has 4\.0 MiB; 4 MiB are the most\. .*files of their own/,
    );
    const large = { "seeds/large": new Uint8Array(33 * MIB) };
    await expect(reading('{ "b": { "k": { "file": "large" } } }', large)).rejects.toThrow(
      /b\.k names "large", which has 33 MiB; 32 MiB are the most/,
    );
    const keys = Array.from({ length: 5 }, (_, at) => `"${at}": { "file": "part" }`).join();
    await expect(reading(`{ "b": { ${keys} } }`, { "seeds/part": new Uint8Array(30 * MIB) })).rejects.toThrow(
      /b\["?4"?\]|b\.4 is too much: all values together may have 128 MiB/,
    );
  });
});
