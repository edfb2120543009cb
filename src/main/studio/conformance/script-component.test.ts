import { afterAll, beforeAll, expect, it } from "vitest";

import { openTestStudio, testProject, type TestStudio } from "../test-studio.ts";
import { above, callsOf, Handle, type Script, type Step, type Value, variantCase } from "./script.ts";
import { exportOf, scriptComponent } from "./script-component.ts";

const store = callsOf("wasi:keyvalue/store@0.2.0-draft");
const atomics = callsOf("wasi:keyvalue/atomics@0.2.0-draft");
const batch = callsOf("wasi:keyvalue/batch@0.2.0-draft");
const bucket = new Handle("bucket");

/** What is true, and how a script may be wrong about it. */
const wrong: readonly (readonly [what: string, step: Step])[] = [
  ["a text", store("bucket.get", bucket, "k").ok("valuE")],
  ["the length of a text", store("bucket.get", bucket, "k").ok("value!")],
  ["bytes that are there", store("bucket.get", bucket, "k").ok(undefined)],
  ["bytes that are missing", store("bucket.get", bucket, "none").ok("")],
  ["a truth value", store("bucket.exists", bucket, "k").ok(false)],
  ["a number", atomics("increment", bucket, "n", 1n).ok(2n)],
  ["a lower bound", atomics("increment", bucket, "m", 1n).ok(above(1n))],
  ["the order of a list", listed(["n", "k"])],
  ["the length of a list", listed(["k"])],
  ["a result that is an error", atomics("increment", bucket, "k", 1n).ok()],
  ["a result that is none", store("bucket.exists", bucket, "k").err("access-denied")],
  ["the case of an error", atomics("increment", bucket, "k", 1n).err("access-denied")],
  ["the text of an error", atomics("increment", bucket, "k", 1n).err(variantCase("other", "it is not"))],
  [
    "an item of a list",
    batch("get-many", bucket, ["k", "none"]).ok([
      ["k", "value"],
      ["none", ""],
    ]),
  ],
];

function listed(keys: Value): Step {
  return store("bucket.list-keys", bucket, undefined).ok({ keys, cursor: undefined });
}

let studio: TestStudio;
beforeAll(async () => {
  const scripts = wrong.map(([does, step], position): Script => ({
    does,
    steps: [
      store("open", `wrong-${position}`).ok(bucket),
      store("bucket.set", bucket, "k", "value").ok(),
      store("bucket.set", bucket, "n", "0").ok(),
      step,
      store("bucket.get", bucket, "after").ok(undefined),
    ],
  }));
  studio = await openTestStudio(await testProject({ components: { wrong: await scriptComponent(scripts) } }));
  await studio.ready("wrong");
});
afterAll(() => studio[Symbol.asyncDispose]());

it.each(wrong.map(([what], position) => ({ what, target: exportOf(position) })))(
  "a script that is wrong about $what stops at that step, and says which",
  async ({ target }) => {
    const reply = await studio.api.invoke({ component: "wrong", target, args: [] });
    expect(reply).toMatchObject({ outcome: "ok", value: 4 });
    expect(await studio.hostCalls(reply.invocation)).toHaveLength(4);
  },
);
