import { afterAll, beforeAll, expect, it } from "vitest";

import { componentFrom, guest } from "../../../../test/guests/guests.ts";
import { RING_BYTES } from "../../../shared/ring.ts";
import { cat, mirror } from "../fixtures/guests.ts";
import { openTestStudio, testProject, type TestStudio } from "../test-studio.ts";

let studio: TestStudio;
beforeAll(async () => {
  const components = { cli: await guest("cli-run"), cat: await cat(), mirror: await mirror() };
  studio = await openTestStudio(await testProject({ components, settings: { cat: { limits: { guestTimeMs: 1 } } } }));
  for (const name of Object.keys(components)) await studio.ready(name);
});
afterAll(() => studio[Symbol.asyncDispose]());

it("runs with arguments, and what it prints arrives before the reply and in the log", async () => {
  const running = studio.api.run({ run: "a", component: "cli", args: ["one", "two"] });
  const printed = studio.printed("a");
  const reply = await running;
  expect(reply.outcome).toBe("ok");
  expect(printed).toEqual({ stdout: "main.wasm\none\ntwo\n", stderr: "done\n" });
  expect(await studio.ended(reply.invocation)).toMatchObject({ kind: "run", title: "run one two" });
  const lines = await studio.api.logs({ invocation: reply.invocation, limit: 10 });
  expect(lines.map(({ source, text }) => `${source} ${text}`).toSorted()).toEqual([
    "stderr done",
    "stdout main.wasm",
    "stdout one",
    "stdout two",
  ]);
});

it("ends in an error when the component says so", async () => {
  const running = studio.api.run({ run: "b", component: "cli", args: ["fail"] });
  studio.printed("b");
  const reply = await running;
  expect(reply.outcome).toBe("error");
});

it("keeps what it printed for a caller that asks when the run is over already", async () => {
  const running = studio.api.run({ run: "late", component: "cli", args: ["one"] });
  await studio.invocation(({ title, outcome }) => title === "run one" && outcome === "ok");
  const printed = studio.printed("late");
  expect(await running).toMatchObject({ outcome: "ok" });
  expect(printed).toEqual({ stdout: "main.wasm\none\n", stderr: "done\n" });
});

it("reads standard input as it comes, also before the run began, without a limit of time", async () => {
  const running = studio.api.run({ run: "c", component: "cat", args: [] });
  const printed = studio.printed("c");
  await studio.api.runInput("c", new TextEncoder().encode("first "));
  await studio.until(async () => printed.stdout === "first ");
  const large = "x".repeat(1_000_000);
  await studio.api.runInput("c", new TextEncoder().encode(large));
  await studio.api.runInput("c", null);
  expect(await running).toMatchObject({ outcome: "ok" });
  expect(printed.stdout).toBe(`first ${large}`);
  await expect(studio.api.runInput("c", new Uint8Array([1]))).rejects.toMatchObject({ code: "request-invalid" });
});

it("takes input in the order it was sent, also from a caller who does not wait", async () => {
  const running = studio.api.run({ run: "pipelined", component: "cat", args: [] });
  const printed = studio.printed("pipelined");
  const parts = Array.from({ length: 40 }, (_, at) => String(at % 10).repeat(50_000));
  const sent = parts.map((part) => studio.api.runInput("pipelined", new TextEncoder().encode(part)));
  await Promise.all([...sent, studio.api.runInput("pipelined", null)]);
  expect(await running).toMatchObject({ outcome: "ok" });
  expect(printed.stdout === parts.join("")).toBe(true);
});

it("waits for a reader that is slower than it prints, who misses nothing", async () => {
  const large = "0123456789".repeat(1_600_000);
  const running = studio.api.run({ run: "slow", component: "cat", args: [] });
  const first = studio.api.runOutput("slow");
  const sending = studio.api.runInput("slow", new TextEncoder().encode(large));
  let text = "";
  let taken = 0;
  for (let prints = await first; prints.length > 0; prints = await studio.api.runOutput("slow")) {
    const bytes = prints.reduce((sum, print) => sum + print.bytes.length, 0);
    // What waits for a reader is bounded by what one look at the guest's records can bring.
    expect(bytes).toBeLessThan(2 * RING_BYTES);
    for (const print of prints) text += new TextDecoder().decode(print.bytes);
    // The reader does other things meanwhile, longer than all of it takes to be printed.
    for (let times = 0; taken === 0 && times < 1000; times++) await studio.api.buckets();
    taken += bytes;
    if (taken === large.length) await sending.then(() => studio.api.runInput("slow", null));
  }
  expect(await running).toMatchObject({ outcome: "ok" });
  expect(text === large).toBe(true);
});

it("is killed when its caller gives up while it waits for input", async () => {
  const caller = new AbortController();
  const running = studio.api.run({ run: "d", component: "cat", args: ["--follow"] }, caller.signal);
  await studio.invocation(({ title, outcome }) => title === "run --follow" && outcome === undefined);
  caller.abort();
  const reply = await running;
  expect(reply.outcome).toBe("killed");
  expect(await studio.ended(reply.invocation)).toMatchObject({ reason: "interrupted" });
});

it("is refused by a component that has nothing to run", async () => {
  await expect(studio.api.run({ run: "e", component: "mirror", args: [] })).rejects.toMatchObject({
    code: "export-not-found",
  });
  await expect(studio.api.runInput("e", null)).rejects.toMatchObject({ code: "request-invalid" });
});

it("says of a component for another WASI that it cannot be run here, when it is run and before", async () => {
  const later = await componentFrom(
    '(module (func (export "wasi:cli/run@0.3.0#run") (result i32) (i32.const 0)))',
    "package test:later; world later { export wasi:cli/run@0.3.0; } package wasi:cli@0.3.0 { interface run { run: func() -> result; } }",
    "later",
  );
  await using other = await openTestStudio(await testProject({ components: { later } }));
  await other.ready("later");
  const note =
    /It exports wasi:cli\/run@0\.3\.0, an interface of WASI 0\.3; what is called here is wasi:cli\/run@0\.2\.x/;
  const told = expect.stringMatching(note) as string;
  await expect(other.api.run({ run: "f", component: "later", args: [] })).rejects.toMatchObject({
    code: "export-not-found",
    message: told,
  });
  expect((await other.api.project()).problems).toMatchObject([{ severity: "warning", detail: told }]);
});

it("lets a guest end itself, well or not, at any point", async () => {
  const leave = (well: boolean) => studio.api.invoke({ component: "mirror", target: "leave", args: [well] });
  expect((await leave(true)).outcome).toBe("ok");
  const failed = await leave(false);
  expect(failed.outcome).toBe("error");
  expect(await studio.ended(failed.invocation)).toMatchObject({ outcome: "error", reason: "exited with code 1" });
});
