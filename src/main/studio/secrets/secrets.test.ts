import { chmod, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { guest } from "../../../../test/guests/guests.ts";
import type { AuditQuery, AuditView } from "../../../shared/model.ts";
import { cat, echo } from "../fixtures/guests.ts";
import { messenger } from "../messaging/fixtures/guests.ts";
import { openTestStudio, type TestProject, testProject, type TestStudio } from "../test-studio.ts";
import { vault } from "./fixtures/vault.ts";

/** Long enough to be looked for, and with everything that is encoded in some form. */
const PASSWORD = 'käse "42" /+?&=';
const TOKEN = "0123456789abcdef-token";
const VARIABLE = "VITRINE_TEST_SECRET";
const BINARY = Uint8Array.of(0, 255, 254, 1, 2, 3, 200, 201);

let project: TestProject;
let studio: TestStudio;
beforeAll(async () => {
  process.env[VARIABLE] = PASSWORD;
  project = await testProject({
    components: {
      vault: await vault(),
      other: await vault(),
      kv: await guest("kv"),
      echo: await echo(),
      messenger: await messenger(),
      cat: await cat(),
    },
    settings: {
      vault: { secrets: ["password", "token", "binary", "short", "gone", "open", "large"] },
      other: { secrets: ["password"] },
    },
    manifest: {
      triggers: { http: [{ listen: "127.0.0.1:0", routes: [{ path: "/", component: "echo" }] }] },
      record: { redact: ["header:X-Key"], maxBodyKiB: 1 },
      secrets: {
        password: { fromEnv: VARIABLE },
        token: { file: "local.env", key: "TOKEN" },
        binary: { file: "key.bin", as: "bytes" },
        short: { file: "short" },
        gone: { fromEnv: "VITRINE_TEST_NOT_SET" },
        open: { file: "open" },
        large: { file: "large" },
      },
    },
  });
  const put = async (name: string, content: string | Uint8Array, mode = 0o600) => {
    await writeFile(join(project.folder, name), content);
    await chmod(join(project.folder, name), mode);
  };
  await put("local.env", `OTHER=1\nTOKEN=${TOKEN}\n`);
  await put("key.bin", BINARY);
  await put("short", "pin12");
  await put("open", "readable-by-all", 0o644);
  await put("large", "x".repeat(65 * 1024));
  studio = await openTestStudio(project);
  for (const name of ["vault", "other", "kv", "echo", "messenger", "cat"]) await studio.ready(name);
});
afterAll(async () => {
  await studio[Symbol.asyncDispose]();
  delete process.env[VARIABLE];
});

const call = (component: string, target: string, ...args: unknown[]) => studio.api.invoke({ component, target, args });
const audit = (query: Partial<AuditQuery> = {}) => studio.api.audit({ limit: 100, ...query });
const base64 = (value: string | Uint8Array) => Buffer.from(value as string).toString("base64");

/** Rows of an invocation, oldest first, without what differs from run to run. */
async function rowsOf(invocation: number): Promise<readonly Partial<AuditView>[]> {
  return (await audit({ invocation })).toReversed().map(({ id: _, at: _at, build: _build, invocation: _i, ...row }) => row);
}

describe("a component", () => {
  it.each([
    ["password", true, PASSWORD],
    ["token", true, TOKEN],
    ["binary", false, BINARY],
    ["short", true, "pin12"],
  ])("gets and reveals %s; the audit has both, the record no value", async (key, isText, value) => {
    const revealed = await call("vault", "reveal", key);
    expect(revealed).toMatchObject({ outcome: "ok", value: { base64: base64(value) } });
    expect(await call("vault", "is-text", key)).toMatchObject({ value: isText });
    const rows = await rowsOf(revealed.invocation);
    expect(rows.slice(0, 2)).toMatchObject([
      { kind: "get", component: "vault", key, outcome: "found" },
      { kind: "reveal", component: "vault", key, outcome: "found" },
    ]);
    const [get, reveal] = await studio.hostCalls(revealed.invocation);
    expect(rows.map(({ span }) => span).slice(0, 2)).toEqual([get?.seq, reveal?.seq]);
    expect(get?.result).toMatchObject({ t: "resource", type: "secret", label: key });
    expect(reveal?.result).toEqual({
      t: "variant",
      tag: isText ? "string" : "bytes",
      value: { t: "string", v: `«secret ${key}»`, total: expect.any(Number) as number, cut: false },
    });
  });
});
