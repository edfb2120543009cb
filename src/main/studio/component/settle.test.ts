import { writeFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { digestOf, readSettled } from "./settle.ts";

const never = new AbortController().signal;
let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "vitrine-settle-"));
  file = join(folder, "guest.wasm");
});
afterEach(() => rm(folder, { recursive: true }));

describe("reading a file that may still be written", () => {
  it("tells of what is there first, and gives what is there when it has settled", async () => {
    await writeFile(file, "half");
    const early: string[] = [];
    const artefact = await readSettled(file, never, ({ bytes, digest }) => {
      early.push(Buffer.from(bytes).toString(), digest);
      // As large as before, so that its size says nothing.
      writeFileSync(file, "full");
    });
    expect(early).toEqual(["half", digestOf(Buffer.from("half"))]);
    expect(artefact).toEqual({
      bytes: new Uint8Array(Buffer.from("full")),
      digest: digestOf(Buffer.from("full")),
    });
  });

  it("tells of nothing where there is no file", async () => {
    const early: unknown[] = [];
    expect(await readSettled(file, never, (artefact) => early.push(artefact))).toBeUndefined();
    expect(early).toEqual([]);
  });
});
