import { chmod, readdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { displayName } from "../../wit/function-name.ts";
import { worker } from "../messaging/fixtures/guests.ts";
import { openTestStudio, testProject, type TestStudio } from "../test-studio.ts";
import { groups } from "./groups.ts";
import type { Script } from "./script.ts";
import { exportOf, scriptComponent } from "./script-component.ts";
import { SECOND_LINK } from "./scripts/bus.ts";
import { ECHO_SUBJECT } from "./scripts/messaging.ts";
import { BROKEN_SECRET, SECRETS } from "./scripts/secrets.ts";

let studio: TestStudio;
let folder: string;
beforeAll(async () => {
  const components: Record<string, Uint8Array> = { echo: await worker() };
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
      triggers: { messages: [{ bus: "messaging", subject: ECHO_SUBJECT, component: "echo" }] },
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
afterAll(() => studio[Symbol.asyncDispose]());

/** As a full disk or a careless hand may leave what is too large for the database. */
async function cutContent(of: string): Promise<void> {
  const names = await readdir(of, { recursive: true });
  const files = names.filter((name) => /[/\\]content[/\\][0-9a-f]{64}$/.test(name));
  expect(files).toHaveLength(1);
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
function expectedEnd({ steps, trapsAtEnd }: Script) {
  const last = steps.at(-1);
  const expected = last?.kind === "call" ? last.expected : undefined;
  const text = trapsAtEnd ?? (expected !== undefined && "text" in expected ? expected.text : undefined);
  if (text !== undefined) return { outcome: "trap", reason: expect.stringContaining(text) as string };
  if (expected?.kind === "exit") return { outcome: expected.code === 0 ? "ok" : "error" };
  return { outcome: "ok", value: 0 };
}

describe.each(groups)("$component", ({ component, scripts }) => {
  it.each(scripts.map((script, position) => ({ ...script, target: exportOf(position) })))(
    "a component $does",
    async ({ target, ...script }) => {
      if (component === "io-cut") await cutContent(folder);
      const reply = await studio.api.invoke({ component, target, args: [] });
      const calls = await studio.hostCalls(reply.invocation);
      const seen = calls.map(({ interface: id, function: name, outcome }) => ({ interface: id, function: name, outcome }));
      const { reason } = await studio.ended(reply.invocation);
      expect({ reply: { ...reply, reason }, seen }).toMatchObject({ reply: expectedEnd(script), seen: expectedCalls(script) });
    },
  );
});
