import { readFile } from "node:fs/promises";

import { guest } from "../test/guests/guests.ts";
import { projectOf } from "./fixtures/project.ts";
import { putObject } from "./fixtures/put-object.ts";
import { expect, type Studio, test as base } from "./fixtures/studio.ts";

const OPS = "test:blobs/ops@0.1.0#";
/** One white pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=",
  "base64",
);
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"><rect width="120" height="80" rx="12" fill="#0f766e"/></svg>`;

interface Fixtures {
  readonly studio: Studio;
  readonly store: Store;
}

/** Containers of the project from the side of the component. */
class Store {
  readonly #studio: Studio;

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  async put(container: string, name: string, value: Uint8Array | string): Promise<void> {
    await this.#call("put", [container, name, { base64: Buffer.from(value).toString("base64") }]);
  }

  async get(container: string, name: string): Promise<string | undefined> {
    const value = (await this.#call("get", [container, name])) as { readonly base64: string } | null;
    return value === null ? undefined : Buffer.from(value.base64, "base64").toString();
  }

  /** As a person would, many at once. */
  async fill(container: string, names: readonly string[]): Promise<void> {
    const { api } = this.#studio;
    for (const name of names) await putObject(api, { backend: "blobstore", container, name });
  }

  async #call(name: string, args: readonly unknown[]): Promise<unknown> {
    const reply = await this.#studio.api.invoke({ component: "store", target: `${OPS}${name}`, args });
    expect(reply).toMatchObject({ outcome: "ok" });
    return reply.value;
  }
}

const test = base.extend<Fixtures>({
  studio: async ({ open, keep }, use) => {
    await use(await open(await keep(projectOf("store", await guest("blobs")))));
  },
  store: async ({ studio }, use) => {
    await use(new Store(studio));
  },
});

