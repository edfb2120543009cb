import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { courier } from "../src/main/studio/egress/fixtures/courier.ts";
import { Servers } from "../src/main/studio/egress/fixtures/servers.ts";
import { projectOf } from "./fixtures/project.ts";
import { expect, test } from "./fixtures/studio.ts";

test("a request that the project does not allow is asked about; a no, a yes for once and a yes for always each hold", async ({
  open,
  keep,
  picture,
}) => {
  await using servers = new Servers();
  let served = 0;
  const authority = await servers.http((_request, response) => {
    served += 1;
    response.writeHead(204).end();
  });
  const project = await keep(projectOf("courier", await courier()));
  const studio = await open(project);
  const { activity, call, egress } = studio.window;
  await studio.window.allReady();
  await studio.window.go("Exports");
  await call.chooseFunction("get");
  await call.field("authority").fill(authority);
  await call.field("path").fill("/parcels?for=me");

  await call.callButton.click();
  await expect(egress.questions).toContainText(`courier wants to send GET http://${authority}/parcels?for=me`);
  await picture(studio, "asked");
  expect(served).toBe(0);
  await egress.answer("Refuse");
  await expect(egress.questions).toHaveCount(0);
  await expect(call.outcome).toHaveText("error");
  await expect(call.resultText).toContainText("HTTP-request-denied");
  expect(served).toBe(0);

  await call.callButton.click();
  await egress.answer("Allow once");
  await expect(call.resultText).toHaveText("204");
  expect(served).toBe(1);

  await call.callButton.click();
  await egress.answer("Always allow in this project");
  await expect.poll(() => served).toBe(2);
  await expect(call.resultText).toHaveText("204");
  expect(await readFile(join(project.path, "vitrine.jsonc"), "utf8")).toContain(`"http://${authority}"`);

  await call.callButton.click();
  await expect.poll(() => served).toBe(3);
  await expect(egress.questions).toHaveCount(0);
  await studio.window.go("Activity");
  await expect(activity.rows(/get/)).toHaveCount(4);
  await expect(activity.outcome(activity.rows(/get/).last())).toHaveText("ok");
});

test("the time a component waits for an answer is not its own, and its end takes the question away", async ({
  open,
  keep,
}) => {
  await using servers = new Servers();
  const authority = await servers.http((_request, response) => void response.writeHead(204).end());
  const studio = await open(await keep(projectOf("courier", await courier(), { limits: { guestTimeMs: 1500 } })));
  const { activity, egress } = studio.window;
  await studio.window.allReady();
  const reply = studio.api.invoke({ component: "courier", target: "get", args: [false, authority, "/"] });
  const row = activity.rows(/get/);
  await expect(egress.questions).toHaveCount(1);
  // Longer than the limit of its own time: were that still running, it would have ended by now.
  await expect
    .poll(async () => (await activity.elapsedMs(row)) > 4000, { message: "it waits for four seconds" })
    .toBe(true);
  await expect(activity.outcome(row)).toContainText("running");
  await activity.killButton(row).click();
  expect((await reply).outcome).toBe("killed");
  await expect(egress.questions).toHaveCount(0);
});
