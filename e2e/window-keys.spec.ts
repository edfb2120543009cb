import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { guest } from "../test/guests/guests.ts";
import { layoutFaults } from "./fixtures/layout.ts";
import { copyOfGuestbook, type Project, projectOf } from "./fixtures/project.ts";
import { expect, test } from "./fixtures/studio.ts";

/** What it says beside what `projectOf` writes; a key that means nothing is a problem with a place. */
async function withManifest(project: Promise<Project>, more: object): Promise<Project> {
  const made = await project;
  const path = join(made.path, "vitrine.jsonc");
  const manifest = JSON.parse(await readFile(path, "utf8")) as { components: object };
  await writeFile(path, JSON.stringify({ ...manifest, ...more }, undefined, 2));
  return made;
}

test("a view is reached and its rows are walked by keys alone; a change is undone and made again when its toast is gone", async ({
  open,
  keep,
}) => {
  const { window } = await open(await keep(copyOfGuestbook()));
  const { keyvalue, page } = window;
  // A view that is no list is scrolled.
  const links = page.getByRole("table").first();
  await window.visit("#/links");
  await expect(links).toBeVisible();
  await page.setViewportSize({ width: 1280, height: 500 });
  await page.keyboard.press("End");
  await expect(page.getByRole("table").last().getByRole("row").last()).toBeInViewport();
  await page.setViewportSize({ width: 1280, height: 720 });

  await page.keyboard.press("ControlOrMeta+4");
  await expect(page).toHaveTitle("Key-value – guestbook – Vitrine");
  await expect(keyvalue.rows()).toHaveCount(3);
  await page.keyboard.press("ArrowDown");
  await expect(keyvalue.title("entry-000001")).toBeVisible();
  await page.keyboard.press("Delete");
  await expect(keyvalue.row("entry-000001")).toHaveCount(0);
  await window.notification("Deleted entry-000001").getByRole("button", { name: "Dismiss" }).click();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(keyvalue.row("entry-000001")).toHaveCount(1);
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await expect(keyvalue.row("entry-000001")).toHaveCount(0);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(window.notification("Undone: Deleted entry-000001")).toBeVisible();
  await expect(keyvalue.row("entry-000001")).toHaveCount(1);
});

test("the output of builds is one press away, and one back; so are the settings", async ({ open, keep }) => {
  const { window } = await open(await keep(copyOfGuestbook()));
  const { page, panel } = window;
  await page.keyboard.press("ControlOrMeta+,");
  await page.getByRole("dialog", { name: "Settings" }).getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("combobox", { name: "Theme" }).selectOption("dark");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+`");
  await expect(panel.panel.getByRole("tab", { name: "Build output" })).toBeFocused();
  await page.keyboard.press("ControlOrMeta+`");
  await expect(panel.panel).toHaveCount(0);
});

test("a place in a file is copied, or opens in the editor that the settings name", async ({ open, keep, picture }) => {
  const project = withManifest(projectOf("counts", await guest("kv")), { unknwon: 1 });
  const studio = await open(await keep(project));
  const { page, problems } = studio.window;
  await studio.window.go("Problems");
  const place = problems.items.getByRole("button", { name: /^vitrine\.jsonc:\d+/ });
  // What its title says is not said again.
  expect((await problems.items.innerText()).match(/unknwon is not a key/g)).toHaveLength(1);
  await place.click();
  await studio.window
    .notification(/^Copied vitrine\.jsonc:\d+/)
    .getByRole("button", { name: "Open in an editor…" })
    .click();
  const settings = page.getByRole("dialog", { name: "Settings" });
  await settings.getByRole("combobox", { name: "Editor" }).selectOption("Visual Studio Code");
  await picture(studio, "settings");
  await page.keyboard.press("Escape");
  await expect(settings).toHaveCount(0);
  // Nothing here opens such an address; that it is asked for is what the page does.
  const asked = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        HTMLAnchorElement.prototype.click = function click() {
          resolve(this.href);
        };
      }),
  );
  await place.click();
  const { path } = await project;
  expect(await asked).toMatch(new RegExp(`^vscode://file${path}/vitrine\\.jsonc:\\d+:\\d+$`));
});

test("a window that is zoomed in to twice the size still has room for everything", async ({ open, keep, picture }) => {
  const command = ["sh", "-c", `echo ${"a very long command ".repeat(12)}`];
  const name = "a-component-with-a-name-as-long-as-names-can-be";
  const component = { wasm: `build/${name}.wasm`, build: { command } };
  const project = withManifest(projectOf(name, await guest("kv")), { components: { [name]: component } });
  const studio = await open(await keep(project));
  const { page } = studio.window;
  await page.setViewportSize({ width: 640, height: 400 });
  for (const hash of [`#/component/${name}`, "#/links", "#/config", "#/exports"]) {
    await studio.window.visit(hash);
    await expect.poll(() => layoutFaults(page), { message: `the layout of ${hash}` }).toEqual([]);
    await picture(studio, hash.split("/")[1] ?? "");
  }
});
