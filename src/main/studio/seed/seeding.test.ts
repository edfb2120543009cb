import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, it } from "vitest";

import { guest } from "../../../../test/guests/guests.ts";
import { openTestStudio, type TestProject, testProject, type TestStudio } from "../test-studio.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A project with the test guest, whose buckets are in these backends. */
async function seededProject(backends: object, seed: string): Promise<TestProject> {
  const project = await testProject({
    components: { kv: await guest("kv") },
    settings: { kv: { links: [{ import: "wasi:keyvalue", to: Object.keys(backends)[0] }] } },
    manifest: { backends },
  });
  await mkdir(join(project.folder, "seeds"));
  await reseed(project, seed);
  return project;
}

function reseed(project: TestProject, seed: string): Promise<void> {
  return writeFile(join(project.folder, "seeds", "cache.json"), seed);
}

const CACHE = { cache: { kind: "keyvalue", seed: "seeds/cache.json" } };
const quiet = { watch: false, triggers: false } as const;

/** What the guest sees under a key. */
async function seen(studio: TestStudio, key: string): Promise<string | null> {
  const reply = await studio.api.invoke({ component: "kv", target: "get", args: [key] });
  const value = reply.value as { readonly base64: string } | null;
  return value === null ? null : Buffer.from(value.base64, "base64").toString();
}

async function set(studio: TestStudio, key: string, value: string): Promise<void> {
  const { outcome } = await studio.api.invoke({ component: "kv", target: "set", args: [key, { text: value }] });
  expect(outcome).toBe("ok");
}

async function problems(studio: TestStudio) {
  return (await studio.api.project()).problems.filter(({ id }) => id.startsWith("seed:"));
}

it("a guest finds what the seed put there; a reset goes back to it, and undo to what was", async () => {
  const project = await seededProject(CACHE, '{ "default": { "greeting": "hello", "n": { "json": 7 } } }');
  {
    await using studio = await openTestStudio(project, quiet);
    expect([await seen(studio, "greeting"), await problems(studio)]).toEqual(["hello", []]);
    await set(studio, "greeting", "changed");
    await set(studio, "own", "x");
  }
  await using studio = await openTestStudio(project, quiet);
  expect([await seen(studio, "greeting"), await seen(studio, "own")]).toEqual(["changed", "x"]);

  const reply = await studio.api.resetState({ backend: "cache" });
  expect(reply).toMatchObject({
    deleted: 3,
    seeded: 2,
    unseeded: [],
    steps: [{ first: expect.any(Number) as number }],
  });
  expect([await seen(studio, "greeting"), await seen(studio, "own")]).toEqual(["hello", null]);
  const ref = { backend: "cache", bucket: "default", key: "greeting" };
  expect((await studio.api.keyHistory(ref, 3)).map(({ writer }) => writer.kind)).toEqual([
    "seed",
    "person",
    "invocation",
  ]);

  expect(await studio.api.undoReset(reply.steps)).toEqual({ restored: 3, skipped: [], more: 0 });
  expect([await seen(studio, "greeting"), await seen(studio, "own")]).toEqual(["changed", "x"]);
  await expect(studio.api.undoReset(reply.steps)).rejects.toMatchObject({ code: "state-conflict" });
});

it("a throw-away backend begins with its seed each time, and its reset can be undone beside the others'", async () => {
  const backends = {
    quick: { kind: "keyvalue", persist: false, seed: "seeds/cache.json" },
    kept: { kind: "keyvalue", seed: "seeds/cache.json" },
  };
  const project = await seededProject(backends, '{ "default": { "k": "seed" } }');
  for (let run = 0; run < 2; run++) {
    await using studio = await openTestStudio(project, quiet);
    expect(await seen(studio, "k")).toBe("seed");
    await set(studio, "k", "guest");
    const kept = { backend: "kept", bucket: "default", key: "k" };
    await studio.api.setValue({ ...kept, value: new TextEncoder().encode("person") });
    const { deleted, seeded, steps } = await studio.api.resetState({});
    expect([deleted, seeded, steps.length, await seen(studio, "k")]).toEqual([2, 2, 2, "seed"]);
    expect(await studio.api.undoReset(steps)).toMatchObject({ restored: 2 });
    expect([await seen(studio, "k"), text((await studio.api.value(kept)).bytes)]).toEqual(["guest", "person"]);
  }
});

