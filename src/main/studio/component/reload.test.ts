import { mkdir, rename, rm, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { guest, httpHello } from "../../../../test/guests/guests.ts";
import { truncatedComponent } from "../../../../test/guests/not-components.ts";
import { openTestStudio, testFolder, type TestProject, testProject, type TestStudio } from "../test-studio.ts";
import { digestOf } from "./settle.ts";

/** The text of each answer and the count after it, which no swap resets. */
let project: TestProject;
let studio: TestStudio;
let count = 0;

async function answer(): Promise<string> {
  const text = await (await fetch(studio.http)).text();
  const [said = "", number] = text.trim().split(" ");
  expect(Number(number)).toBe(++count);
  return said;
}

const build = (text: string, padding = 0) => httpHello({ text, padding });
const digest = (bytes: Uint8Array) => digestOf(new Uint8Array(bytes));

const serving = (bytes: Uint8Array) => studio.serving("hello", bytes);

describe("a new artefact", () => {
  beforeAll(async () => {
    project = await testProject({ components: { hello: await build("one") } });
    studio = await openTestStudio(project);
    await studio.ready("hello");
  });
  afterAll(() => studio[Symbol.asyncDispose]());

  it("takes over when it is renamed over the old one, and says what changed", async () => {
    expect(await answer()).toBe("one");
    const two = await build("two", 10_000);
    await project.replace("hello", two);
    const { reloads } = await serving(two);
    expect(await answer()).toBe("two");
    const one = await build("one");
    expect(reloads[0]).toMatchObject({
      outcome: "swapped",
      digest: digest(two),
      previous: digest(one),
      changes: ["10 KiB larger"],
    });
  });

  it("takes over when it is written in place, in several steps", async () => {
    const three = await build("three");
    await truncate(project.wasm("hello"), 0);
    for (let at = 0; at < three.length; at += 1000) {
      await writeFile(project.wasm("hello"), three.subarray(at, at + 1000), { flag: at === 0 ? "w" : "a" });
    }
    await serving(three);
    expect(await answer()).toBe("three");
  });

  it("takes over after the old one was deleted, which went on to serve until then", async () => {
    await rm(project.wasm("hello"));
    const stale = await studio.component("hello", "stale");
    expect(stale.why).toContain("the last good build serves");
    expect(await answer()).toBe("three");
    const four = await build("four");
    await writeFile(project.wasm("hello"), four);
    await serving(four);
    expect(await answer()).toBe("four");
  });

  it("leaves the last good build serving when it is broken, says so, and takes over once mended", async () => {
    await project.replace("hello", await truncatedComponent());
    const stale = await studio.component("hello", "stale");
    expect(stale.build?.digest).toBe(digest(await build("four")));
    expect(stale.reloads[0]).toMatchObject({ outcome: "failed", error: stale.why });
    expect((await studio.api.project()).problems).toMatchObject([
      { severity: "error", component: "hello", detail: stale.why },
    ]);
    expect(await answer()).toBe("four");
    const five = await build("five");
    await project.replace("hello", five);
    await serving(five);
    expect((await studio.api.project()).problems).toEqual([]);
    expect(await answer()).toBe("five");
  });

  it("is the good one again when the broken one is taken back", async () => {
    await project.replace("hello", await truncatedComponent());
    await studio.component("hello", "stale");
    await project.replace("hello", await build("five"));
    await serving(await build("five"));
    expect((await studio.api.project()).problems).toEqual([]);
  });

  it("names imports and exports that came and went", async () => {
    const typed = await guest("typed");
    await project.replace("hello", typed);
    expect((await serving(typed)).reloads[0]?.changes).toEqual(
      expect.arrayContaining([
        "no longer imports wasi:http/types@0.2.12",
        "adds export test:typed/values@0.1.0",
        "no longer exports wasi:http/incoming-handler@0.2.12",
      ]),
    );
    await project.replace("hello", await build("five"));
    await serving(await build("five"));
  });

  it("is none when the file was only touched or written again with the same bytes", async () => {
    const { reloads, build: before } = await studio.api.component("hello");
    const later = new Date(Date.now() + 60_000);
    await utimes(project.wasm("hello"), later, later);
    await project.replace("hello", await build("five"));
    // The next real build proves that the ones before were looked at.
    await project.replace("hello", await build("six"));
    const after = await serving(await build("six"));
    expect(after.reloads[0]).toMatchObject({ outcome: "swapped", previous: before?.digest });
    expect(after.reloads.filter(({ outcome }) => outcome === "swapped")).toHaveLength(
      reloads.filter(({ outcome }) => outcome === "swapped").length + 1,
    );
  });

  it("is linked once however often it was touched meanwhile", async () => {
    const before = (await studio.api.component("hello")).reloads[0];
    const seven = await build("seven", 50_000);
    for (let i = 0; i < 50; i++) {
      const size = i === 49 ? seven.length : Math.floor((seven.length * i) / 50);
      await writeFile(project.wasm("hello"), seven.subarray(0, size));
    }
    const { reloads } = await serving(seven);
    const since = reloads.slice(
      0,
      reloads.findIndex(({ at, digest: of }) => at === before?.at && of === before.digest),
    );
    expect(since.filter(({ outcome }) => outcome === "swapped")).toHaveLength(1);
    expect(await answer()).toBe("seven");
  });

  it("that is taken back while it is being linked leaves the component as it was", async () => {
    const seven = await build("seven", 50_000);
    for (let round = 0; round < 3; round++) {
      const eight = await build(`eight-${round}`, 4_000_000);
      const linking = studio.component("hello", "linking");
      await project.replace("hello", eight);
      await linking;
      await project.replace("hello", seven);
      await serving(seven);
    }
    expect(await answer()).toBe("seven");
  });

  it("is found when its folder was removed and made anew, as clean builds do", async () => {
    await rm(dirname(project.wasm("hello")), { recursive: true });
    await studio.component("hello", "stale");
    const nine = await build("nine");
    await mkdir(dirname(project.wasm("hello")));
    await writeFile(project.wasm("hello"), nine);
    await serving(nine);
    expect(await answer()).toBe("nine");
    await project.replace("hello", await build("seven", 50_000));
    await serving(await build("seven", 50_000));
  });

  it("is read again when a person asks for it, although it is the same", async () => {
    const before = await studio.api.component("hello");
    await studio.api.reload("hello");
    const after = await studio.api.component("hello");
    expect(after.reloads[0]).toMatchObject({ outcome: "swapped", digest: before.build?.digest, changes: [] });
    expect(after.build?.since).toBeGreaterThan(before.build?.since ?? 0);
    expect(await answer()).toBe("seven");
  });
});

it("may be swapped in by turning a link to it, in a folder with an odd name", async () => {
  const folder = join(await testFolder(), "odd #1 %20 [x] {y} (z) \u00e4 \u4e16");
  await mkdir(folder);
  for (const text of ["left", "right"]) await writeFile(join(folder, text), await build(text));
  const link = join(folder, "current.wasm");
  const turn = async (target: string) => {
    await symlink(target, `${link}.new`);
    await rename(`${link}.new`, link);
  };
  await turn("left");
  await using linked = await openTestStudio(link);
  await linked.ready("current");
  expect(await (await fetch(linked.http)).text()).toBe("left 1\n");
  await turn("right");
  const right = digest(await build("right"));
  await linked.until(async () => (await linked.api.component("current")).build?.digest === right);
  expect(await (await fetch(linked.http)).text()).toBe("right 2\n");
});

it("ends calls of the old build that go on for too long, and says so", async () => {
  const settings = { kv: { limits: { guestTimeMs: 3_600_000 } } };
  const own = await testProject({ components: { kv: await guest("kv") }, settings });
  await using swapped = await openTestStudio(own);
  await swapped.ready("kv");
  const looping = swapped.api.invoke({ component: "kv", target: "increment-then-loop", args: ["n", 1] });
  await swapped.invocation(({ changes }) => changes === 1);
  await own.replace("kv", await guest("typed"));
  const ended = await looping;
  const { reason } = await swapped.ended(ended.invocation);
  expect([ended.outcome, reason]).toEqual([
    "killed",
    expect.stringMatching(/^ended by the studio: it still ran 10 s after build [0-9a-f]{8} had taken .* Call again/),
  ]);
  expect(await swapped.problem(/^component:kv:drain:/)).toMatchObject({ severity: "warning", component: "kv" });
  expect((await swapped.api.component("kv")).state).toBe("ready");
});
