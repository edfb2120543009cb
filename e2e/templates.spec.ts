import { graveFaults } from "./fixtures/grave-faults.ts";
import { orders } from "./fixtures/orders-project.ts";
import { expect, LOST_CONNECTION, test } from "./fixtures/studio.ts";

/** No text, with line ends and a byte order mark that an editor could lose. */
const BYTES = Uint8Array.of(0xff, 0x00, 0x0d, 0x0a, 0xef, 0xbb, 0xbf);

test("a message is kept under a name, outlives the studio, is sent again byte by byte, renamed, deleted, and brought back", async ({
  openFragile,
  keep,
  picture,
  complaints,
}) => {
  complaints.expect(LOST_CONNECTION);
  const studio = await openFragile(await keep(orders()));
  const { messages, page } = studio.window;
  await studio.window.allReady();
  await studio.window.go("Messages");
  await messages.publishButton.click();
  await messages.write("Request", "echo", '{"say": "it"}');
  await messages.composer.getByRole("button", { name: "Save as template" }).click();
  await messages.name("Ask the echo", "Save");
  await messages.showTemplates();
  await expect(messages.templates).toHaveText([/Ask the echo.*echo.*request/]);
  await picture(studio, "saved");

  // One from the list, whose body is no text.
  await studio.api.publish({ backend: "messaging", subject: "orders.raw", body: BYTES });
  await messages.choose("orders.raw");
  await messages.button("Save as template").click();
  // The question stays when the window changes its size.
  await page.setViewportSize({ width: 900, height: 600 });
  await picture(studio, "question");
  await messages.name("Raw order", "Save");
  await studio.api.clearMessages();

  await studio.kill();
  const { link, api } = await studio.restart();
  await page.goto(link);
  await studio.window.ready();
  await studio.window.allReady();
  await studio.window.visit("/messages?compose=1");
  await expect(messages.templates).toHaveText([/Ask the echo/, /Raw order.*orders\.raw.*7 B.*publish/]);
  await messages.composer.getByRole("button", { name: "Send Raw order" }).click();
  await expect(messages.rows("orders.raw")).toHaveCount(1);
  const [sent] = await api.messages({ filter: "subject:=orders.raw", limit: 1 });
  expect(sent?.body.kept).toEqual(BYTES);

  await messages.templates
    .first()
    .getByRole("button", { name: /^Ask the echo/ })
    .click();
  await expect(messages.subject).toHaveValue("echo");
  await expect(messages.written).toContainText('{"say": "it"}');
  await messages.written.fill('{"say": "more"}');
  await messages.composer.getByRole("button", { name: "Save as template" }).click();
  await messages.name("Ask the echo", "Replace");
  await messages.templateMenu("Ask the echo", "Rename…");
  await messages.name("Zebra", "Rename");
  await expect(messages.templates).toHaveText([/^Raw order/, /^Zebra.*say.*more/]);
  await messages.templateMenu("Zebra", "Delete");
  await expect(messages.templates).toHaveText([/^Raw order/]);
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(messages.templates).toHaveText([/^Raw order/, /^Zebra.*say.*more/]);
  await picture(studio, "kept");
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    expect([...(await graveFaults(page, scheme))]).toEqual([]);
  }
});
