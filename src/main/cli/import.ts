import { resolve } from "node:path";

import type { ImportPlanView } from "../../shared/model.ts";
import type { StudioEntries } from "../studio/entries.ts";
import { planImport } from "../studio/import/plan-import.ts";
import { createProject, listTemplates } from "../studio/import/templates.ts";
import { writeImport } from "../studio/import/write-import.ts";
import { EXIT } from "./exit.ts";

export interface ImportOptions {
  readonly write?: boolean;
  readonly json?: boolean;
}

export interface NewOptions {
  readonly template: string;
  readonly name?: string;
  readonly json?: boolean;
}

/** `vitrine import [FOLDER]`: shows what would become of another tool's project, and with `--write` makes it so. */
export function importProject(folder: string, { write = false, json = false }: ImportOptions): number {
  const plan = planImport(folder);
  const written = write ? writeImport(plan) : undefined;
  if (json) process.stdout.write(`${JSON.stringify({ ...plan, written: written ?? null })}\n`);
  else if (written === undefined) {
    // The report is for the eye; the file itself can be piped.
    const next = plan.exists ? "There is a vitrine.jsonc already; it is left as it is." : "Write it with --write.";
    process.stderr.write(`${report(plan)}\n${next}\n`);
    process.stdout.write(`${plan.text}\n`);
  } else process.stdout.write(`${report(plan)}\nwrote ${written}\n`);
  return EXIT.done;
}

/** `vitrine new FOLDER`: a project of a template. */
export function newProject(
  { resources }: StudioEntries,
  folder: string,
  { template, name, json = false }: NewOptions,
): number {
  const files = createProject({
    resources,
    template,
    folder,
    name: name ?? resolve(folder).split(/[/\\]/).at(-1) ?? "",
  });
  if (json) process.stdout.write(`${JSON.stringify({ folder: resolve(folder), files })}\n`);
  else {
    const needs = listTemplates(resources).find(({ id }) => id === template)?.needs ?? [];
    const then = `vitrine serve ${JSON.stringify(folder)}`;
    process.stdout.write(
      `made ${files.length} files in ${resolve(folder)}\nneeds ${needs.join(", ")}\nthen: ${then}, which builds it once you trust the folder\n`,
    );
  }
  return EXIT.done;
}

function report({ rows }: ImportPlanView): string {
  return rows
    .map(({ outcome, file, line, from, to, reason }) => {
      const place = line === undefined ? file : `${file}:${line}`;
      return `${outcome.padEnd(8)} ${place} ${from}${to === undefined ? "" : ` → ${to}`}\n         ${reason}`;
    })
    .join("\n");
}
