import { expect, it } from "vitest";

import { guest } from "../../../test/guests/guests.ts";
import { nameNotes } from "./portable-names.ts";
import { openTestStudio, testProject } from "./test-studio.ts";

it("a key that NATS would refuse is a note in Problems, and stays what it is", async () => {
  const project = await testProject({ components: { kv: await guest("kv") } });
  await using studio = await openTestStudio(project);
  const key = { component: "kv", target: "increment", args: ["user:1", 1] };
  expect(await studio.api.invoke(key)).toMatchObject({ outcome: "ok", value: 1 });
  const note = await studio.problem(/^names:.*:nats-key$/);
  expect(note).toMatchObject({ severity: "info", title: expect.stringContaining('the key "user:1"') as string });
  expect(await studio.api.invoke(key)).toMatchObject({ outcome: "ok", value: 2 });
});

it.each([
  ["cards", undefined],
  ["my_cards", 'S3 would refuse the container name "my_cards" (files)'],
  ["cards.2026", 'NATS would refuse the container name "cards.2026" (files)'],
  ["My cards", 'S3 and NATS would refuse the container name "My cards" (files)'],
])("of a container %j: %s", (bucket, title) => {
  expect(nameNotes({ backend: "files", kind: "container", bucket })[0]?.title).toBe(title);
});
