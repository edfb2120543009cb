import { orders } from "./fixtures/orders-project.ts";
import { expect, type Studio, test } from "./fixtures/studio.ts";

/** Has `api` publish, as a guest. */
async function guestPublishes({ api }: Studio, subject: string, text: string): Promise<void> {
  const args = [{ subject, body: { text }, "reply-to": null }];
  const { outcome } = await api.invoke({ component: "api", target: "publish", args });
  expect(outcome).toBe("ok");
}

const TO = 3;

test("what a component publishes is shown with its receivers, and leads to every invocation and back", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(orders()));
  const { activity, messages } = studio.window;
  await studio.window.allReady();
  await studio.window.go("Messages");
  await expect(studio.window.heading("No messages yet")).toBeVisible();

  // The worker publishes the whole body again, to `answers`.
  await guestPublishes(studio, "orders.new", ">answers");
  await expect(messages.rows("orders.new")).toContainText("api");
  await expect(messages.cell(messages.rows("orders.new"), TO)).toHaveText(/worker\s*ok\s*audit\s*ok/);
  await messages.choose("orders.new");
  await expect(messages.body).toContainText(">answers");
  await expect(messages.deliveries).toHaveText([/worker.*orders\.\*.*ok/, /audit.*orders\.>.*ok/]);
  await picture(studio, "message");

  await messages.openTab("Lineage");
  await expect(messages.lineage.getByRole("list", { name: /^Sent by invocation/ })).toHaveText([
    /publish.*answers/,
    /publish.*answers/,
  ]);
  await picture(studio, "lineage");
  await messages.deliveries
    .first()
    .getByRole("button", { name: /^invocation/ })
    .click();
  await expect(activity.detail).toContainText("worker");
  await activity.detail
    .getByRole("button", { name: /^message \d+$/ })
    .first()
    .click();
  await expect(messages.pane.getByRole("heading", { name: "orders.new" })).toBeVisible();

  // To the call that sent it, and from there back.
  await messages.button(/^invocation \d+, call \d+$/).click();
  await expect(activity.hostCallTitle).toHaveText(/messaging\/consumer.*publish/);
  await activity.hostCall.getByRole("button", { name: /^message \d+$/ }).click();
  await expect(messages.pane.getByRole("heading", { name: "orders.new" })).toBeVisible();
});

test("a person publishes and requests, the handlers run, and the reply is shown", async ({ open, keep, picture }) => {
  const studio = await open(await keep(orders()));
  const { activity, messages, page } = studio.window;
  await studio.window.allReady();
  await studio.window.go("Messages");
  await page.getByRole("button", { name: "Publish a test message" }).click();
  // The first subscription says what to begin with.
  await expect(messages.subject).toHaveValue("orders.test");
  await expect(messages.composer).toContainText("Goes to worker, audit.");
  await messages.write("Publish", "orders.paid", '{"id":7}');
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(messages.result).toContainText(/worker.*ok/);
  await expect(messages.result).toContainText(/audit.*ok/);
  await expect(messages.cell(messages.rows("orders.paid"), 2)).toHaveText("you");

  await messages.write("Request", "echo", "say it again");
  await messages.subject.press("ControlOrMeta+Enter");
  await expect(messages.result.getByRole("region", { name: "Reply body" })).toContainText("say it again");
  await expect(messages.replyTime(messages.rows("echo"))).toHaveText(/^\d/);
  await expect(messages.sent).toHaveText([/echo.*request/, /orders\.paid.*publish/]);
  await picture(studio, "composer");

  // Request and reply lead to each other.
  await messages.choose("echo");
  await messages.button(/^answered by message/).click();
  await expect(messages.pane).toContainText("reply · message");
  await messages.openTab("Request");
  await expect(messages.pane.getByRole("region", { name: "Request body" })).toContainText("say it again");
  await messages.button(/^answers message/).click();
  await expect(messages.pane.getByRole("heading", { name: "echo" })).toBeVisible();

  // Edited, it goes out as a new one; as it was, too.
  await messages.button("Edit and send").click();
  await expect(messages.written).toContainText("say it again");
  await messages.written.fill("and again");
  await messages.written.press("ControlOrMeta+Enter");
  await expect(messages.result.getByRole("region", { name: "Reply body" })).toContainText("and again");
  await messages.sent.last().getByRole("button", { name: "Again, as it was" }).click();
  await expect(messages.rows("orders.paid")).toHaveCount(2);
  await messages.result
    .getByRole("button", { name: /^invocation/ })
    .first()
    .click();
  await expect(activity.detail).toContainText("worker");
});

