import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { guest } from "../test/guests/guests.ts";
import { projectOf } from "./fixtures/project.ts";
import { expect, type Studio, test as base } from "./fixtures/studio.ts";

const utf8 = new TextEncoder();

interface Fixtures {
  readonly studio: Studio;
  readonly fill: (values: Readonly<Record<string, Uint8Array | string>>) => Promise<void>;
}

const test = base.extend<Fixtures>({
  studio: async ({ open, keep }, use) => {
    await use(await open(await keep(projectOf("store", await guest("kv")))));
  },
  fill: async ({ studio }, use) => {
    await use(async (values) => {
      for (const [key, value] of Object.entries(values)) {
        const bytes = typeof value === "string" ? utf8.encode(value) : value;
        await studio.api.setValue({ backend: "keyvalue", bucket: "default", key, value: bytes });
      }
    });
  },
});

const CARTS = { "user:1:cart": "a", "user:1:name": "b", "user:2:cart": "c", visits: "7" };

test("keys that begin alike are folders, walked by keys, and a link to a key leads into its folder", async ({
  studio,
  fill,
  picture,
}) => {
  const { window } = studio;
  const { keyvalue, page } = window;
  await fill(CARTS);
  await window.go("Key-value");
  await expect(keyvalue.rows()).toHaveText([/^user:3/, /^visits/]);
  await keyvalue.grid.focus();
  await page.keyboard.press("Home");
  await expect(keyvalue.folderPane).toBeVisible();
  await picture(studio, "folder");
  await page.keyboard.press("ArrowRight");
  await expect(keyvalue.rows()).toHaveText([/^1:2/, /^2:1/]);
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await expect(keyvalue.rows()).toHaveText([/^cart/, /^name/]);
  await keyvalue.row("name").click();
  await expect(keyvalue.title("user:1:name")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(keyvalue.title("user:1:name")).toHaveCount(0);
  await page.keyboard.press("ArrowLeft");
  await expect(keyvalue.rows()).toHaveText([/^1:2/, /^2:1/]);

  await page.goto(page.url().replace(/#.*/, "#/keyvalue/keyvalue/default?key=user%3A2%3Acart"));
  await expect(keyvalue.rows()).toHaveText([/^cart/]);
  await expect(keyvalue.title("user:2:cart")).toBeVisible();

  await keyvalue.separator.selectOption({ label: "No folders" });
  await expect(keyvalue.rows()).toHaveText([/^user:1:cart/, /^user:1:name/, /^user:2:cart/, /^visits/]);
});

test("all keys that begin alike are deleted at once and come back, and the focus stays in the list", async ({
  studio,
  fill,
}) => {
  const { window } = studio;
  const { keyvalue, page } = window;
  await fill(CARTS);
  await window.go("Key-value");
  await keyvalue.row("user:").click();
  await page.keyboard.press("Delete");
  await expect(keyvalue.rows()).toHaveText([/^visits/]);
  await expect(keyvalue.title("visits")).toBeVisible();
  await expect(keyvalue.grid).toBeFocused();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(keyvalue.rows()).toHaveText([/^user:3/, /^visits/]);

  await keyvalue.choose("visits");
  await keyvalue.deleteButton.focus();
  await page.keyboard.press("Enter");
  await expect(keyvalue.rows()).toHaveText([/^user:3/]);
  await expect(keyvalue.grid).toBeFocused();
});

test("keys pressed before a folder is read do nothing to the rows of the last one", async ({
  openFragile,
  keep,
  shell,
}) => {
  test.skip(shell === "electron", "holds the TCP line of a served studio; the app has a MessagePort");
  const { window, api, line } = await openFragile(await keep(projectOf("store", await guest("kv"))));
  const { keyvalue, page } = window;
  const place = { backend: "keyvalue", bucket: "default" };
  for (const [key, text] of Object.entries(CARTS)) await api.setValue({ ...place, key, value: utf8.encode(text) });
  await window.go("Key-value");
  await expect(keyvalue.rows()).toHaveText([/^user:3/, /^visits/]);
  await keyvalue.grid.focus();
  await page.keyboard.press("Home");
  await expect(keyvalue.folderPane).toBeVisible();
  line.hold();
  await page.keyboard.press("Enter");
  await expect(keyvalue.crumbs).toContainText("user");
  for (const key of ["ArrowDown", "Delete"]) await page.keyboard.press(key);
  await expect(keyvalue.folderPane).toHaveCount(0);
  line.release();
  await expect(keyvalue.rows()).toHaveText([/^1:2/, /^2:1/]);
  expect((await api.keys({ ...place, limit: 10 })).map(({ key }) => key)).toEqual(Object.keys(CARTS));
});

test("a key is renamed, and not over another one", async ({ studio, fill }) => {
  const { window } = studio;
  const { keyvalue, page } = window;
  await fill({ old: "kept", taken: "as it was" });
  await window.go("Key-value");
  await keyvalue.choose("old");
  await keyvalue.grid.focus();
  await page.keyboard.press("F2");
  await keyvalue.renameTo("taken");
  await expect(window.failure).toContainText(/there is the key "taken" .* already/);
  await keyvalue.renameTo("new");
  await expect(keyvalue.rows()).toHaveText([/^new/, /^taken/]);
  await expect(keyvalue.value).toContainText("kept");
  await window.undo("Renamed old to new.");
  await expect(keyvalue.rows()).toHaveText([/^old/, /^taken/]);
});

test("a bucket is exported as a seed and comes back byte for byte", async ({ studio, fill, folders }) => {
  const { window } = studio;
  const { keyvalue, page } = window;
  const raw = Uint8Array.of(0, 255, 10);
  await fill({ text: "hello", raw });
  await window.go("Key-value");
  const download = page.waitForEvent("download");
  await keyvalue.backendMenu("keyvalue").click();
  await keyvalue.menuItem("Export default").click();
  const file = join(folders.data, "export.json");
  await (await download).saveAs(file);
  expect(JSON.parse(await readFile(file, "utf8"))).toEqual({ default: { raw: { base64: "AP8K" }, text: "hello" } });

  await studio.api.deleteKeys("keyvalue", "default", ["text", "raw"]);
  await expect(keyvalue.rows()).toHaveCount(0);
  await keyvalue.importFile("keyvalue", file);
  await expect(keyvalue.rows()).toHaveText([/^raw/, /^text/]);
  expect((await studio.api.value({ backend: "keyvalue", bucket: "default", key: "raw" })).bytes).toEqual(raw);
  await window.undo("Imported 2 keys.");
  await expect(keyvalue.rows()).toHaveCount(0);

  await writeFile(file, "{ not json");
  await keyvalue.importFile("keyvalue", file);
  await expect(window.failure).toContainText("Nothing was imported from export.json");
});
