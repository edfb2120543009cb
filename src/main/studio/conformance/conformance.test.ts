import { chmod, readdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { displayName } from "../../wit/function-name.ts";
import { Servers } from "../egress/fixtures/servers.ts";
import { worker } from "../messaging/fixtures/guests.ts";
import { openTestStudio, testProject, type TestStudio } from "../test-studio.ts";
import { Coverage } from "./coverage.ts";
import { coveragePage } from "./coverage-page.ts";
import { scriptGroups } from "./groups.ts";
import { answer, ask } from "./http-peer.ts";
import type { Script } from "./script.ts";
import { exportOf, scriptComponent } from "./script-component.ts";
import { SECOND_LINK } from "./scripts/bus.ts";
import { echoHandler, NO_REPLY } from "./scripts/echo.ts";
import { TALK } from "./scripts/http.ts";
import { LARGE_VALUE } from "./scripts/io.ts";
import { ECHO_SUBJECT } from "./scripts/messaging.ts";
import { BROKEN_SECRET, SECRETS } from "./scripts/secrets.ts";

const ANSWERED_SUBJECT = "sequences.answered";
const PAGE = fileURLToPath(new URL("../../../../docs/coverage.md", import.meta.url));

// Before the tests are listed: the address is part of a script.
const servers = new Servers();
const groups = scriptGroups(await servers.http(answer));

let studio: TestStudio;
let folder: string;
beforeAll(async () => {
  const components: Record<string, Uint8Array> = { echo: await worker(), answering: await echoHandler() };
  for (const { component, scripts, variant } of groups) {
    components[component] = await scriptComponent(scripts, variant);
  }
  const project = await testProject({
    components,
    settings: Object.fromEntries(groups.map(({ component, settings = {} }) => [component, settings])),
    manifest: {
      backends: {
        keyvalue: { kind: "keyvalue" },
        [SECOND_LINK]: { kind: "keyvalue" },
        blobstore: { kind: "blobstore" },
        messaging: { kind: "messaging" },
      },
      triggers: {
        http: [{ listen: "127.0.0.1:0", routes: [{ path: "/", component: "http-handler" }] }],
        messages: [
          { bus: "messaging", subject: ECHO_SUBJECT, component: "echo" },
          { bus: "messaging", subject: ANSWERED_SUBJECT, component: "answering" },
        ],
      },
      secrets: {
        text: { file: "text.secret" },
        bytes: { file: "bytes.secret", as: "bytes" },
        [BROKEN_SECRET]: { file: "open.secret" },
      },
    },
  });
  folder = project.folder;
  const put = async (name: string, content: string | Uint8Array, mode: number) => {
    await writeFile(join(project.folder, name), content);
    await chmod(join(project.folder, name), mode);
  };
  await put("text.secret", SECRETS.text, 0o600);
  await put("bytes.secret", SECRETS.bytes, 0o600);
  await put("open.secret", "readable by all", 0o644);
  studio = await openTestStudio(project);
  for (const component of Object.keys(components)) await studio.ready(component);
});
afterAll(async () => {
  await studio[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
});

/** As a full disk or a careless hand may leave what is too large for the database. */
async function cutContent(of: string): Promise<void> {
  const { bucket, key, size } = LARGE_VALUE;
  await studio.api.setValue({ backend: "keyvalue", bucket, key, value: new Uint8Array(size).fill(1) });
  const names = await readdir(of, { recursive: true });
  const files = names.filter((name) => /[/\\]content[/\\][0-9a-f]{64}$/.test(name));
  expect(files).toHaveLength(2);
  for (const file of files) await truncate(join(of, file), 1000);
}

/** What the record has to hold of the calls of a script. */
function expectedCalls({ steps }: Script) {
  return steps.flatMap((step) => {
    if (step.kind === "drop" || step.expected.kind === "refused") return [];
    const { kind } = step.expected;
    const outcome = kind === "value" ? "ok" : kind === "exit" ? "trap" : kind;
    return [{ interface: step.function.interface, function: displayName(step.function.type.name), outcome }];
  });
}

/** How the run of a script has to end. */
function expectedEnd({ steps, trapsAtEnd, handles }: Script) {
  const last = steps.at(-1);
  const expected = last?.kind === "call" ? last.expected : undefined;
  const text = trapsAtEnd ?? (expected !== undefined && "text" in expected ? expected.text : undefined);
  if (text !== undefined) return { outcome: "trap", reason: expect.stringContaining(text) as string };
  if (expected?.kind === "exit") return { outcome: expected.code === 0 ? "ok" : "error" };
  return { outcome: "ok", ...(handles === undefined ? { value: 0 } : {}) };
}

const coverage = new Coverage();
const labelled = groups.map(({ component, scripts }) => ({
  component,
  scripts: scripts.map((script, position) => ({
    ...script,
    script,
    label: `${component} ${position + 1}`,
    target: exportOf(position),
  })),
}));

/** Its invocation, once it is over, as far as an expectation says it. */
async function run(component: string, target: string, { handles }: Script) {
  if (handles === undefined) {
    const reply = await studio.api.invoke({ component, target, args: [] });
    const { reason } = await studio.ended(reply.invocation);
    return { ...reply, reason };
  }
  expect(await ask(studio.http)).toEqual({ status: 201, header: "yes", body: TALK.answered });
  const { id, outcome, reason } = await studio.invocation(
    (each) => each.component === component && each.outcome !== undefined,
  );
  return { invocation: id, outcome, reason };
}

describe.each(labelled)("$component", ({ component, scripts }) => {
  it.each(scripts)("a component $does", async ({ target, label, script }) => {
    if (component === "io-cut") await cutContent(folder);
    const reply = await run(component, target, script);
    const calls = await studio.hostCalls(reply.invocation);
    const seen = calls.map(({ interface: id, function: name, outcome }) => ({
      interface: id,
      function: name,
      outcome,
    }));
    expect({ reply, seen }).toMatchObject({ reply: expectedEnd(script), seen: expectedCalls(script) });
    coverage.add(label, script, seen);
  });
});

describe("a message handler", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const sent = { backend: "messaging", subject: ANSWERED_SUBJECT, body: bytes("ping") };

  it("answers on the subject that the message names", async () => {
    const reply = await studio.api.requestMessage({ ...sent, timeoutMs: 60_000 });
    expect(new TextDecoder().decode(reply.body)).toBe("ping");
  });

  it("that is given no subject to answer on logs a warning, and all is well", async () => {
    const id = await studio.api.publish(sent);
    const [delivery] = await studio.until(async () => {
      const { deliveries } = (await studio.api.messages({ limit: 100 })).find((each) => each.id === id) ?? {};
      return deliveries?.every(({ outcome }) => outcome !== undefined) === true && deliveries;
    });
    expect(delivery).toMatchObject({ component: "answering", outcome: "ok" });
    const calls = await studio.callNames(delivery?.invocation ?? 0);
    expect(calls).toEqual(["wasi:logging/logging#log"]);
    const lines = await studio.api.logs({ invocation: delivery?.invocation ?? 0, limit: 10 });
    expect(lines).toMatchObject([{ level: "warn", text: NO_REPLY }]);
  });
});

describe("the coverage", () => {
  const WASI = ["wasi:io", "wasi:keyvalue", "wasi:blobstore", "wasi:config", "wasi:logging"];
  const WASMCLOUD = ["wasmcloud:messaging", "wasmcloud:bus", "wasmcloud:secrets"];
  it.each([...WASI, ...WASMCLOUD])("of %s has every function, with an asserted result", (name) => {
    const functions = coverage.functions().filter((each) => each.package === name);
    expect(functions).not.toEqual([]);
    expect(functions.filter(({ asserted }) => !asserted).map((each) => `${each.interface} ${each.name}`)).toEqual([]);
  });

  it("is what docs/coverage.md says (node scripts/coverage.mjs writes it)", async () => {
    const page = coveragePage(
      coverage.functions(),
      labelled.flatMap(({ scripts }) => scripts),
    );
    await expect(page).toMatchFileSnapshot(PAGE);
  });
});
