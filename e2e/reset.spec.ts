import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Page } from "@playwright/test";

import { guest } from "../test/guests/guests.ts";
import { graveFaults } from "./fixtures/grave-faults.ts";
import { type Project, projectOf } from "./fixtures/project.ts";
import { expect, type Studio, test } from "./fixtures/studio.ts";

const KV = "test:kv/ops@0.1.0#";

/** A project whose only backend begins with this seed. */
async function seeded(seed: string): Promise<Project> {
  const project = await projectOf("store", await guest("kv"));
  const file = join(project.path, "vitrine.jsonc");
  const manifest = JSON.parse(await readFile(file, "utf8")) as object;
  const backends = { cache: { kind: "keyvalue", seed: "cache.json" } };
  await writeFile(file, JSON.stringify({ ...manifest, backends }, undefined, 2));
  await writeFile(join(project.path, "cache.json"), seed);
  return project;
}

/** What the guest finds under a key. */
async function seen({ api }: Studio, key: string): Promise<string | null> {
  const reply = await api.invoke({ component: "store", target: `${KV}get`, args: [key] });
  expect(reply.outcome).toBe("ok");
  const value = reply.value as { readonly base64: string } | null;
  return value === null ? null : Buffer.from(value.base64, "base64").toString();
}

async function set({ api }: Studio, key: string, text: string): Promise<void> {
  const reply = await api.invoke({ component: "store", target: `${KV}set`, args: [key, { text }] });
  expect(reply.outcome).toBe("ok");
}

async function expectNoGraveFaults(page: Page): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    expect([...(await graveFaults(page, colorScheme))]).toEqual([]);
  }
}

test("a backend goes back to its seed from its menu, and Undo brings everything back", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(seeded('{ "default": { "greeting": "hello", "other": "o" } }')));
  const { window } = studio;
  const { keyvalue, page } = window;
  await window.allReady();
  expect(await seen(studio, "greeting")).toBe("hello");
  await set(studio, "greeting", "changed by the guest");
  await set(studio, "own", "the guest's own");
  await window.go("Key-value");
  await keyvalue.choose("greeting");
  await expect(keyvalue.value).toContainText("changed by the guest");

  await keyvalue.backendMenu("cache").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("End");
  await expect(keyvalue.menuItem("Reset cache")).toBeFocused();
  await picture(studio, "menu");
  await expectNoGraveFaults(page);
  await page.keyboard.press("Enter");
  await window.holdNotification("Reset cache: 3 keys deleted, 2 keys seeded.");
  await expect(keyvalue.value).toContainText("hello");
  await expect(keyvalue.rows()).toHaveCount(2);
  expect([await seen(studio, "greeting"), await seen(studio, "own")]).toEqual(["hello", null]);
  await keyvalue.openHistory();
  await window.holdNotification("Reset cache");
  await expect(keyvalue.versions.first()).toContainText(/from the seed.*"hello"/s);
  await picture(studio, "history");

  await window.undo("Reset cache");
  await expect(keyvalue.rows()).toHaveCount(3);
  expect([await seen(studio, "greeting"), await seen(studio, "own")]).toEqual([
    "changed by the guest",
    "the guest's own",
  ]);
  await expect(keyvalue.versions.first()).toContainText(/by hand: undone.*"changed by the guest"/s);
});

test("all state goes once the project's name is typed, and Ctrl+Z takes that back", async ({ open, keep, picture }) => {
  const studio = await open(await keep(seeded('{ "default": { "greeting": "hello" } }')));
  const { window } = studio;
  const { keyvalue, palette, page } = window;
  await window.allReady();
  await set(studio, "own", "x");
  const ask = async () => {
    await palette.open();
    await palette.field.fill("reset");
    await expect(palette.option("Reset all state")).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Enter");
    await expect(keyvalue.resetQuestion).toContainText("2 keys in 1 bucket");
  };
  await ask();
  await picture(studio, "question");
  await expectNoGraveFaults(page);
  const confirm = keyvalue.resetQuestion.getByRole("button", { name: "Reset all state" });
  await expect(keyvalue.resetQuestion.getByRole("textbox")).toBeFocused();
  await page.keyboard.type("stor");
  await expect(confirm).toBeDisabled();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(keyvalue.resetQuestion).toBeHidden();
  expect(await seen(studio, "own")).toBe("x");

  await ask();
  await page.keyboard.type("store");
  await expect(confirm).toBeEnabled();
  await page.keyboard.press("Enter");
  await window.holdNotification("Reset all state: 2 keys deleted, 1 key seeded.");
  await expect(keyvalue.resetQuestion).toBeHidden();
  expect([await seen(studio, "own"), await seen(studio, "greeting")]).toEqual([null, "hello"]);
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => seen(studio, "own")).toBe("x");
});

test("a seed that cannot be used is named with its place, and a reset says that it begins empty", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(seeded('{\n  "default": { "greeting": { "bas64": "AA==" } }\n}')));
  const { window } = studio;
  await window.allReady();
  await set(studio, "own", "x");
  await window.go("Problems");
  await expect(window.main).toContainText("The seed of cache cannot be used");
  await expect(window.main).toContainText('Did you mean "base64"?');
  await expect(window.main).toContainText("cache.json:2:28");
  await picture(studio, "problem");
  await window.go("Key-value");
  await window.keyvalue.backendMenu("cache").click();
  await window.keyvalue.menuItem("Reset cache").click();
  await expect(window.failure).toContainText("What is wrong with the seed of cache stands in Problems.");
  expect(await seen(studio, "own")).toBeNull();
});
