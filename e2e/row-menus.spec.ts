import { guest } from "../test/guests/guests.ts";
import { copyOfGuestbook, projectOf } from "./fixtures/project.ts";
import { expect, test } from "./fixtures/studio.ts";

const KV = "test:kv/ops@0.1.0#";

test("a row has a menu, by the mouse and by keys, with what can be done and copied", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(copyOfGuestbook()));
  const { api, window } = studio;
  const { activity, page } = window;
  const copied: string[] = [];
  await page.exposeFunction("heard", (text: string) => copied.push(text));
  await page.evaluate(() => {
    navigator.clipboard.writeText = (text) => (window as unknown as { heard(text: string): Promise<void> }).heard(text);
  });
  const menu = page.getByRole("menu");
  await api.send({ component: "api", method: "GET", target: "/health", headers: [["x-test", "1"]] });
  await api.send({ component: "api", method: "GET", target: "/nowhere", headers: [] });
  await expect(activity.rows()).toHaveCount(3);

  await activity.rows(/health/).click({ button: "right" });
  await expect(activity.title).toContainText("GET /health");
  await picture(studio, "invocation");
  await menu.getByRole("menuitem", { name: "Copy as fetch" }).click();
  await expect.poll(() => copied.at(-1)).toMatch(/^await fetch\("http:.*\/health", \{\n {2}headers: .*x-test/);
  await expect(activity.grid).toBeFocused();

  await page.keyboard.press("Shift+F10");
  await page.keyboard.press("End");
  await expect(menu.getByRole("menuitem", { name: "Only this and what it caused" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(activity.rows()).toHaveText([/GET \/health/, /↳ guestbook\.ping/]);
  await expect(page).toHaveURL(/filter=inv%3A\d+/);

  await activity.span("consumer.").first().click({ button: "right" });
  await menu.getByRole("menuitem", { name: "Copy as JSON" }).click();
  await expect
    .poll(() => JSON.parse(copied.at(-1) ?? "null"))
    .toMatchObject({ interface: "wasmcloud:messaging/consumer@0.2.0" });

  await window.go("Logs");
  const line = page.getByRole("log", { name: "Logs" }).getByText("There is no GET /nowhere");
  await line.click({ button: "right" });
  await menu.getByRole("menuitem", { name: "Only warn and above" }).click();
  await expect(page).toHaveURL(/level=warn/);
  // The filter language is understood there, too.
  const search = page.getByRole("searchbox", { name: "Search in logs" });
  await search.pressSequentially("component:api ");
  await expect(page.getByRole("combobox", { name: "Component" })).toHaveValue("api");
  await search.pressSequentially("nowhere");
  await expect(search).toHaveValue("nowhere");
});

test("a call is copied as WAVE, from the form and from the record", async ({ open, keep }) => {
  const { window } = await open(await keep(projectOf("counts", await guest("kv"))));
  const { activity, call, page } = window;
  const copied: string[] = [];
  await page.exposeFunction("heard", (text: string) => copied.push(text));
  await page.evaluate(() => {
    navigator.clipboard.writeText = (text) => (window as unknown as { heard(text: string): Promise<void> }).heard(text);
  });
  // Nothing here answers HTTP.
  await page.getByRole("banner").getByRole("button", { name: "Call an export" }).click();
  await call.chooseFunction(`${KV}increment`);
  await call.field("key").fill('a "b"');
  await call.field("by").fill("4");
  await page.getByRole("button", { name: "Copy the call" }).click();
  await page.getByRole("menuitem", { name: "Copy as WAVE" }).click();
  await expect.poll(() => copied).toEqual([String.raw`increment("a \"b\"", 4)`]);
  await call.callButton.click();
  await call.seeInvocation();
  await activity.rows().first().click({ button: "right" });
  await page.getByRole("menuitem", { name: "Copy as WAVE" }).click();
  await expect.poll(() => copied).toHaveLength(2);
  expect(copied[1]).toBe(copied[0]);
});

test("a key has a menu that acts on it alone, and a line break in its name can be seen", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(copyOfGuestbook()));
  const { api, window } = studio;
  const { keyvalue, page } = window;
  const value = new TextEncoder().encode("1");
  await api.setValue({ backend: "entries", bucket: "guestbook", key: "two\nlines", value });
  await window.go("Key-value");
  await expect(keyvalue.grid).toContainText("two␊lines");
  await keyvalue.choose("entry-000002");
  await page.keyboard.press("Space");
  await keyvalue.row("entry-000001").click({ button: "right" });
  await picture(studio, "key");
  await page.getByRole("menuitem", { name: "Delete key" }).click();
  await expect(keyvalue.row("entry-000001")).toHaveCount(0);
  await expect(keyvalue.row("entry-000002")).toHaveCount(1);
  await keyvalue.row("entry-000002").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Rename…" }).click();
  await expect(page.getByRole("dialog", { name: /Rename/ }).getByRole("textbox")).toBeFocused();
});
