import { guest } from "../test/guests/guests.ts";
import { graveFaults } from "./fixtures/grave-faults.ts";
import { projectOf } from "./fixtures/project.ts";
import { expect, test } from "./fixtures/studio.ts";

test("the form for a new project gives the commands that make it, by keyboard, for each template and name", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(projectOf("typed", await guest("typed"))));
  const { page, desk, palette } = studio.window;
  await studio.window.allReady();
  await palette.open();
  await page.keyboard.type("new project");
  await expect(palette.option("New project…")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(desk.name).toBeFocused();
  await expect(desk.template("HTTP counter in JavaScript")).toBeChecked();
  await expect(desk.command).toHaveText(
    /^vitrine new http-counter --template http-counter\s+vitrine serve http-counter$/,
  );

  await page.keyboard.type("My Shop");
  await expect(desk.command).toHaveText(/^vitrine new my-shop --template http-counter --name 'My Shop'\s/);
  await expect(desk.newProject).toContainText("Written my-shop in WIT and on disk.");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("ArrowUp");
  await expect(desk.template("Function in JavaScript")).toBeChecked();
  await expect(desk.command).toHaveText(/--template function --name 'My Shop'/);
  await desk.name.fill("…");
  await expect(desk.name).toHaveAttribute("aria-invalid", "true");
  await expect(desk.command).toHaveCount(0);
  await desk.name.fill("shop");
  await picture(studio, "new-project");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect([...(await graveFaults(page, colorScheme))]).toEqual([]);
  }
  await page.setViewportSize({ width: 900, height: 600 });
  await expect(desk.newProject).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("Escape");
  await expect(desk.newProject).toHaveCount(0);
});
