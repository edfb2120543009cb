import { expect, it } from "vitest";

import { guest, httpHello } from "../../../../test/guests/guests.ts";
import { openTestStudio, testProject } from "../test-studio.ts";

it("a request that comes while the components at its path are linked waits for the one that answers HTTP", async () => {
  const components = { ops: await guest("kv"), typed: await guest("typed"), web: await httpHello({ text: "here" }) };
  await using studio = await openTestStudio(await testProject({ components }));
  // Nothing is waited for: none of the components has a build yet.
  const answers = await Promise.all(Array.from({ length: 4 }, () => fetch(studio.http)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(await answers[0]?.text()).toMatch(/^here \d+\n$/);
});

it("a request that no component at its path answers is told so, by a component that is there", async () => {
  const components = { ops: await guest("kv"), typed: await guest("typed"), unbuilt: undefined };
  await using studio = await openTestStudio(await testProject({ components }));
  const answer = await fetch(studio.http);
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("1");
  expect(await answer.text()).toMatch(/^The component unbuilt is not ready: /);
});
