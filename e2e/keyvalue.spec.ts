import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { guest } from "../test/guests/guests.ts";
import { projectOf } from "./fixtures/project.ts";
import { expect, type Studio, test as base } from "./fixtures/studio.ts";

const KV = "test:kv/ops@0.1.0#";
const utf8 = new TextEncoder();
/** The start of a PNG: not UTF-8, with zeros, line ends of both kinds and the byte that ends a text for DOS. */
const PNG = Uint8Array.of(
  0x89,
  0x50,
  0x4e,
  0x47,
  0x0d,
  0x0a,
  0x1a,
  0x0a,
  0,
  0,
  0,
  0x0d,
  0x49,
  0x48,
  0x44,
  0x52,
  0xff,
  0,
);

interface Fixtures {
  readonly studio: Studio;
  readonly store: Store;
}

/** The bucket of the guest, read and written from the side of the component. */
class Store {
  readonly #studio: Studio;

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  async set(key: string, value: Uint8Array | string): Promise<void> {
    const base64 = Buffer.from(typeof value === "string" ? utf8.encode(value) : value).toString("base64");
    await this.#call("set", [key, { base64 }]);
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    const value = (await this.#call("get", [key])) as { readonly base64: string } | null;
    return value === null ? undefined : new Uint8Array(Buffer.from(value.base64, "base64"));
  }

  /** As an editor would, many at once. */
  async fill(keys: readonly string[]): Promise<void> {
    const { api } = this.#studio;
    const value = utf8.encode("x");
    await Promise.all(keys.map((key) => api.setValue({ backend: "keyvalue", bucket: "default", key, value })));
  }

  async #call(name: string, args: readonly unknown[]): Promise<unknown> {
    const reply = await this.#studio.api.invoke({ component: "store", target: `${KV}${name}`, args });
    expect(reply.outcome).toBe("ok");
    return reply.value;
  }
}

const test = base.extend<Fixtures>({
  studio: async ({ open, keep }, use) => {
    await use(await open(await keep(projectOf("store", await guest("kv")))));
  },
  store: async ({ studio }, use) => {
    await use(new Store(studio));
  },
});

test("binary values are shown, edited and saved byte for byte", async ({ studio, store, picture }) => {
  const { keyvalue } = studio.window;
  await store.set("icon", PNG);
  await studio.window.go("Key-value");
  await keyvalue.choose("icon");
  await expect(keyvalue.hexRow("00000000")).toHaveText(
    "0000000089 50 4e 47 0d 0a 1a 0a  00 00 00 0d 49 48 44 52·PNG········IHDR",
  );
  await expect(keyvalue.hexRow("00000010")).toHaveText("00000010ff 00··");
  await picture(studio, "hex");

  await keyvalue.edit();
  await expect(keyvalue.form("Hex")).toHaveAttribute("aria-pressed", "true");
  await expect(keyvalue.form("Text")).toBeDisabled();
  await expect(keyvalue.editorLines()).toHaveText(["89 50 4e 47 0d 0a 1a 0a 00 00 00 0d 49 48 44 52", "ff 00"]);
  await keyvalue.editor.click();
  await studio.window.page.keyboard.press("ControlOrMeta+End");
  await studio.window.page.keyboard.type(" 0");
  await expect(keyvalue.said).toContainText("half a byte");
  await expect(keyvalue.saveButton).toBeDisabled();
  await studio.window.page.keyboard.type("a");
  await keyvalue.saveButton.click();

  await expect(studio.window.notification("Saved icon.")).toBeVisible();
  expect(await store.get("icon")).toEqual(Uint8Array.of(...PNG, 0x0a));
  await expect(keyvalue.hexRow("00000010")).toContainText("ff 00 0a");
});

test("text keeps every line end and invisible character through an edit", async ({ studio, store }) => {
  const text = "\uFEFFone\r\ntwo\rthree\n\tfour\u2028five\u0000";
  const { keyvalue, page } = studio.window;
  await store.set("note", text);
  await studio.window.go("Key-value");
  await keyvalue.choose("note");
  await keyvalue.edit();
  await keyvalue.form("Text").click();
  await keyvalue.editor.click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("!");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(studio.window.notification("Saved note.")).toBeVisible();
  expect(new TextDecoder("utf-8", { ignoreBOM: true }).decode(await store.get("note"))).toBe(`${text}!`);
  await keyvalue.showAs("Hex");
  await expect(keyvalue.hexRow("00000000")).toContainText("ef bb bf 6f 6e 65 0d 0a");
});

