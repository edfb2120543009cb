/** Fixtures of other tools' projects, and what Vitrine makes of the file proposed for them. */
import { cpSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect } from "vitest";

import type { ImportPlanView } from "../../../../shared/model.ts";
import type { ManifestWarning } from "../../project/manifest-finding.ts";
import type { ProjectManifest } from "../../project/manifest.ts";
import { readManifest } from "../../project/read-manifest.ts";
import { TempProject } from "../../project/testing/temp-project.ts";
import { writeImport } from "../write-import.ts";

export const FIXTURES = fileURLToPath(new URL("../fixtures/", import.meta.url));

/** A fixture in a folder of its own. */
export function fixtureProject(fixture: string, more: Readonly<Record<string, string>> = {}): TempProject {
  const folder = new TempProject();
  cpSync(join(FIXTURES, fixture), folder.root, { recursive: true });
  for (const [path, text] of Object.entries(more)) folder.write(path, text);
  return folder;
}

/** What Vitrine itself reads of the proposed file. Throws when there is anything to warn of in it. */
export function accepted(folder: TempProject, plan: ImportPlanView): ProjectManifest {
  writeImport(plan);
  const { manifest, warnings } = readManifest(realpathSync(folder.root));
  if (warnings.length > 0) throw new Error(warnings.map(({ detail }: ManifestWarning) => detail).join("\n"));
  return manifest;
}

/** Rows of one outcome as `12 what was read → what it becomes`. */
export function rowsOf(plan: ImportPlanView, outcome: ImportPlanView["rows"][number]["outcome"]): readonly string[] {
  return plan.rows
    .filter((row) => row.outcome === outcome)
    .map(({ line, from, to }) => `${line} ${from}${to === undefined ? "" : ` → ${to}`}`);
}

/** A list that has these items among others, such as the backends every project gets. */
export function having(...items: readonly object[]): unknown {
  return expect.arrayContaining(items.map((item) => expect.objectContaining(item) as unknown));
}
