import { afterAll, beforeAll, expect, it } from "vitest";

import { openTestStudio, testProject, type TestStudio } from "../test-studio.ts";
import { borrower, hearer, lender, teller } from "./fixtures/linked.ts";

const TOKEN = "0123456789abcdef-token";
const VARIABLE = "VITRINE_TEST_TOKEN";
const HEAR = "test:tell/hear#hear";
const GIVE = "test:lend/give#give";
const LOG = "wasi:logging/logging@0.1.0-draft#log";

let studio: TestStudio;
beforeAll(async () => {
  process.env[VARIABLE] = TOKEN;
  const project = await testProject({
    components: { teller: await teller(), hearer: await hearer(), lender: await lender(), borrower: await borrower() },
    settings: { teller: { secrets: ["token"] }, lender: { secrets: ["token"] } },
    manifest: { secrets: { token: { fromEnv: VARIABLE } } },
  });
  studio = await openTestStudio(project);
  for (const name of ["teller", "hearer", "lender", "borrower"]) await studio.ready(name);
});
afterAll(async () => {
  await studio[Symbol.asyncDispose]();
  delete process.env[VARIABLE];
});

/** The audit of a call, oldest first: what happened, to whom, through what, and in which of the recorded calls. */
async function auditOf(component: string, target: string, key: string) {
  const { invocation, outcome } = await studio.api.invoke({ component, target, args: [key] });
  expect(outcome).toBe("ok");
  const calls = await studio.hostCalls(invocation);
  expect(JSON.stringify(calls)).not.toContain(TOKEN);
  const rows = (await studio.api.audit({ invocation, limit: 10 })).toReversed();
  return rows.map(({ component: who, kind, place, function: named, span }) => {
    const call = calls.find(({ seq }) => seq === span);
    return [kind, who, place, named, call?.function];
  });
}

it("a secret that a component hands to another one, which logs it, is named with each of them", async () => {
  expect(await auditOf("teller", "tell", "token")).toEqual([
    ["get", "teller", undefined, undefined, "get"],
    ["reveal", "teller", undefined, undefined, "reveal"],
    ["leak", "teller", "call", HEAR, "hear"],
    ["leak", "hearer", "log", LOG, "log"],
  ]);
});

it.each([
  ["a value", "token"],
  ["an error", ""],
])("a secret that a component gives to its caller as %s, which logs it, is named with each of them", async (_, key) => {
  expect(await auditOf("borrower", "take", key)).toEqual([
    ["get", "lender", undefined, undefined, "get"],
    ["reveal", "lender", undefined, undefined, "reveal"],
    ["leak", "lender", "result", GIVE, "give"],
    ["leak", "borrower", "log", LOG, "log"],
  ]);
});
