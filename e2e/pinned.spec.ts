import { httpHello } from "../test/guests/guests.ts";
import { projectOf } from "./fixtures/project.ts";
import { expect, LOST_CONNECTION, test } from "./fixtures/studio.ts";

test("a pinned request outlives the journal and the studio, is sent again as it was, and goes when it is unpinned", async ({
  openFragile,
  keep,
  picture,
  complaints,
}) => {
  complaints.expect(LOST_CONNECTION);
  const studio = await openFragile(await keep(projectOf("hello", await httpHello(), { http: true })));
  const { window } = studio;
  const { page, call, activity } = window;
  await window.allReady();
  await window.go("HTTP");
  await call.compose("POST", "/kept");
  await call.body.fill("a body");
  await call.send();
  await expect(call.status).toHaveText("200 OK");
  await call.compose("GET", "/forgotten");
  await call.send();
  await expect(call.sent).toHaveCount(2);
  const kept = call.sent.filter({ hasText: "/kept" });
  const pin = kept.getByRole("button", { name: "Pinned" });
  await pin.focus();
  await page.keyboard.press("Enter");
  await expect(pin).toHaveAttribute("aria-pressed", "true");
  await picture(studio, "pinned");
  await studio.api.clearJournal();
  await expect(call.sent).toHaveText([/\/kept/]);

  await studio.kill();
  const { link } = await studio.restart();
  await page.goto(link);
  await window.ready();
  await window.allReady();
  await window.go("HTTP");
  await expect(call.sent).toHaveText([/\/kept/]);
  await call.pick("/kept");
  await expect(call.body).toContainText("a body");
  await kept.getByRole("button", { name: "Again, as it was" }).click();
  await expect(call.sent).toHaveCount(2);
  await window.go("Activity");
  await expect(activity.rows("POST /kept")).toHaveCount(1);

  await window.go("HTTP");
  await kept.locator("button[aria-pressed=true]").click();
  await expect(call.sent).toHaveCount(1);
});
