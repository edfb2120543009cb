import { afterAll, beforeAll, expect, it } from "vitest";

import { componentFrom, guest } from "../../../../test/guests/guests.ts";
import { cat, mirror } from "../fixtures/guests.ts";
import { openTestStudio, testProject, type TestStudio } from "../test-studio.ts";

let studio: TestStudio;
beforeAll(async () => {
  const components = { cli: await guest("cli-run"), cat: await cat(), mirror: await mirror() };
  studio = await openTestStudio(await testProject({ components, settings: { cat: { limits: { guestTimeMs: 1 } } } }));
  for (const name of Object.keys(components)) await studio.ready(name);
});
afterAll(() => studio[Symbol.asyncDispose]());

/** What a run prints, by stream. */
function listen(run: string): { stdout: string; stderr: string } {
  const printed = { stdout: "", stderr: "" };
  studio.window.on("run-printed", (event) => {
    if (event.run === run) printed[event.stream] += new TextDecoder().decode(event.bytes);
  });
  return printed;
}

it("runs with arguments, and what it prints arrives before the reply and in the log", async () => {
  const printed = listen("a");
  const reply = await studio.api.run({ run: "a", component: "cli", args: ["one", "two"] });
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
  const reply = await studio.api.run({ run: "b", component: "cli", args: ["fail"] });
  expect(reply.outcome).toBe("error");
});

it("reads standard input as it comes, also before the run began, without a limit of time", async () => {
  const printed = listen("c");
  const running = studio.api.run({ run: "c", component: "cat", args: [] });
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
  const printed = listen("pipelined");
  const running = studio.api.run({ run: "pipelined", component: "cat", args: [] });
  const parts = Array.from({ length: 40 }, (_, at) => String(at % 10).repeat(50_000));
  const sent = parts.map((part) => studio.api.runInput("pipelined", new TextEncoder().encode(part)));
  await Promise.all([...sent, studio.api.runInput("pipelined", null)]);
  expect(await running).toMatchObject({ outcome: "ok" });
  expect(printed.stdout === parts.join("")).toBe(true);
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
