/** Edits of a project file under a running studio, and what a window sees of them. */
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { ComponentView } from "../../../../shared/model.ts";
import type { TestProject, TestStudio } from "../../test-studio.ts";

interface FileText {
  components: Record<string, Record<string, unknown>>;
  [key: string]: unknown;
}

/** Edits the project file as most editors do: the new text is renamed over the old. */
export async function edit(project: TestProject, change: (file: FileText) => void): Promise<void> {
  const path = join(project.folder, "vitrine.jsonc");
  const file = JSON.parse(await readFile(path, "utf8")) as FileText;
  change(file);
  await writeFile(`${path}~`, JSON.stringify(file, null, 2));
  await rename(`${path}~`, path);
}

/** The component once a change of these keys has led to a build that serves. */
export function changed(studio: TestStudio, name: string, ...keys: string[]): Promise<ComponentView> {
  const line = `the project changed ${keys.join(", ")}`;
  return studio.until(async () => {
    const component = await studio.api.component(name);
    return component.state === "ready" && component.reloads[0]?.changes.includes(line) && component;
  });
}

/** Resolves once the problem is not there any more. */
export async function gone(studio: TestStudio, problem: string): Promise<void> {
  await studio.until(async () => (await studio.api.project()).problems.every(({ id }) => id !== problem));
}

/** What an export without parameters gives. */
export async function valueOf(studio: TestStudio, component: string, target: string) {
  const { value } = await studio.api.invoke({ component, target, args: [] });
  return value;
}

/** The text an HTTP hello begins with. */
export async function answer(url: string): Promise<string> {
  const [said = ""] = (await (await fetch(url)).text()).trim().split(" ");
  return said;
}
