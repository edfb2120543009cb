import { copyOfGuestbook } from "./fixtures/project.ts";
import { expect, type Studio, test as base } from "./fixtures/studio.ts";

interface Fixtures {
  readonly studio: Studio;
}

const test = base.extend<Fixtures>({
  studio: async ({ open, keep }, use) => {
    await use(await open(await keep(copyOfGuestbook())));
  },
});

const LONG = `/${"long-path/".repeat(30)}`;

async function visit({ api }: Studio): Promise<void> {
  const send = (method: string, target: string) => api.send({ component: "api", method, target, headers: [] });
  await send("GET", "/health");
  await send("GET", LONG);
}

test("what failed is found at one press, and what an invocation caused is a filter", async ({ studio, picture }) => {
  const { activity } = studio.window;
  await visit(studio);
  await expect(activity.rows()).toHaveText([/GET \/health/, /↳ guestbook\.ping/, /long-path/]);
  await activity.failed.click();
  await expect(activity.rows()).toHaveText([/long-path.*404/]);
  await activity.failed.click();
  await expect(activity.rows()).toHaveCount(3);

  await activity.rows().first().click();
  await activity.openTab("Caused");
  await activity.onlyThese.click();
  await expect(activity.rows()).toHaveText([/GET \/health/, /↳ guestbook\.ping/]);
  await picture(studio, "caused");
});

test("a long name leaves the pane its width, and Escape closes it with the focus in the list", async ({ studio }) => {
  const { window } = studio;
  const { activity, page } = window;
  await visit(studio);
  await activity.rows(/long-path/).click();
  await expect(activity.title).toContainText("long-path");
  await expect(activity.closeButton).toBeInViewport();
  await activity.closeButton.click();
  await expect(activity.title).toHaveCount(0);
  await expect(activity.grid).toBeFocused();
  await page.keyboard.press("End");
  await expect(activity.title).toContainText("long-path");
  await page.keyboard.press("Enter");
  await expect(activity.tab("Host calls")).toBeFocused();
  await activity.grid.focus();
  await page.keyboard.press("Escape");
  await expect(activity.title).toHaveCount(0);
  await expect(activity.grid).toBeFocused();
});

test("calls of clocks are left out and calls are found, without losing the tree", async ({ studio }) => {
  const { activity } = studio.window;
  await visit(studio);
  await activity.rows().first().click();
  await expect(activity.span("monotonic-clock.now").first()).toBeVisible();
  await activity.noClocks.click();
  await expect(activity.span("monotonic-clock.now")).toHaveCount(0);
  await activity.findCalls.fill("guestbook.ping");
  await expect(activity.span(/request.*guestbook\.ping/)).toHaveCount(1);
});

test("a column that was sized is as wide in the next window, by pointer and by keys", async ({ studio }) => {
  const { window } = studio;
  const { activity, page } = window;
  await visit(studio);
  const grip = activity.grip("Outcome");
  const width = async () => (await activity.columnHead("Outcome").boundingBox())?.width;
  await expect.poll(width).toBe(132);
  const box = await grip.boundingBox();
  if (box === null) throw new Error("The grip has no place.");
  await page.mouse.move(box.x + 4, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(box.x - 46, box.y + 8, { steps: 5 });
  await page.mouse.up();
  await expect.poll(width).toBe(182);
  await grip.focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(width).toBe(174);
  await page.reload();
  await window.ready();
  await expect.poll(width).toBe(174);
  await grip.dblclick();
  await expect.poll(width).toBe(132);
});

test("rows are exported as they are filtered", async ({ studio }) => {
  const { activity } = studio.window;
  await visit(studio);
  await activity.failed.click();
  await expect(activity.rows()).toHaveCount(1);
  expect(JSON.parse(await activity.exported("NDJSON"))).toMatchObject({
    component: "api",
    title: `GET ${LONG}`,
    status: 404,
  });
  const [head, row, end] = (await activity.exported("CSV")).split("\r\n");
  expect([head?.startsWith("id,started,component"), row?.includes(",404,"), end]).toEqual([true, true, ""]);
});
