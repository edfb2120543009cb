import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { guest } from "../test/guests/guests.ts";
import { type Project, projectAt, temporaryFolder } from "./fixtures/project.ts";
import { expect, test } from "./fixtures/studio.ts";

async function everyPlace(): Promise<Project> {
  const path = await temporaryFolder();
  const names = ["kv", "blobs"];
  const manifest = {
    version: 1,
    name: "places",
    components: Object.fromEntries(names.map((name) => [name, { wasm: `build/${name}.wasm` }])),
    triggers: { http: [] },
  };
  const project = projectAt(path, "places", (name) => join(path, "build", `${name}.wasm`));
  await writeFile(join(path, "vitrine.jsonc"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  await mkdir(join(path, "build"));
  await project.build("kv", await guest("kv"));
  await project.build("blobs", await guest("blobs"));
  return project;
}

test("the palette leads to a component, a bucket, a key, a container, an object, a subject, an invocation and an action", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(everyPlace()));
  const { window, api } = studio;
  const { page, palette, activity, keyvalue, blobs, component, messages, links } = window;
  await window.allReady();
  const counted = await api.invoke({ component: "kv", target: "increment", args: ["teapots", 3] });
  const put = ["kitchen", "shelf/teapot.txt", { text: "short and stout" }];
  await api.invoke({ component: "blobs", target: "put", args: put });
  for (const subject of ["teapots.boiled", "cups.broken"]) {
    await api.publish({ backend: "messaging", subject, body: new Uint8Array() });
  }

  const jump = async (typed: string, to: string | RegExp) => {
    await palette.open();
    await page.keyboard.type(typed);
    const option = palette.option(to);
    await expect(option).toHaveCount(1);
    while ((await option.getAttribute("aria-selected")) !== "true") await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(palette.dialog).toHaveCount(0);
  };
  await jump("kv", /^Components\s*kv/);
  await expect(component.card).toHaveAccessibleName("Component kv");
  await jump("default", /^Buckets\s*default/);
  await expect(keyvalue.row("teapots")).toBeVisible();
  await window.go("Activity");
  await jump("teapots", /^Keys\s*teapots/);
  await expect(keyvalue.value).toContainText("3");
  await jump("kitchen", /^Containers\s*kitchen/);
  await expect(blobs.row("shelf/")).toBeVisible();
  await jump("teapot.txt", /^Objects\s*shelf\/teapot\.txt/);
  await expect(blobs.preview).toContainText("short and stout");
  await jump("boiled", /^Subjects\s*teapots\.boiled/);
  await expect(messages.rows()).toHaveCount(1);
  await expect(messages.rows("teapots.boiled")).toBeVisible();
  await jump(`increment ${counted.invocation}`, /^Invocations.*increment/);
  await expect(activity.title).toContainText("increment");
  await jump("go to links", /^Actions\s*Go to Links/);
  await expect(links.table("kv")).toBeVisible();

  await page.keyboard.press("ControlOrMeta+p");
  await expect(palette.field).toBeFocused();
  await page.keyboard.type("teapot");
  await expect(palette.option("shelf/teapot.txt")).toBeVisible();
  await expect(palette.option("Go to")).toHaveCount(0);
  await picture(studio, "jump");
  await page.setViewportSize({ width: 900, height: 600 });
  await expect(palette.dialog).toBeInViewport({ ratio: 1 });
  await page.keyboard.type(" nowhere");
  await expect(palette.dialog).toContainText("Nothing has these words.");
  await page.keyboard.press("Escape");
  await expect(palette.dialog).toHaveCount(0);
});

test("what is chosen in the palette stays chosen when results come above it", async ({ openFragile, keep, shell }) => {
  test.skip(shell === "electron", "holds the TCP line of a served studio; the app has a MessagePort");
  const { window, api, line } = await openFragile(await keep(everyPlace()));
  const { page, palette } = window;
  await window.allReady();
  await api.invoke({ component: "kv", target: "increment", args: ["teapots", 1] });
  for (const subject of ["teapots.boiled", "teapots.cold"]) {
    await api.publish({ backend: "messaging", subject, body: new Uint8Array() });
  }
  await window.go("Messages");
  await expect(window.messages.rows()).toHaveCount(2);
  await palette.open();
  await expect(palette.option(/^Buckets\s*default/)).toHaveCount(1);
  line.hold();
  await page.keyboard.type("teapots");
  await expect(palette.option(/teapots/)).toHaveCount(2);
  await page.keyboard.press("ArrowDown");
  const chosen = palette.option("teapots.boiled");
  await expect(chosen).toHaveAttribute("aria-selected", "true");
  line.release();
  await expect(palette.option(/^Keys\s*teapots/)).toHaveCount(1);
  await expect(chosen).toHaveAttribute("aria-selected", "true");
});