it("a seed that is wrong is a problem with its place, and the project opens without it", async () => {
  const project = await seededProject(CACHE, '{\n  "default": { "k": 7 }\n}');
  await using studio = await openTestStudio(project, quiet);
  expect(await problems(studio)).toMatchObject([
    {
      severity: "error",
      title: "The seed of cache cannot be used",
      location: "seeds/cache.json:2:21",
      detail: expect.stringMatching(
        /default\.k must be a text.*Write "7".*\nNothing of it was written\. Mend it/,
      ) as string,
    },
  ]);
  await set(studio, "k", "x");
  expect(await studio.api.resetState({ backend: "cache" })).toMatchObject({
    deleted: 1,
    seeded: 0,
    unseeded: ["cache"],
  });
  await reseed(project, '{ "default": { "k": "mended" } }');
  expect(await studio.api.resetState({ backend: "cache" })).toMatchObject({ seeded: 1, unseeded: [] });
  expect([await problems(studio), await seen(studio, "k")]).toEqual([[], "mended"]);
});

it("a seed that changed since it was used is told of, and only a reset brings it in", async () => {
  const project = await seededProject(CACHE, '{ "default": { "k": "1" } }');
  await (await openTestStudio(project, quiet))[Symbol.asyncDispose]();
  await reseed(project, '{ "default": { "k": "2", "l": "2" } }');
  await using studio = await openTestStudio(project, quiet);
  expect(await problems(studio)).toMatchObject([{ severity: "info", id: "seed:cache:changed" }]);
  expect([await seen(studio, "k"), await seen(studio, "l")]).toEqual(["1", null]);
  await studio.api.resetState({});
  expect([await seen(studio, "k"), await seen(studio, "l"), await problems(studio)]).toEqual(["2", "2", []]);
});

it("fresh state begins with the seed, and where the old one went is told", async () => {
  const project = await seededProject(CACHE, '{ "default": { "k": "seed" } }');
  {
    await using studio = await openTestStudio(project, quiet);
    await set(studio, "k", "guest");
  }
  const told: string[] = [];
  const fresh = { ...quiet, fresh: true, onSetAside: (folder: string) => told.push(folder) };
  await using studio = await openTestStudio(project, fresh);
  expect(await seen(studio, "k")).toBe("seed");
  expect(await Promise.all(told.map((folder) => readdir(folder)))).toEqual([
    expect.arrayContaining(["state.sqlite", "content", "journal.sqlite"]),
  ]);
});

it("a blobstore begins with the folder it names, and a reset of it goes back there", async () => {
  const project = await testProject({
    components: { kv: undefined },
    manifest: { backends: { files: { kind: "blobstore", seed: "seeds/files" } } },
  });
  const folder = join(project.folder, "seeds", "files");
  await mkdir(join(folder, "images", "icons"), { recursive: true });
  await writeFile(join(folder, "images", "icons", "a.txt"), "seeded");
  await using studio = await openTestStudio(project, quiet);
  const { containers } = await studio.api.containers();
  expect(containers).toMatchObject([{ backend: "files", name: "images", objects: 1, bytes: 6 }]);
  await studio.api.changeContainer({ backend: "files", container: "images", change: "delete" });
  expect(await studio.api.resetState({ backend: "files" })).toMatchObject({ deleted: 0, seeded: 2, unseeded: [] });
  const ref = { backend: "files", container: "images", name: "icons/a.txt" };
  expect((await studio.api.object(ref)).writer.kind).toBe("seed");
  expect(await problems(studio)).toEqual([]);

  await writeFile(join(folder, "loose.txt"), "x");
  expect(await studio.api.resetState({ backend: "files" })).toMatchObject({ unseeded: ["files"] });
  expect(await problems(studio)).toMatchObject([{ location: "seeds/files/loose.txt", severity: "error" }]);
});

it("a reset of a backend that does not exist changes nothing", async () => {
  const project = await seededProject(CACHE, '{ "default": { "k": "seed" } }');
  await using studio = await openTestStudio(project, quiet);
  await expect(studio.api.resetState({ backend: "cash" })).rejects.toMatchObject({
    code: "state-not-found",
    message: expect.stringContaining("cache") as string,
  });
  expect(await seen(studio, "k")).toBe("seed");
});
