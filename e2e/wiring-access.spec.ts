import { graveFaults } from "./fixtures/grave-faults.ts";
import { layoutFaults } from "./fixtures/layout.ts";
import { expect, test } from "./fixtures/studio.ts";
import { wiringProject } from "./fixtures/wiring-project.ts";

test("links, configuration and secrets with everything in them can be used by all, also in a small window", async ({
  open,
  keep,
}) => {
  test.slow();
  const { window, api } = await open(await keep(wiringProject()));
  const { page, secrets, links, config, component } = window;
  await window.allReady();
  await api.invoke({ component: "vault", target: "log-value", args: ["password"] });
  await api.invoke({ component: "vault", target: "get", args: ["unheard-of"] });
  const places = [
    {
      hash: "/secrets?key=password",
      shows: async () => {
        await expect(secrets.leaks).toBeVisible();
        await secrets.secret("password").getByRole("button", { name: "Reveal password…" }).click();
      },
    },
    { hash: "/links", shows: () => expect(links.table("odd")).toBeVisible() },
    {
      hash: "/config?key=greeting",
      shows: async () => {
        await config.value("asker", "log").getByRole("button", { name: "Edit log" }).click();
        await config.region.getByRole("button", { name: "Add value for vault" }).click();
      },
    },
    { hash: "/component/odd", shows: () => expect(component.summary).toContainText("1 import") },
  ];
  const faults: string[] = [];
  for (const { hash, shows } of places) {
    await page.setViewportSize({ width: 1280, height: 800 });
    await window.visit(hash);
    await shows();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      for (const [fault, what] of await graveFaults(page, colorScheme)) faults.push(`${hash}: ${fault}: ${what}`);
    }
    await page.setViewportSize({ width: 900, height: 600 });
    // The view is laid out anew for the size, which is not done when the size is there.
    await expect.poll(() => layoutFaults(page), { message: `the layout of ${hash}` }).toEqual([]);
  }
  expect(faults).toEqual([]);
});

test("a secret is revealed and a value written with the keyboard alone", async ({ open, keep }) => {
  const { window, api } = await open(await keep(wiringProject()));
  const { page, secrets, config } = window;
  await window.allReady();
  await window.go("Secrets");
  await window.tabTo(secrets.secret("password").getByRole("button", { name: "Reveal password…" }));
  await page.keyboard.press("Enter");
  await expect(secrets.secret("password").getByRole("button", { name: "Show the value" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(secrets.value("password")).toBeVisible();

  await window.go("Config");
  await window.tabTo(config.region.getByRole("button", { name: "Add value for asker" }));
  await page.keyboard.press("Enter");
  await expect(config.region.getByLabel("Key")).toBeFocused();
  await page.keyboard.type("typed");
  await page.keyboard.press("Tab");
  await page.keyboard.type("by hand");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(config.value("asker", "typed")).toContainText("by hand");
  expect((await api.invoke({ component: "asker", target: "get", args: ["typed"] })).value).toBe("by hand");
});