test("JSON is checked before it is saved, and an edit can be undone", async ({ studio, store }) => {
  const { keyvalue } = studio.window;
  await store.set("settings", '{"color": "green", "size": 12345678901234567890}');
  await studio.window.go("Key-value");
  await keyvalue.choose("settings");
  await expect(keyvalue.jsonRow("color")).toContainText("green");
  await keyvalue.edit();
  await expect(keyvalue.form("JSON")).toHaveAttribute("aria-pressed", "true");
  await keyvalue.write('{"color": }');
  await expect(keyvalue.said).toContainText("Not JSON");
  await expect(keyvalue.saveButton).toBeDisabled();
  await keyvalue.write('{"color": "red"}');
  await keyvalue.saveButton.click();
  await expect(keyvalue.jsonRow("color")).toContainText("red");
  expect(await store.get("settings")).toEqual(utf8.encode('{"color": "red"}'));

  await studio.window.undo("Saved settings.");
  await expect(keyvalue.jsonRow("color")).toContainText("green");
  expect(await store.get("settings")).toEqual(utf8.encode('{"color": "green", "size": 12345678901234567890}'));
});

test("a write of the guest during an edit is never lost silently", async ({ studio, store, picture }) => {
  const { keyvalue } = studio.window;
  await store.set("shared", "theirs 1");
  await studio.window.go("Key-value");
  await keyvalue.choose("shared");

  await keyvalue.edit();
  await keyvalue.write("mine");
  await store.set("shared", "theirs 2");
  await expect(keyvalue.said).toContainText("was written meanwhile");
  await keyvalue.saveButton.click();
  await expect(keyvalue.conflict).toBeVisible();
  await expect(keyvalue.conflicting("Your value")).toContainText("mine");
  await expect(keyvalue.conflicting("Stored value")).toContainText("theirs 2");
  await picture(studio, "conflict");
  await keyvalue.settleConflict("Keep the stored one");
  await expect(keyvalue.value).toContainText("theirs 2");
  expect(await store.get("shared")).toEqual(utf8.encode("theirs 2"));

  await keyvalue.edit();
  await keyvalue.write("mine again");
  await store.set("shared", "theirs 3");
  await keyvalue.saveButton.click();
  await keyvalue.settleConflict("Save mine");
  await expect(keyvalue.value).toContainText("mine again");
  expect(await store.get("shared")).toEqual(utf8.encode("mine again"));
});

test("keys are deleted one by one and many at a time, and Undo brings them back", async ({ studio, store }) => {
  const { window } = studio;
  const { keyvalue, page } = window;
  for (const key of ["a", "b", "c", "d"]) await store.set(key, `value of ${key}`);
  await window.go("Key-value");
  await keyvalue.choose("a");
  await keyvalue.deleteButton.click();
  await expect(keyvalue.rows()).toHaveCount(3);
  expect(await store.get("a")).toBeUndefined();
  await window.undo("Deleted a.");
  await expect(keyvalue.rows()).toHaveCount(4);
  expect(await store.get("a")).toEqual(utf8.encode("value of a"));

  await keyvalue.mark("b", "c", "d");
  await expect(keyvalue.bulkBar).toContainText("3 keys marked");
  await keyvalue.deleteMarked();
  await expect(keyvalue.rows()).toHaveCount(1);
  await expect(keyvalue.bucket("default")).toContainText("1");
  await window.undo("Deleted 3 keys.");
  await expect(keyvalue.rows()).toHaveCount(4);
  expect(await store.get("c")).toEqual(utf8.encode("value of c"));

  await keyvalue.choose("b");
  await keyvalue.grid.focus();
  await page.keyboard.press("Delete");
  await expect(keyvalue.row("b")).toHaveCount(0);
  await page.keyboard.press("ControlOrMeta+z");
  await expect(keyvalue.row("b")).toBeVisible();
});

test("a key that something newer was written to is left out of an undo, and named", async ({ studio, store }) => {
  const { window } = studio;
  for (const key of ["a", "b"]) await store.set(key, "old");
  await window.go("Key-value");
  await window.keyvalue.mark("a", "b");
  await window.keyvalue.deleteMarked();
  await expect(window.keyvalue.rows()).toHaveCount(0);
  await store.set("b", "new");
  await window.undo("Deleted 2 keys.");
  await expect(window.keyvalue.rows()).toHaveCount(2);
  await expect(window.failure).toContainText(/newer was written since to b/);
  expect(await store.get("a")).toEqual(utf8.encode("old"));
  expect(await store.get("b")).toEqual(utf8.encode("new"));
});

