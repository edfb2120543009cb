import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { guest } from "../test/guests/guests.ts";
import { layoutFaults } from "./fixtures/layout.ts";
import { type Project, projectAt, temporaryFolder } from "./fixtures/project.ts";
import { expect, test } from "./fixtures/studio.ts";
import type { ViewName } from "./pages/window.ts";

const NAMES = Array.from({ length: 14 }, (_, index) => `part-${index + 1}`);
const VIEWS: readonly ViewName[] = [
  "Activity",
  "Problems",
  "Logs",
  "Key-value",
  "Blobs",
  "Messages",
  "Links",
  "Config",
  "Secrets",
  "HTTP",
  "Exports",
  "Run",
];

/** As many components as a window does not have room for, all of the same bytes. */
async function manyComponents(): Promise<Project> {
  const path = await temporaryFolder();
  const project = projectAt(path, "many", (name) => join(path, "build", `${name}.wasm`));
  const components = Object.fromEntries(NAMES.map((name) => [name, { wasm: `build/${name}.wasm` }]));
  const manifest = { version: 1, name: "many", components, triggers: { http: [] } };
  await writeFile(join(path, "vitrine.jsonc"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  await mkdir(join(path, "build"));
  const bytes = await guest("loop");
  for (const name of NAMES) await project.build(name, bytes);
  return project;
}

test("with more components than fit every view stays in sight, and a component that is gone to comes into it and stays", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(manyComponents()));
  const { window } = studio;
  const { page, component } = window;
  await window.allReady();
  for (const [width, height] of [
    [900, 600],
    [1280, 600],
    [1280, 800],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const name of [NAMES.at(-1) ?? "", NAMES[0] ?? ""]) {
      await window.visit(`/component/${name}`);
      await expect(component.card).toContainText(`build/${name}.wasm`);
      await expect(window.navigationItem(name)).toBeInViewport({ ratio: 0.9 });
      for (const view of VIEWS) await expect(window.navigationItem(view), view).toBeInViewport({ ratio: 0.9 });
    }
    await expect.poll(() => layoutFaults(page), { message: `the layout at ${width}×${height}` }).toEqual([]);
    await picture(studio, `many-${width}-${height}`);
  }
  const last = NAMES.at(-1) ?? "";
  await window.visit(`/component/${last}`);
  await expect(window.navigationItem(last)).toBeInViewport({ ratio: 0.9 });
  for (const [width, height] of [
    [900, 600],
    [1280, 640],
    [1280, 800],
  ] as const) {
    await page.setViewportSize({ width, height });
    await expect(window.navigationItem(last), `in ${width}×${height}`).toBeInViewport({ ratio: 0.9 });
  }
});
