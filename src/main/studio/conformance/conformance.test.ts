import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { displayName } from "../../wit/function-name.ts";
import { Servers } from "../egress/fixtures/servers.ts";
import { openTestStudio, type TestStudio } from "../test-studio.ts";
import { ANSWERED_SUBJECT, ASKING_SUBJECT, conformanceProject, damageStore, prepare } from "./conformance-project.ts";
import { Coverage } from "./coverage.ts";
import { coveragePage } from "./coverage-page.ts";
import { HANDLER, scriptGroups } from "./groups.ts";
import { ask, TALK } from "./http-peer.ts";
import { openPeers } from "./peers.ts";
import type { Script } from "./script.ts";
import { exportOf } from "./script-component.ts";
import { NO_REPLY } from "./scripts/echo.ts";
import { PUBLISHED, TRAPPED_SUBJECT } from "./scripts/half-state.ts";
import { LOOPING } from "./scripts/handlers.ts";

const PAGE = fileURLToPath(new URL("../../../../docs/coverage.md", import.meta.url));

// Before the tests are listed: their addresses are part of scripts.
const servers = new Servers();
const peers = await openPeers(servers);
const groups = scriptGroups(peers);

let studio: TestStudio;
let folder: string;
beforeAll(async () => {
  const project = await conformanceProject(groups, peers);
  folder = project.folder;
  studio = await openTestStudio(project);
  for (const { component } of groups) await studio.ready(component);
  await damageStore(folder);
  // Some forty components are built and linked.
}, 300_000);
afterAll(async () => {
  await studio[Symbol.asyncDispose]();
  await servers[Symbol.asyncDispose]();
});

/** What the record has to hold of the calls of a script. */
function expectedCalls({ steps }: Script) {
  return steps.flatMap((step) => {
    if (step.kind === "drop" || step.expected.kind === "refused") return [];
    const { kind } = step.expected;
    const outcome = kind === "value" ? "ok" : kind === "exit" ? "trap" : kind;
    return [{ interface: step.function.interface, function: displayName(step.function.type.name), outcome }];
  });
}

/** Part of what the trap says that the script has to end in. */
function expectedTrap({ steps, trapsAtEnd }: Script): string | undefined {
  const last = steps.at(-1);
  const expected = last?.kind === "call" ? last.expected : undefined;
  return trapsAtEnd ?? (expected !== undefined && "text" in expected ? expected.text : undefined);
}

/** How the run of a script has to end. */
function expectedEnd(script: Script) {
  const last = script.steps.at(-1);
  const expected = last?.kind === "call" ? last.expected : undefined;
  const text = expectedTrap(script);
  if (text !== undefined) return { outcome: "trap", reason: expect.stringContaining(text) as string };
  const refuses = script.handles?.refuses;
  if (refuses !== undefined) return { outcome: "error", reason: expect.stringContaining(refuses) as string };
  if (expected?.kind === "exit") return { outcome: expected.code === 0 ? "ok" : "error" };
  return { outcome: "ok", ...(script.handles === undefined ? { value: 0 } : {}) };
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
async function run(component: string, target: string, script: Script) {
  if (script.handles === undefined) {
    const reply = await studio.api.invoke({ component, target, args: [] });
    const { reason } = await studio.ended(reply.invocation);
    return { ...reply, reason };
  }
  if (component !== LOOPING.component) await request(component, script);
  const { id, outcome, reason } = await studio.until(async () => {
    const newest = await studio.api.invocations({ limit: 100 });
    return newest.find((each) => each.component === component && each.outcome !== undefined);
  });
  return { invocation: id, outcome, reason: reason ?? (await studio.api.invocation(id)).reason };
}

/** Asks the handler; what becomes of an answer whose handler traps is none of its script's. */
async function request(component: string, script: Script): Promise<void> {
  const answer = ask(new URL(component === HANDLER ? TALK.path : `/${component}`, studio.http));
  const refuses = script.handles?.refuses;
  if (refuses !== undefined)
    expect(await answer).toMatchObject({ status: 500, body: expect.stringContaining(refuses) as string });
  else if (expectedTrap(script) !== undefined) await answer.catch(() => undefined);
  else if (component === HANDLER)
    expect(await answer).toMatchObject({ status: 201, header: "yes", body: TALK.answered });
  else expect(await answer).toMatchObject({ status: 200, early: [[103, "yes"]] });
}

describe.each(labelled)("$component", ({ component, scripts }) => {
  beforeAll(() => prepare(component, folder, studio));
  it.each(scripts)("a component $does", async ({ target, label, script }) => {
    const { reason, ...reply } = await run(component, target, script);
    const calls = await studio.hostCalls(reply.invocation);
    const seen = calls.map(({ interface: id, function: name, outcome }) => ({
      interface: id,
      function: name,
      outcome,
    }));
    expect({ reply: { ...reply, reason }, seen }).toMatchObject({
      reply: expectedEnd(script),
      seen: expectedCalls(script),
    });
    coverage.add(label, script, calls, reply.outcome === "trap" ? reason : undefined);
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

  it("that asks itself is told how many requests wait for each other already", async () => {
    const reply = await studio.api.requestMessage({ ...sent, subject: ASKING_SUBJECT, timeoutMs: 60_000 });
    const text = new TextDecoder().decode(reply.body);
    expect(text).toBe("16 requests wait for each other already (limits.depth)");
  });

  it("gets, once, what was published before a trap, and nothing of what a trap kept from being published", async () => {
    const messages = await studio.until(async () => {
      const found = (await studio.api.messages({ limit: 1000 })).filter(({ subject }) => subject === TRAPPED_SUBJECT);
      return found.every(({ deliveries }) => deliveries.every(({ outcome }) => outcome !== undefined)) && found;
    });
    expect(messages.map(({ body }) => new TextDecoder().decode(body.kept))).toEqual([PUBLISHED]);
    expect(messages[0]?.deliveries).toMatchObject([{ component: "echo", outcome: "ok" }]);
  });
});

describe("the coverage", () => {
  it("has every function, error and trap, but for those that have a reason", () => {
    expect(coverage.gaps()).toEqual([]);
  });

  it("is what docs/coverage.md says (node scripts/coverage.mjs writes it)", async () => {
    const page = coveragePage(
      coverage,
      labelled.flatMap(({ scripts }) => scripts),
    );
    await expect(page).toMatchFileSnapshot(PAGE);
  });
});
