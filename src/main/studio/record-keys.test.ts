import { expect, it } from "vitest";

import { echo } from "./fixtures/guests.ts";
import { edit } from "./project-changes/testing/edit-project.ts";
import { openTestStudio, testProject, type TestStudio } from "./test-studio.ts";

/** Sends so many bytes with a header, and what the record has of them. */
async function recorded(studio: TestStudio, bytes: number) {
  const answer = await fetch(studio.http, {
    method: "POST",
    headers: { "x-key": "anything" },
    body: "x".repeat(bytes),
  });
  await answer.arrayBuffer();
  const { request, response } = await studio.ended(Number(answer.headers.get("x-vitrine-invocation")));
  const key = request?.headers.find(([name]) => name.toLowerCase() === "x-key")?.[1];
  const bodies = [request, response].map((message) => [message?.body.kept.length, message?.body.total]);
  return { key, bodies };
}

it("record.maxBodyKiB and record.redact say what of a request is kept, and count at once when they change", async () => {
  const project = await testProject({
    components: { echo: await echo() },
    manifest: { record: { maxBodyKiB: 1, redact: ["header:X-Key"] } },
  });
  await using studio = await openTestStudio(project);
  await studio.ready("echo");
  const cut = [
    [1024, 1500],
    [1024, 1500],
  ];
  expect(await recorded(studio, 1500)).toEqual({ key: "«not recorded»", bodies: cut });
  await edit(project, (file) => {
    file["record"] = { maxBodyKiB: 2 };
    file["name"] = "edited";
  });
  await studio.until(async () => (await studio.api.project()).name === "edited");
  const whole = [
    [1500, 1500],
    [1500, 1500],
  ];
  expect(await recorded(studio, 1500)).toEqual({ key: "anything", bodies: whole });
});

it("record.auto keeps the last invocations, and fewer when it says so", async () => {
  const project = await testProject({
    components: { echo: await echo() },
    manifest: { record: { auto: "last-3" } },
  });
  await using studio = await openTestStudio(project);
  await studio.ready("echo");
  for (let sent = 0; sent < 5; sent++) await recorded(studio, 1);
  const kept = (wanted: number) =>
    studio.until(async () => (await studio.api.invocations({ limit: 10 })).length === wanted);
  await kept(3);
  await edit(project, (file) => {
    file["record"] = { auto: "last-1" };
  });
  await kept(1);
});

it("what has no effect is a problem with its line, which goes with it", async () => {
  const project = await testProject({ components: { echo: await echo() }, manifest: { tests: "recordings/**" } });
  await using studio = await openTestStudio(project);
  const { title, location } = await studio.problem(/^manifest:tests:/);
  expect([title.startsWith("tests has no effect"), location]).toEqual([
    true,
    expect.stringMatching(/^vitrine\.jsonc:\d+:3$/),
  ]);
  await edit(project, (file) => {
    delete file["tests"];
  });
  await studio.until(async () => (await studio.api.project()).problems.length === 0);
});