test("the history names who wrote each version and leads to the invocation", async ({ studio, store, picture }) => {
  const { keyvalue, activity } = studio.window;
  await store.set("page", "by the guest");
  await studio.window.go("Key-value");
  await keyvalue.choose("page");
  await keyvalue.edit();
  await keyvalue.write("by a person");
  await keyvalue.saveButton.click();
  await keyvalue.openHistory();
  await expect(keyvalue.versions).toHaveText([/by hand.*"by a person"/s, /store in invocation \d+.*"by the guest"/s]);
  await picture(studio, "history");
  await keyvalue.seeWriterOf(keyvalue.versions.last());
  await expect(activity.title).toContainText("set");
  await activity.openTab("Changes");
  await expect(activity.changes).toHaveText([/default\/page.*no such key.*"by the guest"/s]);
});

test("a new key is added, and one that is there already is not overwritten", async ({ studio, store }) => {
  const { window } = studio;
  await store.set("taken", "as it was");
  await window.go("Key-value");
  await window.keyvalue.newKeyButton.click();
  await window.keyvalue.newKey.fill("taken");
  await window.keyvalue.newValue.fill("overwritten");
  await window.keyvalue.addButton.click();
  await expect(window.keyvalue.newKeyPane).toContainText("There is a key taken already");
  await window.keyvalue.newKey.fill("odd/ key? #1 ü");
  await window.keyvalue.addButton.click();
  await expect(window.keyvalue.value).toContainText("overwritten");
  await expect(window.keyvalue.row("odd/ key? #1 ü")).toBeVisible();
  await window.page.reload();
  await window.ready();
  await expect(window.keyvalue.value).toContainText("overwritten");
  expect(await store.get("taken")).toEqual(utf8.encode("as it was"));
});

test("ten thousand keys are found and walked with few rows drawn", async ({ studio, store, picture }) => {
  const { window } = studio;
  const { keyvalue, page } = window;
  const keys = Array.from({ length: 10_000 }, (_, index) => `key-${String(index).padStart(5, "0")}`);
  await store.fill(keys);
  await window.go("Key-value");
  await expect(keyvalue.bucket("default")).toContainText(/10.?000/);
  await keyvalue.choose("key-00000");
  const drawn = [await keyvalue.drawnRows()];
  await keyvalue.grid.focus();
  await expect(async () => {
    await page.keyboard.press("End");
    drawn.push(await keyvalue.drawnRows());
    await expect(keyvalue.row("key-09999")).toBeVisible({ timeout: 100 });
  }).toPass({ timeout: 60_000 });
  await expect(keyvalue.title("key-09999")).toBeVisible();
  await page.keyboard.press("Home");
  await expect(keyvalue.row("key-00000")).toBeVisible();
  drawn.push(await keyvalue.drawnRows());
  expect(Math.max(...drawn)).toBeLessThan(120);
  await picture(studio, "ten-thousand");

  await keyvalue.search.fill("-0987");
  await expect(keyvalue.rows()).toHaveText(Array.from({ length: 10 }, (_, index) => new RegExp(`key-0987${index}`)));
  await keyvalue.search.fill("no such thing");
  await expect(window.heading("No key contains “no such thing”")).toBeVisible();
});

test("a bucket that the project keeps from its component is marked, and Problems has the line that lets it in", async ({
  open,
  keep,
}) => {
  const project = await keep(projectOf("store", await guest("kv")));
  const file = join(project.path, "vitrine.jsonc");
  const manifest = JSON.parse(await readFile(file, "utf8")) as object;
  const backends = { cache: { kind: "keyvalue", onlyListed: true, buckets: { sessions: "sessions" } } };
  await writeFile(file, JSON.stringify({ ...manifest, backends }));
  const { api, window } = await open(project);
  for (const bucket of ["default", "sessions"]) {
    await api.setValue({ backend: "cache", bucket, key: "k", value: utf8.encode("v") });
  }
  await window.go("Key-value");
  await expect(window.keyvalue.bucket("default")).toContainText("cache · not listed");
  await expect(window.keyvalue.bucket("sessions")).toContainText("cache · closed list");
  await window.keyvalue.bucket("default").click();
  await expect(window.main).toContainText("No component can open this bucket");
  await api.invoke({ component: "store", target: `${KV}get`, args: ["k"] });
  await window.go("Problems");
  await expect(window.problems.items).toContainText('store: the bucket "default" of cache was refused');
  await expect(window.problems.items).toContainText('"default": "default"');
});
