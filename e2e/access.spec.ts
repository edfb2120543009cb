import type { Locator } from "@playwright/test";

import { guest, httpHello } from "../test/guests/guests.ts";
import { graveFaults } from "./fixtures/grave-faults.ts";
import { layoutFaults } from "./fixtures/layout.ts";
import { copyOfExample, projectOf } from "./fixtures/project.ts";
import { putObject } from "./fixtures/put-object.ts";
import { expect, LOST_CONNECTION, type Studio, test } from "./fixtures/studio.ts";

interface Place {
  readonly hash: string;
  /** Resolves when it is on screen. */
  readonly shows: () => Promise<void>;
}

const OBJECTS = { "docs/a.json": '{"a": 1}', "logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>' };

/** Every view, with something in it. */
function places({ window }: Studio): readonly Place[] {
  const { activity, blobs, call, component, doctor, keyvalue, links, logs, messages, problems } = window;
  const sees = (locator: Locator) => () => expect(locator).toBeVisible();
  return [
    { hash: "/activity?inv=LAST&call=2", shows: sees(activity.hostCall) },
    { hash: "/activity?inv=LAST&tab=changes", shows: () => expect(activity.changes).toHaveCount(1) },
    { hash: "/activity?inv=LAST&tab=response", shows: sees(activity.headerValues.first()) },
    { hash: "/activity?inv=LAST&tab=logs", shows: sees(activity.logLines) },
    { hash: "/problems", shows: sees(problems.none) },
    { hash: "/logs", shows: sees(logs.lines) },
    { hash: "/component/counter", shows: sees(component.imports.first()) },
    { hash: "/component/counter?tab=exports", shows: sees(component.exports.first()) },
    { hash: "/keyvalue/counts/default?key=hits", shows: sees(keyvalue.value) },
    { hash: "/keyvalue/counts/default?key=hits&tab=history", shows: () => expect(keyvalue.versions).toHaveCount(1) },
    { hash: "/keyvalue/counts/default?new=1", shows: sees(keyvalue.newKeyPane) },
    { hash: "/blobs/blobstore/files?object=docs/a.json&folder=docs/", shows: sees(blobs.preview) },
    { hash: "/blobs/blobstore/files?object=logo.svg", shows: sees(blobs.image) },
    { hash: "/blobs/blobstore/files?object=logo.svg&tab=history", shows: () => expect(blobs.versions).toHaveCount(1) },
    { hash: "/blobs/blobstore/files?object=logo.svg&tab=details", shows: sees(blobs.facts) },
    { hash: "/blobs/blobstore/files?dir=docs/", shows: sees(blobs.folderPane) },
    { hash: "/messages?msg=1", shows: sees(messages.body) },
    { hash: "/messages?msg=1&mtab=lineage", shows: sees(messages.lineage) },
    { hash: "/messages?compose=1", shows: sees(messages.written) },
    { hash: "/messages/subscriptions", shows: sees(window.heading("Nothing subscribes")) },
    { hash: "/links", shows: sees(links.table("counter")) },
    { hash: "/config", shows: sees(window.heading("No configuration")) },
    { hash: "/secrets", shows: sees(window.heading("No secrets declared")) },
    { hash: "/http", shows: sees(call.request) },
    { hash: "/exports", shows: sees(call.form) },
    { hash: "/run", shows: sees(window.heading("No component runs as a command")) },
    { hash: "/doctor", shows: sees(doctor.rows.first()) },
    { hash: "/import", shows: sees(window.heading("There is nothing to import")) },
    { hash: "/nowhere", shows: sees(window.heading("There is no such view")) },
  ];
}

async function withOneRequest(studio: Studio): Promise<readonly Place[]> {
  await fetch(`${studio.http}/count`);
  await studio.api.publish({ backend: "messaging", subject: "visits", body: new TextEncoder().encode('{"hits":1}') });
  for (const [name, text] of Object.entries(OBJECTS)) {
    await putObject(studio.api, { backend: "blobstore", container: "files", name }, new TextEncoder().encode(text));
  }
  const [last] = await studio.api.invocations({ limit: 1 });
  return places(studio).map((place) => ({ ...place, hash: place.hash.replace("LAST", String(last?.id)) }));
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`no view has a grave accessibility fault in ${colorScheme} colors`, async ({ open, keep, picture }) => {
    test.slow();
    const studio = await open(await keep(copyOfExample()));
    const { page } = studio.window;
    await page.emulateMedia({ colorScheme });
    // The frame is in every view: a fault of it is told once.
    const faults = new Map<string, string>();
    for (const { hash, shows } of await withOneRequest(studio)) {
      await studio.window.visit(hash);
      await shows();
      await picture(studio, `${colorScheme}-${hash.replaceAll(/\W+/g, "-")}`);
      for (const [fault, what] of await graveFaults(page, colorScheme)) faults.set(fault, `${hash}: ${what}`);
    }
    expect(Object.fromEntries(faults)).toEqual({});
  });
}

