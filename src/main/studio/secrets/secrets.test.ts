import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { AuditView } from "../../../shared/model.ts";
import { openTestStudio, testProject, type TestStudio } from "../test-studio.ts";
import { vault } from "./fixtures/vault.ts";
import { base64, BINARY, PASSWORD, TOKEN, VARIABLE, VaultStudio } from "./fixtures/vault-studio.ts";

let opened: VaultStudio;
let studio: TestStudio;
beforeAll(async () => {
  opened = await VaultStudio.open();
  studio = opened.studio;
});
afterAll(() => opened[Symbol.asyncDispose]());

const call = (component: string, target: string, ...args: unknown[]) => opened.call(component, target, ...args);
const rowsOf = (invocation: number) => opened.rowsOf(invocation);

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
      value: { t: "string", v: `«secret ${key}»`, total: `«secret ${key}»`.length + 2, cut: false },
    });
  });

  it.each([
    ["vault", "nope", "not-found", /^component:vault:build:secret:nope$/, /Declare it under "secrets"/],
    [
      "other",
      "token",
      "not-found",
      /^component:other:build:secret:token$/,
      /Add "token" to components\.other\.secrets/,
    ],
    ["vault", "gone", "not-found", /^secrets:gone$/, /environment variable VITRINE_TEST_NOT_SET is not set/],
    ["vault", "open", /chmod 600/, /^secrets:open$/, /vault will not get it/],
    ["vault", "large", /64 KiB/, /^secrets:large$/, /64 KiB/],
  ])("%s that asks for %s gets an error, and a problem says what to do", async (component, key, error, id, says) => {
    const asked = await call(component, "reveal", key);
    expect(asked).toMatchObject({ outcome: "error", error: expect.stringMatching(error) as string });
    expect((await studio.problem(id)).detail).toMatch(says);
    expect(await rowsOf(asked.invocation)).toMatchObject([{ kind: "get", component, key, outcome: "not-found" }]);
  });

  it("that asks for a value by mistake leaves no copy of it in the audit", async () => {
    const asked = await call("vault", "get", `is it ${TOKEN}?`);
    expect(await rowsOf(asked.invocation)).toMatchObject([{ kind: "get", key: "is it «secret token»?" }]);
  });

  it("gets the new value of a file that changed, and the old one stays out of the record", async () => {
    const next = "another-token-entirely";
    const path = join(opened.project.folder, "local.env");
    await writeFile(`${path}.new`, `TOKEN=${next}\n`, { mode: 0o600 });
    await rename(`${path}.new`, path);
    await studio.until(async () => (await call("vault", "reveal", "token")).value !== undefined);
    await studio.until(async () => {
      const { value } = await call("vault", "reveal", "token");
      return (value as { base64: string }).base64 === base64(next);
    });
    const { invocation } = await call("vault", "log", `was ${TOKEN}, is ${next}`);
    const [log] = await studio.hostCalls(invocation);
    expect(log?.args[2]?.value).toMatchObject({ v: "was «secret token», is «secret token»" });
  });
});

describe("a person", () => {
  it("sees what is declared, and no value", async () => {
    const views = await studio.api.secrets();
    expect(views.map(({ name, state, size, tracked }) => [name, state, size, tracked])).toEqual([
      ["password", "found", "medium", true],
      ["token", "found", "medium", true],
      ["binary", "found", "medium", true],
      ["short", "found", "short", false],
      ["gone", "missing", undefined, false],
      ["open", "refused", undefined, false],
      ["large", "unreadable", undefined, false],
    ]);
    expect(views[1]).toMatchObject({
      source: { kind: "dotenv", path: "local.env", key: "TOKEN" },
      components: ["vault"],
    });
    expect(views[0]).toMatchObject({ source: { kind: "env", variable: VARIABLE }, components: ["vault", "other"] });
    expect(JSON.stringify(views)).not.toContain(JSON.stringify(PASSWORD).slice(1, -1));
  });

  it("who looks at a value is in the audit", async () => {
    expect(await studio.api.revealSecret("password")).toEqual({
      name: "password",
      value: { kind: "string", text: PASSWORD },
    });
    expect(await studio.api.revealSecret("binary")).toMatchObject({ value: { kind: "bytes", bytes: BINARY } });
    const looks = await opened.audit({ kind: "person-reveal" });
    expect(looks.map(({ key, source, component }) => [key, source, component])).toEqual([
      ["binary", "file key.bin", undefined],
      ["password", `env ${VARIABLE}`, undefined],
    ]);
    for (const [name, says] of [
      ["gone", /VITRINE_TEST_NOT_SET/],
      ["nope", /declares no secret "nope"/],
    ] as const) {
      await expect(studio.api.revealSecret(name)).rejects.toMatchObject({
        code: "secret-not-found",
        message: expect.stringMatching(says) as string,
      });
    }
    expect(await opened.audit({ kind: "person-reveal" })).toEqual(looks);
  });
});

