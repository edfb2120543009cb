import { afterAll, beforeAll, expect, it } from "vitest";

import { base64, PASSWORD, VARIABLE, VaultStudio } from "../studio/secrets/fixtures/vault-studio.ts";
import { vitrine } from "./fixtures/run-vitrine.ts";

/** Hosted here: commands attach, which is quicker than a studio for each. */
let opened: VaultStudio;
let invocation: number;
beforeAll(async () => {
  opened = await VaultStudio.open();
  ({ invocation } = await opened.call("vault", "log-value", "password"));
});
afterAll(() => opened[Symbol.asyncDispose]());

const audit = (...words: string[]) => vitrine(["state", opened.project.folder, "audit", ...words]);

it("lists who got which secret and where it left, oldest first, and no value", async () => {
  const { code, stdout, stderr } = await audit();
  expect(code).toBe(0);
  expect(stderr).toMatch(/^The secret short is not tracked: with fewer than 6 bytes .*\n$/);
  expect(stdout.trim().split("\n")).toEqual([
    expect.stringMatching(
      new RegExp(`Z get +password \\(env ${VARIABLE}\\) found by vault, invocation ${invocation}, span \\d+$`),
    ),
    expect.stringMatching(
      new RegExp(`Z reveal +password \\(env ${VARIABLE}\\) found by vault, invocation ${invocation}, span \\d+$`),
    ),
    expect.stringMatching(
      /Z leak +password .* through log as plain in wasi:logging\/logging@0\.1\.0-draft#log by vault/,
    ),
  ]);
  for (const value of [PASSWORD, base64(PASSWORD)]) expect(stdout).not.toContain(value);
});

it("prints rows as JSON, the newest ones where they are limited", async () => {
  const rows = await opened.audit();
  expect(JSON.parse((await audit("--json")).stdout)).toEqual(rows.toReversed());
  expect(JSON.parse((await audit("--json", "--limit", "1")).stdout)).toEqual(rows.slice(0, 1));
});

it("knows no way to delete anything", async () => {
  expect(await audit("clear")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("nothing of it deleted") as string,
  });
});