test("the address restores each view, and a reload keeps it", async ({ open, keep }) => {
  test.slow();
  const studio = await open(await keep(copyOfExample()));
  for (const { hash, shows } of await withOneRequest(studio)) {
    await studio.window.visit(hash);
    await studio.window.page.reload();
    await studio.window.ready();
    await shows();
  }
});

test("a small window has no horizontal scroll, and nothing lies over a control", async ({ open, keep, picture }) => {
  test.slow();
  const studio = await open(await keep(copyOfExample()));
  const { page } = studio.window;
  await page.setViewportSize({ width: 900, height: 600 });
  for (const { hash, shows } of await withOneRequest(studio)) {
    await studio.window.visit(hash);
    await shows();
    await picture(studio, `small-${hash.replaceAll(/\W+/g, "-")}`);
    // What is shown has read its data, and is laid out anew with it.
    await expect.poll(() => layoutFaults(page), { message: `the layout of ${hash}` }).toEqual([]);
  }
});

test("the first request, its host call and its key are reached by the keyboard alone", async ({ open, keep }) => {
  const { window } = await open(await keep(copyOfExample()));
  const { activity, keyvalue, page } = window;
  await window.allReady();
  await window.tabTo(window.sendButton);
  await page.keyboard.press("Enter");
  await expect(activity.outcome(activity.rows(/^GET \/$/))).toHaveText("200");
  await window.tabTo(activity.grid);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowDown");
  await expect(activity.chosenRow).toHaveCount(1);
  await window.tabTo(activity.spans);
  await activity.stepTo("increment");
  await expect(activity.hostCallTitle).toHaveText(/increment/);
  await expect(activity.argument("key")).toHaveText('"hits"');
  await window.tabTo(activity.changedKey("default/hits"));
  await page.keyboard.press("Enter");
  await expect(keyvalue.value).toContainText("1");
  await window.tabTo(keyvalue.editButton);
  await page.keyboard.press("Enter");
  await window.tabTo(keyvalue.editor);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("41");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(window.notification("Saved hits.")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+Shift+Enter");
  await expect(keyvalue.value).toContainText("42");
  await page.keyboard.press("ControlOrMeta+3");
  await expect(window.logs.lines).toContainText("hits went up by 1 to 42");

  await window.palette.open();
  await page.keyboard.type("hits");
  await expect(window.palette.option("hits")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(keyvalue.title("hits")).toBeVisible();
  await page.keyboard.press("ControlOrMeta+b");
  await expect(window.navigationItem("Logs")).not.toContainText("Logs");
});

test("who asks for less motion gets none", async ({ open, keep }) => {
  const { window, api } = await open(await keep(projectOf("loop", await guest("loop"))));
  const { page, activity } = window;
  const reply = api.invoke({ component: "loop", target: "run", args: [0] });
  await expect(activity.outcome(activity.rows())).toContainText("running");
  const moving = () =>
    page.evaluate(() => document.getAnimations().filter((each) => each.playState === "running").length);
  await expect.poll(moving).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await expect.poll(moving).toBe(0);
  await activity.killButton(activity.rows()).click();
  await reply;
});

test("a lost connection is told, keeps what was read, and heals with everything that happened meanwhile", async ({
  shell,
  openFragile,
  keep,
  complaints,
  picture,
}) => {
  test.skip(shell === "electron", "cuts the TCP line of a served studio; the app has a MessagePort");
  complaints.expect(LOST_CONNECTION);
  const studio = await openFragile(await keep(projectOf("hello", await httpHello(), { http: true })));
  const { window, http, line } = studio;
  const { clock } = window.page;
  await clock.install();
  await fetch(http);
  await expect(window.activity.rows()).toHaveCount(1);

  line.cut();
  await window.inState("lost");
  // While its clock stands still the window does not try again by itself: the press is what brings the studio back.
  await clock.pauseAt(Date.now() + 60_000);
  await expect(window.lostBanner).toBeVisible();
  await expect(window.statusBar).toContainText("not connected");
  await expect(window.statusBar).not.toContainText(/ready|recording|calls\/s|127\.0\.0\.1/);
  await expect(window.activity.rows()).toHaveCount(1);
  await fetch(http);
  await fetch(http);
  await picture(studio, "lost");
  await window.go("Key-value");
  await expect(window.heading("The studio is not there")).toBeVisible();
  await window.go("Activity");

  line.mend();
  await window.reconnect();
  await window.ready();
  await clock.resume();
  await expect(window.lostBanner).toHaveCount(0);
  await expect(window.activity.rows()).toHaveCount(3);
  await fetch(http);
  await expect(window.activity.rows()).toHaveCount(4);

  line.cut();
  await window.inState("lost");
  line.mend();
  // By itself as well, after a pause.
  await window.ready();
  await window.sendButton.click();
  await expect(window.activity.rows()).toHaveCount(5);
});
