import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { MessageView } from "../../../shared/model.ts";
import { openTestStudio, type TestProject, testProject, type TestStudio } from "../test-studio.ts";
import { worker } from "./fixtures/guests.ts";

/** Stands still: no pause comes to its end by itself. */
const NOW = Date.now();
/** Its handler traps. */
const TRAPPING = "T";

let project: TestProject;
let studio: TestStudio;
beforeEach(async () => {
  project = await testProject({
    components: { worker: await worker() },
    manifest: { triggers: { messages: [{ subject: "work", component: "worker", concurrency: 1 }] } },
  });
  studio = await openTestStudio(project, { now: () => NOW });
  await studio.ready("worker");
});
afterEach(() => studio[Symbol.asyncDispose]());

const publish = (body: string) =>
  studio.api.publish({ backend: "messaging", subject: "work", body: Buffer.from(body) });

/** Messages by what is in them, oldest first, once they all fit. */
function messages(bodies: readonly string[], fits: (message: MessageView) => boolean): Promise<readonly MessageView[]> {
  return studio.until(async () => {
    const all = (await studio.api.messages({ limit: 100 })).toReversed();
    const found = all.filter(({ body }) => bodies.includes(Buffer.from(body.kept).toString()));
    return found.length === bodies.length && found.every(fits) && found;
  });
}

async function pauseWith(waiting: readonly string[]): Promise<void> {
  for (let failed = 0; failed < 10; failed++) await publish(TRAPPING);
  for (const body of waiting) await publish(body);
  await studio.until(async () => {
    const [subscription] = await studio.api.subscriptions();
    return subscription?.waiting === waiting.length && subscription.running === 0;
  });
  expect((await studio.api.component("worker")).crashLoop?.failures).toBe(10);
  const found = await messages(waiting, () => true);
  expect(found.flatMap(({ deliveries }) => deliveries)).toEqual(
    waiting.map(() => ({ component: "worker", subscription: "work" })),
  );
}

/** In which order they were handled, which has to be that of their publishing. */
async function handledInOrder(bodies: readonly string[]): Promise<void> {
  const found = await messages(bodies, ({ deliveries }) => deliveries[0]?.outcome !== undefined);
  expect(found.map(({ deliveries }) => deliveries[0]?.outcome)).toEqual(bodies.map(() => "ok"));
  const order = found.map(({ deliveries }) => deliveries[0]?.invocation ?? 0);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect((await studio.api.project()).problems).toEqual([]);
}

it("messages wait while their handler is paused, and go on in order when a person reloads it", async () => {
  await pauseWith(["one", "two", "three"]);
  await studio.api.reload("worker");
  await handledInOrder(["one", "two", "three"]);
});

/** A custom section of its own makes it another build. */
const mended = async () => Buffer.concat([await worker(), Uint8Array.of(0, 2, 1, 0x78)]);

/** The builds that handled them. */
async function builds(bodies: readonly string[]): Promise<ReadonlySet<string>> {
  const ids = (await messages(bodies, () => true)).map(({ deliveries }) => deliveries[0]?.invocation ?? 0);
  return new Set(await Promise.all(ids.map(async (id) => (await studio.api.invocation(id)).build)));
}

it("messages that waited go to the new build in order", async () => {
  await pauseWith(["one", "two", "three"]);
  const bytes = await mended();
  await project.replace("worker", bytes);
  const { build } = await studio.serving("worker", bytes);
  await handledInOrder(["one", "two", "three"]);
  expect(await builds(["one", "two", "three"])).toEqual(new Set([build?.digest]));
});

describe("a reload by hand of a component that is paused", () => {
  const waiting = Array.from({ length: 12 }, (_, at) => `waiting ${at}`);

  beforeEach(async () => {
    await studio[Symbol.asyncDispose]();
    studio = await openTestStudio(project, { now: () => NOW, watch: false });
    await studio.ready("worker");
  });

  it("gives what waited to the build that it reads, and nothing to the one before", async () => {
    await pauseWith(waiting);
    await project.replace("worker", await mended());
    await studio.api.reload("worker");
    const { build } = await studio.api.component("worker");
    await handledInOrder(waiting);
    expect(await builds(waiting)).toEqual(new Set([build?.digest]));
  });

  it("changes nothing where the new build does not link, and says that the pause stays", async () => {
    await pauseWith(waiting);
    await project.replace("worker", Buffer.from("no component"));
    await studio.api.reload("worker");
    const { crashLoop, state } = await studio.api.component("worker");
    const [subscription] = await studio.api.subscriptions();
    expect([crashLoop?.failures, state, subscription?.waiting, subscription?.running]).toEqual([10, "stale", 12, 0]);
    expect((await studio.problem(/^component:worker:link:/)).title).toBe(
      "worker: the new build cannot be used, the last good one stays paused, in its crash loop",
    );
    await project.replace("worker", await mended());
    await studio.api.reload("worker");
    await handledInOrder(waiting);
  });
});
