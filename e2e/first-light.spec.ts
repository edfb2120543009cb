import { httpHello } from "../test/guests/guests.ts";
import { copyOfExample, projectOf } from "./fixtures/project.ts";
import { expect, test } from "./fixtures/studio.ts";

test("one press on the example shows the request, its host calls, the key, the change and the log line", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(copyOfExample()));
  const { activity, keyvalue, logs } = studio.window;
  await expect(studio.window.heading("No invocations yet")).toBeVisible();
  await picture(studio, "empty");

  await studio.window.sendButton.click();

  const row = activity.rows(/^GET \//);
  // Pressed while the component was still being linked, it waits for that.
  await expect(activity.outcome(row)).toHaveText("200", { timeout: 60_000 });
  await expect(activity.longOutcome("200 OK")).toBeVisible();
  const increment = activity.span(/atomics\.increment/);
  await expect(increment).toContainText('"hits" 1 → 1');
  await expect(activity.span(/store\.open/)).toContainText('"default"');

  await increment.click();
  await expect(activity.hostCallTitle).toHaveText(/^wasi:keyvalue\/atomics@0\.2\.0-draft#increment$/);
  await expect(activity.argument("key")).toHaveText('"hits"');
  await expect(activity.argument("delta")).toHaveText("1");
  await expect(activity.hostCallFact("result")).toHaveText(/^result\s*ok\s*1$/);
  await expect(activity.hostCallFact("changed")).toContainText('default/hits new "1"');
  await picture(studio, "host-call");

  const whole = await activity.bar(activity.wholeSpan);
  const part = await activity.bar(increment);
  expect(whole.left).toBeLessThan(1);
  expect(whole.right).toBeGreaterThan(whole.track - 3);
  expect(part.left).toBeGreaterThan(0);
  expect(part.right).toBeLessThanOrEqual(part.track + 1);

  await activity.openTab("Changes");
  await expect(activity.changes).toHaveText([/default\/hits.*increment.*before\s*no such key.*after\s*"1"/s]);
  await activity.openTab("Logs");
  await expect(activity.logLines).toContainText("hits went up by 1 to 1");
  await activity.openTab("Response");
  await expect(activity.detail).toContainText("Visit number 1.");

  await studio.window.go("Key-value");
  await keyvalue.choose("hits");
  await expect(keyvalue.value).toContainText("1");
  await picture(studio, "key");
  await studio.window.go("Logs");
  await expect(logs.lines).toContainText("hits went up by 1 to 1");
  await studio.window.go("Key-value");
  await keyvalue.writer.click();
  await expect(activity.title).toHaveText("GET /");
});

test("requests from outside appear while they happen, and the count goes on in an open value", async ({
  open,
  keep,
}) => {
  const studio = await open(await keep(copyOfExample()));
  const { window, http } = studio;
  const counted = await fetch(`${http}/count?by=2`, { method: "POST" });
  expect(await counted.json()).toEqual({ count: 2 });
  await expect(window.activity.rows()).toHaveCount(1);
  await expect(window.activity.outcome(window.activity.rows(/^POST \/count\?by=2$/))).toHaveText("200");

  await fetch(`${http}/nowhere`);
  await expect(window.activity.rows()).toHaveCount(2);
  await expect(window.activity.outcome(window.activity.rows(/^GET \/nowhere$/))).toHaveText("404");

  await window.go("Key-value");
  await window.keyvalue.choose("hits");
  await expect(window.keyvalue.value).toContainText("2");
  await fetch(`${http}/count?by=40`);
  await expect(window.keyvalue.value).toContainText("42");

  await expect(window.statusBar).toContainText("1 of 1 ready");
  await expect(window.statusBar).toContainText("recording");
  expect(await window.httpAddress()).toBe(http);
});

test("hundreds of requests are listed with few rows drawn, filtered, and cleared without touching the count", async ({
  open,
  keep,
}) => {
  const { window, http } = await open(await keep(projectOf("hello", await httpHello(), { http: true })));
  const { activity, keyvalue } = window;
  for (let hundred = 0; hundred < 3; hundred += 1) {
    const answers = Array.from({ length: 100 }, (_, at) => fetch(`${http}/n${hundred * 100 + at}`));
    for (const answer of await Promise.all(answers)) expect(answer.status).toBe(200);
  }
  // The head is a row as well.
  await expect(activity.grid).toHaveAttribute("aria-rowcount", "301");
  expect(await activity.rows().count()).toBeLessThan(100);

  await activity.filter.fill("/n29");
  await expect(activity.rows()).toHaveCount(11);
  await activity.filter.press("Enter");
  await activity.filter.fill("-/n299");
  await expect(activity.rows()).toHaveCount(10);
  await expect(activity.rows(/^GET \/n299$/)).toHaveCount(0);
  await fetch(`${http}/n29-late`);
  await expect(activity.rows(/^GET \/n29-late$/)).toBeVisible();
  await activity.filter.press("Escape");
  await expect(activity.grid).toHaveAttribute("aria-rowcount", "302");

  await activity.clear();
  await expect(window.heading("No invocations yet")).toBeVisible();
  await window.go("Key-value");
  await keyvalue.choose("hits");
  await expect(keyvalue.value).toContainText("301");
});
