// The BUILT app over the double, with its page in a real Chromium: everything but Electron's own part is real.
//   node scripts/double/page.mjs [out folder] [project]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { BROWSER_ADVICE, ensureBrowser } from "../machine/find-browser.mjs";
import { ROOT } from "../machine/pinned-node.mjs";
import { prepareDouble } from "./prepare.mjs";

process.argv[3] ??= join(ROOT, "resources/examples/guestbook");
const { electron, finish, folder, out, project } = await prepareDouble();
const executablePath = await ensureBrowser();
if (executablePath === undefined) {
  console.error(BROWSER_ADVICE);
  finish(undefined);
}
const { chromium, expect } = await import("@playwright/test");
const { Window } = await import(new URL("../../e2e/pages/window.ts", import.meta.url).href);
const { showInChromium } = await import("./real-page.mjs");
process.argv = ["electron", ROOT, project];
const { app, calls, children, nativeTheme } = electron;
const called = (name) => calls.filter(([first]) => first === name);
const pictures = join(ROOT, "test-results", "double");
mkdirSync(pictures, { recursive: true });

const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
const complaints = [];
const { latest } = showInChromium(context, (page) => {
  page.on("pageerror", (error) => complaints.push(error.stack ?? error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
});
const window = () => new Window(latest());
const picture = async (name) => latest().screenshot({ path: join(pictures, `${name}.png`) });
const until = (condition) => expect.poll(condition, { timeout: 60_000 }).toBe(true);
const menuItem = (label) =>
  called("setApplicationMenu")
    .at(-1)[1]
    .flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
    .flatMap((item) => [item, ...(Array.isArray(item.submenu) ? item.submenu : [])])
    .find((item) => item.label === label);
/** What Chromium does when Electron is told another theme. */
const followTheme = () => latest().emulateMedia({ colorScheme: nativeTheme.themeSource === "dark" ? "dark" : "light" });

const checks = {
  "the guestbook opens over a port, and answers": async () => {
    await import(pathToFileURL(join(out, "main/index.js")).href);
    app.fireReady();
    await until(() => latest()?.url().endsWith("/index.html") === true);
    await window().ready();
    await window().allReady();
    await window().sendButton.click();
    await expect(window().main).toContainText("200");
    await picture("guestbook");
  },

  "the component's address in the status bar opens outside": async () => {
    await window().statusBar.getByRole("link").first().click();
    await until(() => called("openExternal").length > 0);
    expect(called("openExternal")[0][1]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  },

  "the appearance is chosen in the page and in the menu alike": async () => {
    const background = () => latest().evaluate(() => getComputedStyle(document.body).backgroundColor);
    const choice = (theme) => latest().getByRole("button", { name: new RegExp(`^Theme: ${theme}`) });
    await choice("system").click();
    await until(() => nativeTheme.themeSource === "light");
    await followTheme();
    const light = await background();
    menuItem("Dark").click();
    await followTheme();
    await expect(choice("dark")).toBeVisible();
    expect(await background()).not.toBe(light);
    await picture("dark");
  },

  "a studio that crashes is started again, and the page goes on": async () => {
    children.at(-1).crash();
    await until(() => children.length === 2);
    await window().ready();
    await window().allReady();
    await window().sendButton.click();
    await expect(window().main).toContainText("200");
  },

  "without a project there is a page that makes one": async () => {
    app.emit("second-instance", {}, [], "/", { project: join(folder, "absent") });
    await until(() => latest().url().endsWith("/notice"));
    await picture("notice");
    menuItem("New project…").click();
    await until(() => latest().url().endsWith("/index.html?start&new"));
    await expect(window().desk.name).toBeFocused();
    await expect(latest().getByRole("navigation", { name: "Recent" })).toContainText("project");
    await picture("start");
    await latest().keyboard.type("My Shop");
    await latest().keyboard.press("Enter");
    await until(() => latest().url().endsWith("/index.html"));
    await window().ready();
    await expect(latest().locator("body")).toContainText("my-shop");
    await picture("new-project");
  },

  "it quits": async () => {
    const quit = new Promise((done) => app.once("quit", done));
    app.quit();
    await quit;
    expect(complaints).toEqual([]);
  },
};

let failed = false;
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log(`  ok  ${name}`);
  } catch (error) {
    console.error(`FAIL  ${name}\n${error.stack}\n${complaints.join("\n")}`);
    await picture("failed").catch(() => undefined);
    failed = true;
    break;
  }
}
await browser.close();
finish(failed ? undefined : `${Object.keys(checks).length} checks of the built app with a real page passed`);
