import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { graveFaults } from "./fixtures/grave-faults.ts";
import { layoutFaults } from "./fixtures/layout.ts";
import { mixedProject } from "./fixtures/mixed-project.ts";
import { expect, test } from "./fixtures/studio.ts";
import { wiringProject } from "./fixtures/wiring-project.ts";

test("the component card checks each import against this host and another, with the repair of each", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(wiringProject()));
  const { window } = studio;
  const { component, links } = window;
  await window.allReady();
  await window.goToComponent("odd");
  await expect(component.summary).toHaveText("1 import: 1 linkable");
  await expect(component.imports.first()).toContainText('"links": [{ "import": "acme:thing/api"');

  await window.goToComponent("asker");
  await expect(component.summary).toHaveText("3 imports, all offered");
  await component.checkFor("wasmCloud 2.x");
  await expect(component.summary).toHaveText("3 imports: 1 only here, 2 offered");
  await expect(component.imports.first()).toContainText("wasmCloud 2.x would refuse it");
  await expect(component.imports.first().locator("pre").first()).toHaveText("import wasi:config/store@0.2.0-rc.1;");
  await picture(studio, "profile");
  await component.checkFor("wasmCloud 1.x");
  await expect(component.summary).toHaveText("3 imports, all offered");
  await component.card.getByRole("button", { name: "Where they lead" }).click();
  await expect(links.table("asker")).toBeVisible();
});

test("what needs a look stands on top with its repair, the rest behind its number, all of it within reach of the keys", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(mixedProject()));
  const { window } = studio;
  const { page, component } = window;
  await window.allReady();
  await window.goToComponent("mixed");
  await expect(component.summary).toHaveText(
    "24 imports: 1 not offered, 1 wrong shape, 1 version drift, 2 needs a link, 1 linkable, 18 offered",
  );
  await expect(component.imports).toContainText([
    /Not offered.*wasi:teleport\/beam/,
    /Wrong shape.*wasi:config\/store/,
    /Version drift.*wasi:keyvalue\/store@0\.2\.0It/,
    /Needs a link.*wasi:keyvalue\/store/,
    /Needs a link.*wasi:keyvalue\/atomics/,
    /Linkable.*acme:pricing\/quote/,
    /Offered.*18 imports/,
  ]);
  const unlinked = component.import("wasi:keyvalue/store@0.2.0-draft");
  await expect(unlinked).toContainText("cache or sessions");
  await expect(unlinked.locator("pre")).toHaveText('"links": [{ "import": "wasi:keyvalue", "to": "cache" }]');
  await picture(studio, "mixed");

  await window.tabTo(component.imports.first());
  await page.keyboard.press("End");
  await expect(component.imports.last()).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(component.import("wasi:clocks/wall-clock@0.2.12")).toBeVisible();
  await expect(component.imports).toHaveCount(7 + 18);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await expect(component.imports).toHaveCount(7 + 18 + 1);
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await expect(component.imports.nth(1)).toContainText("up: func()");
  await page.keyboard.press("ArrowLeft");
  await expect(component.imports).toHaveCount(7 + 18 + 1);

  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect([...(await graveFaults(page, colorScheme))]).toEqual([]);
  }
  await page.setViewportSize({ width: 900, height: 600 });
  await expect.poll(() => layoutFaults(page)).toEqual([]);
});

test("an import that several backends could answer is a problem with the line to add, which ends it", async ({
  open,
  keep,
}) => {
  const project = await keep(mixedProject());
  const { window, api } = await open(project);
  const { problems, component } = window;
  await window.allReady();
  await window.go("Problems");
  const problem = problems.problem("kv imports wasi:keyvalue, which needs a link");
  await expect(problem).toContainText("cache or sessions, and no link says to which");
  const fix = (await problem.locator("pre").textContent()) ?? "";
  const path = join(project.path, "vitrine.jsonc");
  const wasm = '"wasm": "build/kv.wasm"';
  await writeFile(path, (await readFile(path, "utf8")).replace(wasm, `${wasm}, ${fix}`));
  await expect(problem).toHaveCount(0);
  await window.allReady();
  await window.goToComponent("kv");
  await expect(component.summary).toHaveText("2 imports, all offered");
  await api.invoke({ component: "kv", target: "increment", args: ["moved", 1] });
  expect((await api.buckets()).map(({ backend, keys }) => [backend, keys])).toEqual([["cache", 1]]);
});
