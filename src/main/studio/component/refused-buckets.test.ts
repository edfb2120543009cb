import { expect, it } from "vitest";

import { guest } from "../../../../test/guests/guests.ts";
import { changed, edit } from "../project-changes/testing/edit-project.ts";
import { openTestStudio, testProject, type TestStudio } from "../test-studio.ts";

/** The component opens the bucket `default`, and traps where it cannot. */
const increment = (studio: TestStudio) =>
  studio.api.invoke({ component: "kv", target: "increment", args: ["hits", 1] });

/** What `open` answered last. */
async function opened(studio: TestStudio): Promise<unknown> {
  const { invocation } = await increment(studio);
  const [open] = await studio.hostCalls(invocation);
  return open?.result;
}

const noBucketProblem = async (studio: TestStudio) =>
  (await studio.api.project()).problems.every(({ id }) => !id.startsWith("component:kv:bucket:"));

it("a backend with a closed list has no other bucket, which is told with the line that adds it, until it is added", async () => {
  const project = await testProject({
    components: { kv: await guest("kv") },
    manifest: { backends: { cache: { kind: "keyvalue", onlyListed: true, buckets: { sessions: "sessions" } } } },
  });
  await using studio = await openTestStudio(project);
  await studio.ready("kv");
  expect(await opened(studio)).toEqual({ t: "variant", tag: "no-such-store" });
  expect(await studio.problem(/^component:kv:bucket:/)).toMatchObject({
    severity: "warning",
    title: 'kv: the bucket "default" of cache was refused',
    detail: expect.stringMatching(/no buckets but those.+got no-such-store.+backends\.cache\.buckets/) as string,
    fix: '"default": "default"',
    component: "kv",
  });
  expect((await studio.api.project()).backends).toContainEqual({
    name: "cache",
    kind: "keyvalue",
    renamed: [["sessions", "sessions"]],
    onlyListed: true,
  });
  expect(await studio.api.buckets()).toEqual([]);

  await edit(project, (file) => {
    file["backends"] = { cache: { kind: "keyvalue", onlyListed: true, buckets: { default: "shop" } } };
  });
  await changed(studio, "kv", "links");
  expect([(await increment(studio)).value, await noBucketProblem(studio)]).toEqual([1, true]);
  expect(await studio.api.buckets()).toMatchObject([{ backend: "cache", name: "shop", keys: 1 }]);
});

it("a link with a list keeps other buckets from its component, and from no other", async () => {
  const bytes = await guest("kv");
  const links = (...buckets: string[]) => [{ import: "wasi:keyvalue", to: "keyvalue", buckets }];
  const project = await testProject({
    components: { kv: bytes, other: bytes },
    settings: { kv: { links: links("sessions") } },
    manifest: { backends: { keyvalue: { kind: "keyvalue" } } },
  });
  await using studio = await openTestStudio(project);
  await studio.ready("kv");
  await studio.ready("other");
  expect(await opened(studio)).toEqual({ t: "variant", tag: "access-denied" });
  expect(await studio.problem(/^component:kv:bucket:/)).toMatchObject({
    title: 'kv: the bucket "default" of keyvalue was refused',
    detail: expect.stringMatching(/got access-denied.+components\.kv\.links/) as string,
    fix: '"default"',
  });
  expect(await studio.api.invoke({ component: "other", target: "increment", args: ["hits", 1] })).toMatchObject({
    value: 1,
  });
  await edit(project, ({ components }) => {
    components["kv"] = { ...components["kv"], links: links("sessions", "default") };
  });
  await changed(studio, "kv", "links");
  expect([(await increment(studio)).value, await noBucketProblem(studio)]).toEqual([2, true]);
});