test("what a guest writes appears, is shown as what it is, and leads to the call that wrote it", async ({
  studio,
  store,
  picture,
}) => {
  const { window } = studio;
  const { blobs, activity } = window;
  await window.go("Blobs");
  await expect(window.heading("No containers yet")).toBeVisible();
  await picture(studio, "empty");

  await store.put("images", "icons/pixel.png", PNG);
  await store.put("images", "logo.svg", SVG);
  await store.put("images", "notes.json", '{"color": "green"}');
  await expect(blobs.rows()).toHaveText([/^icons\//, /^logo\.svg/, /^notes\.json/]);
  await blobs.choose("logo.svg");
  await expect(blobs.image).toBeVisible();
  await expect(blobs.preview).toContainText("120 × 80");
  await picture(studio, "image");
  await blobs.choose("notes.json");
  await expect(blobs.preview.getByRole("treeitem").filter({ hasText: "color" })).toContainText("green");

  await blobs.openFolder("icons/");
  await blobs.choose("pixel.png");
  await expect(blobs.preview).toContainText("1 × 1");
  await store.put("images", "icons/pixel.png", "not a picture any more");
  await expect(blobs.preview).toContainText("not a picture any more");
  await blobs.tab("History");
  await expect(blobs.versions).toHaveCount(2);
  await expect(blobs.versions.first()).toContainText("not a picture any more");
  await expect(blobs.versions.last()).toContainText("no such object");
  await blobs.tab("Details");
  await expect(blobs.pane).toContainText("icons/pixel.png");
  await picture(studio, "details");

  await blobs.writer.click();
  await expect(activity.hostCallTitle).toHaveText(/outgoing-value\.finish/);
  await activity.changedKey("images/icons/pixel.png").first().click();
  await expect(blobs.title("pixel.png")).toBeVisible();
  await expect(blobs.crumbs).toContainText("icons");
});

test("what a person uploads and deletes, the guest sees; each can be undone", async ({ studio, store, picture }) => {
  const { window } = studio;
  const { blobs } = window;
  await store.put("files", "a.txt", "the guest's");
  await window.go("Blobs");
  await expect(blobs.row("a.txt")).toBeVisible();

  await blobs.upload(
    { name: "a.txt", buffer: Buffer.from("mine") },
    { name: "large.bin", buffer: Buffer.alloc(700_000, "x") },
  );
  await window.holdNotification("Uploaded 2 files to files, 1 over what was there.");
  expect([await store.get("files", "a.txt"), (await store.get("files", "large.bin"))?.length]).toEqual([
    "mine",
    700_000,
  ]);
  await expect(blobs.row("large.bin")).toContainText("684 KiB");
  await picture(studio, "uploaded");
  await window.undo("Uploaded 2 files");
  await expect(blobs.row("large.bin")).toHaveCount(0);
  expect(await store.get("files", "a.txt")).toBe("the guest's");

  await blobs.drop({ name: "dropped.txt", text: "by hand" });
  await expect(window.notification("Uploaded dropped.txt to files.")).toBeVisible();
  await expect(blobs.preview).toContainText("by hand");
  expect(await store.get("files", "dropped.txt")).toBe("by hand");

  await blobs.mark("a.txt", "dropped.txt");
  await blobs.deleteMarked();
  await window.holdNotification("Deleted 2 objects.");
  await expect(window.heading("No objects in this container")).toBeVisible();
  expect(await store.get("files", "a.txt")).toBeUndefined();
  await window.undo("Deleted 2 objects.");
  await expect(blobs.rows()).toHaveCount(2);
  expect(await store.get("files", "dropped.txt")).toBe("by hand");
});

test("objects are renamed, copied, moved and downloaded by keys and buttons", async ({ studio, store }) => {
  const { window } = studio;
  const { blobs, page } = window;
  await store.put("files", "a/one.txt", "1");
  await store.put("files", "two.txt", "2");
  await window.go("Blobs");
  await blobs.choose("a/");
  await page.keyboard.press("Enter");
  // Until its rows are there the keys are for those of the container.
  await expect(blobs.rows()).toHaveText([/^one\.txt/]);
  await page.keyboard.press("ArrowDown");
  await expect(blobs.preview).toContainText("1");
  await page.keyboard.press("F2");
  await blobs.answer("Move", "b/renamed.txt");
  await expect(window.notification("Moved one.txt to b/renamed.txt.")).toBeVisible();
  await expect(blobs.crumbs).toContainText("b");
  await expect(blobs.title("renamed.txt")).toBeVisible();
  expect([await store.get("files", "a/one.txt"), await store.get("files", "b/renamed.txt")]).toEqual([undefined, "1"]);

  await blobs.act("Copy");
  await blobs.answer("Copy", "two.txt");
  await window.holdNotification("Copied renamed.txt to two.txt.");
  expect(await store.get("files", "two.txt")).toBe("1");
  await window.undo("Copied renamed.txt");
  await expect(blobs.preview).toContainText("2");

  const download = page.waitForEvent("download");
  await blobs.act("Download");
  const saved = await download;
  expect([saved.suggestedFilename(), await readFile(await saved.path(), "utf8")]).toEqual(["two.txt", "2"]);

  await blobs.choose("b/");
  await page.keyboard.press("Delete");
  await expect(blobs.row("b/")).toHaveCount(0);
  expect(await store.get("files", "b/renamed.txt")).toBeUndefined();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(blobs.row("b/")).toBeVisible();
});

test("containers are made, cleared and deleted, and come back with all that was in them", async ({ studio, store }) => {
  const { window } = studio;
  const { blobs } = window;
  await window.go("Blobs");
  await blobs.makeContainer("mine");
  await expect(window.notification("Created mine.")).toBeVisible();
  await expect(window.heading("No objects in this container")).toBeVisible();
  await store.put("mine", "o", "kept");
  await expect(blobs.row("o")).toBeVisible();

  await blobs.chooseInMenu("mine", /^Clear mine/);
  await expect(window.heading("No objects in this container")).toBeVisible();
  await window.undo("Cleared mine: 1 object deleted.");
  await expect(blobs.row("o")).toBeVisible();

  await blobs.chooseInMenu("mine", /^Delete mine/);
  await window.holdNotification("Deleted the container mine.");
  await expect(window.heading("No containers yet")).toBeVisible();
  expect(await store.get("mine", "o")).toBeUndefined();
  await window.undo("Deleted the container mine.");
  await expect(blobs.row("o")).toBeVisible();
  expect(await store.get("mine", "o")).toBe("kept");
});

test("names with slashes are folders or a flat list, and are searched either way", async ({ studio, store }) => {
  const { window } = studio;
  const { blobs } = window;
  await store.fill("many", ["2024/a", "2024/06/b", "2025/a", "top"]);
  await window.go("Blobs");
  await expect(blobs.rows()).toHaveText([/^2024\//, /^2025\//, /^top/]);
  await blobs.openFolder("2024/");
  await expect(blobs.rows()).toHaveText([/^06\//, /^a/]);
  await window.page.goBack();
  await expect(blobs.rows()).toHaveCount(3);
  await blobs.search.fill("a");
  await expect(blobs.rows()).toHaveText([/^2024\/a/, /^2025\/a/]);
  await blobs.search.fill("");
  await blobs.foldersToggle.click();
  await expect(blobs.rows()).toHaveText([/^2024\/06\/b/, /^2024\/a/, /^2025\/a/, /^top/]);
});

test("a large object is shown from its start, and more of it on demand", async ({ studio }) => {
  const { window, api } = studio;
  const { blobs } = window;
  const parts = ["a", "b", "c", "d"].map((letter) => Buffer.alloc(250_000, letter));
  await putObject(api, { backend: "blobstore", container: "large", name: "log.txt" }, ...parts);
  await window.go("Blobs");
  await blobs.choose("log.txt");
  await expect(blobs.preview).toContainText("first 64.0 KiB of 977 KiB");
  await blobs.preview.getByRole("button", { name: "Show more" }).click();
  await expect(blobs.preview).toContainText("first 256 KiB of 977 KiB");
  await blobs.preview.getByRole("button", { name: "Show all" }).click();
  await expect(blobs.preview.locator("pre")).toContainText(/d{100}$/);
});