it("what a component revealed before it was killed is in the audit", async () => {
  const running = call("vault", "hang", "password");
  const { id } = await studio.until(async () => {
    const [line] = await studio.api.logs({ component: "vault", limit: 1 });
    const [newest] = await studio.api.invocations({ limit: 1 });
    return line !== undefined && line.invocation === newest?.id && newest.title.endsWith("hang") && newest;
  });
  await studio.api.kill(id);
  await running;
  expect(await rowsOf(id)).toMatchObject([{ kind: "get" }, { kind: "reveal", key: "password" }]);
});

it("nothing under the state folder has a value in any form, but what the guest itself stored", async () => {
  const own = await testProject({
    components: { vault: await vault() },
    settings: { vault: { secrets: ["password"] } },
    manifest: { secrets: { password: { fromEnv: VARIABLE } } },
  });
  const written = [PASSWORD, encodeURIComponent(PASSWORD), base64(PASSWORD), Buffer.from(PASSWORD).toString("hex")];
  const look = () => filesWith(join(own.folder, ".vitrine"), [...written, TOKEN]);
  {
    await using one = await openTestStudio(own);
    await one.ready("vault");
    const { api } = one;
    await api.invoke({ component: "vault", target: "reveal", args: ["password"] });
    await api.invoke({ component: "vault", target: "log-value", args: ["password"] });
    for (const text of written) await api.invoke({ component: "vault", target: "log", args: [text] });
    await api.invoke({ component: "vault", target: "get", args: [PASSWORD] });
    const { invocation } = await api.invoke({ component: "vault", target: "log", args: ["done"] });
    await one.ended(invocation);
    await api.pinCall(invocation);
    expect(await look()).toEqual([]);
    await api.setValue({ backend: "keyvalue", bucket: "b", key: "k", value: Buffer.from(PASSWORD) });
    expect((await look()).every((file) => file.startsWith("state.sqlite"))).toBe(true);
    expect(await look()).not.toEqual([]);
  }
  expect((await look()).every((file) => file.startsWith("state.sqlite"))).toBe(true);
});

it("the audit outlives clearing, reset and a fresh start, and ids go on", async () => {
  const own = await testProject({
    components: { vault: await vault() },
    settings: { vault: { secrets: ["password"] } },
    manifest: { secrets: { password: { fromEnv: VARIABLE } } },
  });
  let before: readonly AuditView[];
  {
    await using one = await openTestStudio(own);
    await one.ready("vault");
    await one.api.invoke({ component: "vault", target: "log-value", args: ["password"] });
    before = await one.api.audit({ limit: 10 });
    expect(before.map(({ kind }) => kind)).toEqual(["leak", "reveal", "get"]);
    await one.api.clearJournal();
    await one.api.resetState({});
    expect(await one.api.audit({ limit: 10 })).toEqual(before);
  }
  await using again = await openTestStudio(own, { fresh: true });
  await again.api.revealSecret("password");
  const [newest, ...rest] = await again.api.audit({ limit: 10 });
  expect([newest?.id, rest]).toEqual([4, before]);
});

it("a component that can ask for secrets and may have none is told of before it asks", async () => {
  await using one = await openTestStudio(await testProject({ components: { vault: await vault() } }));
  await one.ready("vault");
  expect(await one.problem(/^component:vault:build:secrets$/)).toMatchObject({ severity: "warning" });
});

it("what the project file says of secrets holds from its edit on", async () => {
  const own = await testProject({
    components: { vault: await vault() },
    manifest: { secrets: { password: { fromEnv: VARIABLE } } },
  });
  await using one = await openTestStudio(own);
  await one.ready("vault");
  const reveal = () => one.api.invoke({ component: "vault", target: "reveal", args: ["password"] });
  expect(await reveal()).toMatchObject({ outcome: "error", error: "not-found" });
  const path = join(own.folder, "vitrine.jsonc");
  const file = JSON.parse(await readFile(path, "utf8")) as { components: { vault: object } };
  file.components.vault = { ...file.components.vault, secrets: ["password"] };
  await writeFile(`${path}~`, JSON.stringify(file));
  await rename(`${path}~`, path);
  await one.until(async () => (await one.api.secrets())[0]?.components.length === 1);
  expect(await reveal()).toMatchObject({ outcome: "ok", value: { base64: base64(PASSWORD) } });
});

/** Files under a folder that have one of the texts in them. */
async function filesWith(folder: string, texts: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (texts.some((text) => bytes.includes(text))) found.push(path.slice(folder.length + 1));
  }
  return found;
}

it("a message with the value of a secret in it is not kept as a template, in whatever form", async () => {
  for (const body of [`by hand ${TOKEN}`, base64(`x${PASSWORD}`)].map((text) => new TextEncoder().encode(text))) {
    const template = { name: "mine", backend: "messaging", kind: "publish", subject: "a", body } as const;
    await expect(studio.api.saveMessageTemplate(template)).rejects.toThrow("The value of a secret");
  }
  expect(await studio.api.messageTemplates()).toEqual([]);
});
