import { graveFaults } from "./fixtures/grave-faults.ts";
import { orders } from "./fixtures/orders-project.ts";
import { publishAll } from "./fixtures/publish-all.ts";
import { expect, test } from "./fixtures/studio.ts";

test("subjects are a tree with counts that grow, and a choice in it is a part of the filter that can be taken back", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(orders()));
  const { messages, page } = studio.window;
  await studio.window.allReady();
  await studio.window.go("Messages");
  // What somebody listens to stands there before anything was sent.
  await expect(messages.node(/^echo/)).toHaveText(/echo\s*worker\s*0/);
  await publishAll(studio.api, [
    "orders.new",
    "orders.eu.created",
    "orders.eu.created",
    "orders",
    "lost.one",
    "lost.two",
  ]);
  await expect(messages.node(/^All subjects/)).toHaveText(/3 reached nobody, of 6$/);
  await expect(messages.node(/^orders\.>/)).toHaveText(/orders\.>\s*audit\s*3$/);
  await expect(messages.node(/^orders(?!\.)/)).toHaveText(/1 reached nobody, of 1$/);
  await picture(studio, "tree");

  await messages.node(/^orders\.>/).click();
  await expect(page).toHaveURL(/filter=subject%3Aorders\.%3E/);
  await expect(messages.rows()).toHaveCount(3);
  await expect(messages.subscribers.getByRole("listitem")).toHaveText([
    /orders\.>.*audit/,
    /orders\.\*.*worker.*a part of it/,
  ]);
  await picture(studio, "chosen");
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    expect([...(await graveFaults(page, scheme))]).toEqual([]);
  }

  await messages.node(/^orders(?!\.)/).click();
  await expect(messages.rows()).toHaveCount(1);
  await expect(messages.subscribers).toContainText("Nobody listens to it.");
  // Live: what arrives counts, and is listed where it fits.
  await publishAll(studio.api, ["orders", "orders.new"]);
  await expect(messages.node(/^orders(?!\.)/)).toHaveText(/2 reached nobody, of 2$/);
  await expect(messages.rows()).toHaveCount(2);

  await page.getByRole("button", { name: "Remove subject:=orders" }).click();
  await expect(messages.rows()).toHaveCount(8);
  await expect(messages.node(/^All subjects/)).toHaveAttribute("aria-selected", "true");

  await messages.clear();
  await expect(messages.node(/^All subjects/)).toHaveText(/All subjects\s*0$/);
  await expect(messages.node(/^lost/)).toHaveCount(0);
});

test("the tree of subjects is walked by the keyboard alone, and keeps what else the filter says", async ({
  open,
  keep,
}) => {
  const studio = await open(await keep(orders()));
  const { messages, page } = studio.window;
  await studio.window.allReady();
  await publishAll(studio.api, ["a.b.c", "a.b.d", "z"]);
  await studio.window.visit("/messages?filter=from:you");
  await expect(messages.rows()).toHaveCount(3);
  await studio.window.tabTo(messages.tree);
  await page.keyboard.press("ArrowDown");
  await expect(messages.node(/^a\.>/)).toHaveAttribute("aria-selected", "true");
  await expect(messages.node(/^a\.>/)).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("ArrowRight");
  await expect(messages.node(/^b\.>/)).toHaveAttribute("aria-level", "3");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(messages.node(/^c/)).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(messages.node(/^c/)).toHaveAttribute("aria-selected", "true");
  await expect(page).toHaveURL(/filter=subject%3A%3Da\.b\.c\+from%3Ayou/);
  await expect(messages.rows()).toHaveCount(1);
  // To the branch it is in, which then closes.
  await page.keyboard.press("ArrowLeft");
  await expect(messages.node(/^b\.>/)).toHaveAttribute("aria-selected", "true");
  await expect(messages.rows()).toHaveCount(2);
  await page.keyboard.press("ArrowLeft");
  await expect(messages.node(/^b\.>/)).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/filter=from%3Ayou$/);
  await expect(messages.rows()).toHaveCount(3);

  // A link to a subject shows where it is in the tree.
  await page.reload();
  await studio.window.ready();
  await studio.window.visit("/messages?filter=subject%3A%3Da.b.d");
  await expect(messages.node(/^d/)).toHaveAttribute("aria-selected", "true");
});

test("the tree is hidden where there is little room, and shown or hidden as somebody wanted it last", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(orders()));
  const { messages, page } = studio.window;
  await studio.window.allReady();
  await publishAll(studio.api, ["orders.eu.created"]);
  await studio.window.go("Messages");
  await expect(messages.tree).toBeVisible();
  await page.setViewportSize({ width: 900, height: 600 });
  await expect(messages.tree).toHaveCount(0);
  await messages.treeToggle.click();
  await expect(messages.node(/^orders\.>/)).toBeVisible();
  await picture(studio, "small");
  await page.reload();
  await studio.window.ready();
  await expect(messages.tree).toBeVisible();
  await page.setViewportSize({ width: 1280, height: 800 });
  await messages.treeToggle.click();
  await expect(messages.tree).toHaveCount(0);
  await page.reload();
  await studio.window.ready();
  await expect(messages.treeToggle).toHaveAttribute("aria-pressed", "false");
  await expect(messages.tree).toHaveCount(0);
});

test("very many subjects under one token are drawn as far as they are in sight, a thousand at first", async ({
  open,
  keep,
}) => {
  const studio = await open(await keep(orders()));
  const { messages, page } = studio.window;
  await studio.window.allReady();
  await publishAll(
    studio.api,
    Array.from({ length: 1500 }, (_, at) => `lots.${String(at).padStart(5, "0")}`),
  );
  await studio.window.go("Messages");
  await expect(messages.node(/^lots\.>/)).toHaveText(/1,500 reached nobody, of 1,500$/);
  await studio.window.tabTo(messages.tree);
  await messages
    .node(/^lots\.>/)
    .locator("button")
    .click();
  await expect(messages.node(/^00000/)).toHaveAttribute("aria-setsize", "1001");
  await messages.node(/^lots\.>/).click();
  await page.keyboard.press("End");
  await expect(messages.node(/^orders\.>/)).toHaveAttribute("aria-selected", "true");
  await messages.node(/^500 more/).click();
  await expect(messages.node(/^01000/)).toBeVisible();
  await page.keyboard.press("Home");
  await expect(messages.node(/^00000/)).toHaveAttribute("aria-setsize", "1500");
  expect(await messages.node(/^0/).count()).toBeLessThan(200);
});
