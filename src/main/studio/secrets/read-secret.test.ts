import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import type { SecretManifest } from "../project/manifest.ts";
import { mayBeCommitted } from "./git-ignored.ts";
import { MAX_SECRET_BYTES, readSecret } from "./read-secret.ts";

function folder(): string {
  const made = realpathSync(mkdtempSync(join(tmpdir(), "vitrine-secrets-")));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A file of the project that its owner alone may read, unless told otherwise. */
function file(root: string, name: string, content: string | Uint8Array, mode = 0o600): string {
  const path = join(root, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

function read(
  root: string,
  secret: { readonly fromEnv?: string; readonly file?: string; readonly key?: string; readonly as?: string },
  env = {},
) {
  const manifest = { name: "s", as: "string", ...secret } as SecretManifest;
  return readSecret(manifest, { root, env, platform: process.platform });
}

const bytes = (text: string) => new TextEncoder().encode(text);

it("takes the value of a variable as it is, an empty one too", async () => {
  const env = { FULL: "väl\nue ", EMPTY: "" };
  expect(await read("/", { fromEnv: "FULL" }, env)).toEqual({ state: "found", bytes: bytes("väl\nue ") });
  expect(await read("/", { fromEnv: "EMPTY" }, env)).toEqual({ state: "found", bytes: bytes("") });
});

it("names the variable that is not set", async () => {
  expect(await read("/", { fromEnv: "API_PASSWORD" })).toEqual({
    state: "missing",
    why: expect.stringContaining("environment variable API_PASSWORD is not set") as string,
  });
});

it("takes a whole file, and says of a text that its last line break is part of it", async () => {
  const root = folder();
  const binary = Uint8Array.of(0, 255, 10);
  expect(await read(root, { file: file(root, "a", "value") })).toEqual({ state: "found", bytes: bytes("value") });
  expect(await read(root, { file: file(root, "b", binary), as: "bytes" })).toEqual({ state: "found", bytes: binary });
  expect(await read(root, { file: file(root, "c", "value\n") })).toEqual({
    state: "found",
    bytes: bytes("value\n"),
    warning: expect.stringContaining("ends in a line break") as string,
  });
});

it("takes one line of a file of such lines", async () => {
  const root = folder();
  const path = file(root, "dev.env", "# comment\nexport A=1\nB=\"two words\"\nC='x=y'\n");
  expect(await read(root, { file: path, key: "B" })).toEqual({ state: "found", bytes: bytes("two words") });
  expect(await read(root, { file: path, key: "C" })).toEqual({ state: "found", bytes: bytes("x=y") });
  for (const key of ["D", "toString"]) {
    expect(await read(root, { file: path, key })).toEqual({
      state: "missing",
      why: expect.stringContaining(`has no line ${key}=`) as string,
    });
  }
  const binary = file(root, "binary.env", Uint8Array.of(255, 254));
  expect(await read(root, { file: binary, key: "A" })).toMatchObject({ state: "unreadable" });
});

it("says of a file that is not there, or is no file, what to do", async () => {
  const root = folder();
  mkdirSync(join(root, "folder"), { mode: 0o700 });
  expect(await read(root, { file: join(root, "none") })).toMatchObject({ state: "missing" });
  expect(await read(root, { file: join(root, "folder") })).toMatchObject({
    state: "refused",
    why: expect.stringContaining("is no file") as string,
  });
});

it.skipIf(process.platform === "win32")("does not wait for a pipe that nobody writes to", async () => {
  const root = folder();
  const path = join(root, "pipe");
  execFileSync("/usr/bin/env", ["mkfifo", "-m", "600", path]);
  expect(await read(root, { file: path })).toMatchObject({ state: "refused" });
});

it.skipIf(process.platform === "win32").each([
  [0o644, "group and others read"],
  [0o640, "the group reads"],
  [0o604, "others read"],
  [0o620, "the group writes"],
])("does not use a file of mode %o (%s), and says how to mend it", async (mode) => {
  const root = folder();
  const path = file(root, "it's here", "value", mode);
  expect(await read(root, { file: path })).toEqual({
    state: "refused",
    why: expect.stringContaining(String.raw`Run: chmod 600 '${root}/it'\''s here'`) as string,
  });
});

it("asks no mode of a file where files have none", async () => {
  const root = folder();
  const path = file(root, "open", "value", 0o644);
  const found = await readSecret({ name: "s", as: "string", file: path }, { root, env: {}, platform: "win32" });
  expect(found).toEqual({ state: "found", bytes: bytes("value") });
});

it("does not follow a link out of the project that was turned since", async () => {
  const root = folder();
  const outside = file(folder(), "secret", "value");
  symlinkSync(outside, join(root, "link"));
  symlinkSync(file(root, "inside", "value"), join(root, "good"));
  expect(await read(root, { file: join(root, "link") })).toMatchObject({
    state: "refused",
    why: expect.stringContaining("leads outside of the project") as string,
  });
  expect(await read(root, { file: join(root, "good") })).toMatchObject({ state: "found" });
});

it("takes a value of 64 KiB, and none that is larger", async () => {
  const root = folder();
  const fits = "x".repeat(MAX_SECRET_BYTES);
  expect(await read(root, { file: file(root, "fits", fits) })).toMatchObject({ state: "found" });
  for (const secret of [{ file: file(root, "more", `${fits}x`) }, { fromEnv: "MORE" }]) {
    expect(await read(root, secret, { MORE: `${fits}x` })).toMatchObject({
      state: "unreadable",
      why: expect.stringContaining("larger than 64 KiB") as string,
    });
  }
});

it("tells a file that may be committed from one that git ignores, or that is in no repository", async () => {
  const root = folder();
  const path = file(root, "secret.env", "A=1");
  const git = (...args: string[]) => execFileSync("git", ["-C", root, ...args], { stdio: "ignore" });
  expect(await mayBeCommitted(path)).toBe(false);
  git("init");
  expect(await mayBeCommitted(path)).toBe(true);
  writeFileSync(join(root, ".gitignore"), "*.env\n");
  expect(await mayBeCommitted(path)).toBe(false);
  // What is committed already stays so, whatever is ignored.
  git("add", "--force", "secret.env");
  expect(await mayBeCommitted(path)).toBe(true);
});