test("a message that reaches nobody says which subscriptions nearly match, and goes there on request", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(orders()));
  const { messages } = studio.window;
  await studio.window.allReady();
  await guestPublishes(studio, "Orders.new", "lost");
  await studio.window.go("Messages");
  await expect(messages.cell(messages.rows("Orders.new"), TO)).toHaveText("no subscriber matched");
  await messages.choose("Orders.new");
  await expect(messages.noSubscriber).toContainText("No subscriber matched.");
  await expect(messages.noSubscriber.getByRole("listitem").first()).toContainText(
    "orders.* of worker nearly matches. Only upper and lower case differ, and they count.",
  );
  await picture(studio, "nobody");
  await messages.noSubscriber.getByRole("button", { name: "Send to orders.new" }).first().click();
  await expect(messages.subject).toHaveValue("orders.new");
  await messages.subject.press("ControlOrMeta+Enter");
  await expect(messages.cell(messages.rows("orders.new"), TO)).toHaveText(/worker\s*ok\s*audit\s*ok/);

  await messages.write("Request", "nobody.home", "hello?");
  await expect(messages.composer).toContainText("Nobody listens to this subject.");
  await messages.subject.press("ControlOrMeta+Enter");
  await expect(messages.result.getByRole("alert")).toContainText("no responders");
  await messages.result.getByRole("button", { name: /^message \d+$/ }).click();
  await expect(messages.noSubscriber).toContainText("No responders.");
});

test("subscriptions say what they did, and lead to their messages; the filter narrows, a clear empties", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(orders()));
  const { messages, page } = studio.window;
  await studio.window.allReady();
  await guestPublishes(studio, "orders.new", "fine");
  await guestPublishes(studio, "orders.bad", "!fails");
  await guestPublishes(studio, "other", "nobody");
  await studio.window.go("Messages");
  await expect(messages.cell(messages.rows("orders.bad"), TO)).toHaveText(/worker\s*error\s*audit\s*error/);
  await messages.openSubscriptions();
  const worker = messages.subscriptions.filter({ hasText: "orders.*" });
  // Pattern, component, bus, queue, waiting, running, delivered, failed.
  await expect(worker.getByRole("cell")).toHaveText([
    "worker",
    "messaging",
    "none",
    "0",
    "0",
    "2",
    "1",
    /^vitrine\.jsonc:\d+:\d+$/,
    "",
  ]);
  await expect(messages.subscriptions.filter({ hasText: "echo" })).toContainText("half");
  await picture(studio, "subscriptions");
  await worker.getByRole("button", { name: "orders.*", exact: true }).click();
  await expect(messages.rows()).toHaveCount(2);
  await expect(messages.rows("other")).toHaveCount(0);

  await studio.window.visit("/messages?filter=sbject:a");
  await expect(studio.window.heading("The filter does not work")).toBeVisible();
  await expect(studio.window.main).toContainText("Did you mean subject:?");
  await studio.window.visit("/messages");
  await messages.filter.fill("-to:worker");
  await expect(messages.rows()).toHaveCount(1);
  await expect(messages.rows("other")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(messages.rows()).toHaveCount(3);
  await messages.clear();
  await expect(studio.window.heading("No messages yet")).toBeVisible();
});

test("rows are walked by the keyboard while new ones arrive, and are counted until one goes to them", async ({
  open,
  keep,
}) => {
  const studio = await open(await keep(orders()));
  const { messages, page } = studio.window;
  await studio.window.allReady();
  const body = new TextEncoder().encode("x");
  for (let i = 0; i < 60; i += 1) await studio.api.publish({ backend: "messaging", subject: `burst.${i}`, body });
  await studio.window.go("Messages");
  await expect(messages.rows("burst.59")).toBeVisible();
  await studio.window.tabTo(messages.grid);
  await page.keyboard.press("ArrowUp");
  await expect(messages.pane.getByRole("heading", { name: "burst.59" })).toBeVisible();
  await page.keyboard.press("Home");
  await expect(messages.pane.getByRole("heading", { name: "burst.0" })).toBeVisible();
  await expect(messages.live).toHaveAttribute("aria-pressed", "false");
  await studio.api.publish({ backend: "messaging", subject: "late.1", body });
  await studio.api.publish({ backend: "messaging", subject: "late.2", body });
  await expect(messages.unread).toHaveText("2 new");
  await messages.unread.click();
  await expect(messages.rows("late.2")).toBeVisible();
  await expect(messages.unread).toHaveCount(0);
});

test("a message for a component that is paused says why it waits, and goes on when that is reloaded", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(orders([{ subject: "jobs.*", component: "worker", concurrency: 1 }])));
  const { api } = studio;
  const { messages } = studio.window;
  await studio.window.allReady();
  await studio.window.go("Messages");
  const publish = (subject: string, body: string) =>
    api.publish({ backend: "messaging", subject, body: new TextEncoder().encode(body) });
  // Ten of them in a row are a loop; the others are tried before the last one, after longer and longer pauses.
  for (let bad = 0; bad < 15; bad++) await publish("jobs.bad", "Trap");
  await publish("jobs.good", "handle me");
  await messages.choose("jobs.good");
  await expect(messages.deliveries).toHaveText([
    /worker.*waits.*worker is paused until \d\d:\d\d:\d\d, because 1\d calls in a row failed.*unreachable/,
  ]);
  await picture(studio, "waiting");
  await messages.openSubscriptions();
  await expect(messages.subscriptions.filter({ hasText: "jobs.*" })).toContainText("paused");
  await picture(studio, "waiting-subscription");

  await api.reload("worker");
  await expect(messages.subscriptions.filter({ hasText: "jobs.*" })).not.toContainText("paused");
  await messages.openTraffic();
  await messages.choose("jobs.good");
  await expect(messages.deliveries).toHaveText([/worker.*jobs\.\*.*ok/]);
});
