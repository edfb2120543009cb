import { statSync } from "node:fs";
import { basename } from "node:path";

import { StudioError } from "../../shared/errors.ts";
import type { ImportStatus } from "../../shared/model.ts";
import { wrappingText } from "../../shared/wrapping.ts";
import { type CheckedFile, checkFile } from "../studio/component/check-file.ts";
import { contractReport } from "../studio/desk/contract-report.ts";
import type { StudioEntries } from "../studio/entries.ts";
import { seldomWrapping } from "../studio/link/open-transpiler.ts";
import { openOrImport } from "../studio/import/open-or-import.ts";
import { locateProject } from "../studio/project/load-project.ts";
import { MANIFEST_FILE } from "../studio/project/read-manifest.ts";
import { EXIT } from "./exit.ts";
import { warn } from "./warn.ts";

export interface CheckOptions {
  /** Absent: the one of the project, or wasmCloud 1.x. */
  readonly hostProfile?: "wasmcloud-1" | "wasmcloud-2";
  readonly json?: boolean;
}

const MARKS = {
  offered: "ok",
  linkable: "link",
  unlinked: "link",
  "version-drift": "drift",
  "wrong-shape": "shape",
  missing: "missing",
} as const;

/** What a check fails for; in a project a link that is missing, too, because that is where it would stand. */
const FAULTS: readonly ImportStatus[] = ["missing", "wrong-shape"];
const FAULTS_OF_A_PROJECT: readonly ImportStatus[] = [...FAULTS, "linkable", "unlinked"];

type Checked = Pick<CheckedFile, "wrapped" | "imports" | "exports">;

/**
 * `vitrine check PATH`, of a component or of a project: 1 when an import is missing or of a wrong shape, and when a
 * component of a project lacks a link or cannot be read.
 */
export async function check(entries: StudioEntries, path: string, options: CheckOptions): Promise<number> {
  if (isProject(path)) return checkProject(entries, path, options);
  const profile = options.hostProfile ?? "wasmcloud-1";
  const checked = await named(path, checkFile(path, { profile, transpiler: seldomWrapping(entries) }));
  if (options.json === true) process.stdout.write(`${JSON.stringify(plain(checked))}\n`);
  else print(checked);
  return checked.imports.some(({ status }) => FAULTS.includes(status)) ? EXIT.failed : EXIT.done;
}

async function checkProject(
  entries: StudioEntries,
  path: string,
  { hostProfile: profile, json }: CheckOptions,
): Promise<number> {
  const transpiler = seldomWrapping(entries);
  for (const { detail, location = "" } of (await openOrImport(path)).project.warnings) warn(`${location}: ${detail}`);
  const { components } = await contractReport(path, { transpiler, ...(profile === undefined ? {} : { profile }) });
  if (json === true) {
    const report = components.map(({ name, error, ...checked }) => ({
      name,
      ...(error === undefined ? plain(checked) : { error }),
    }));
    process.stdout.write(`${JSON.stringify({ components: report })}\n`);
  } else {
    for (const { name, error, ...checked } of components) {
      process.stdout.write(`${name}\n`);
      if (error === undefined) print(checked);
      else process.stdout.write(`${"error".padEnd(8)}${error}\n`);
    }
  }
  const fails = components.some(
    ({ imports, error }) => error !== undefined || imports.some(({ status }) => FAULTS_OF_A_PROJECT.includes(status)),
  );
  return fails ? EXIT.failed : EXIT.done;
}

/** @throws StudioError `project-not-found` when nothing is there, or it cannot be looked at */
function isProject(path: string): boolean {
  if (basename(path) === MANIFEST_FILE) return true;
  try {
    return statSync(path).isDirectory();
  } catch {
    return locateProject(path).kind === "folder";
  }
}

/** A script may check many files: what is wrong says of which. */
async function named<Value>(path: string, checking: Promise<Value>): Promise<Value> {
  try {
    return await checking;
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== "component-invalid") throw error;
    throw new StudioError(error.code, `${path}: ${error.message}`, { cause: error, details: error.details });
  }
}

function plain({ wrapped, imports, exports }: Checked) {
  return {
    wrapped: wrapped ?? null,
    imports: imports.map(({ name, status, fix }) => ({ name, status, fix: fix ?? null })),
    exports: exports.map(({ name, kind }) => ({ name, kind })),
  };
}

function print({ wrapped, imports, exports }: Checked): void {
  if (wrapped !== undefined) process.stdout.write(`${"wrapped".padEnd(8)}${wrappingText(wrapped)}\n`);
  const width = Math.max(0, ...[...imports, ...exports].map(({ name }) => name.length));
  for (const { name, status, note, fix } of imports) {
    process.stdout.write(`${MARKS[status].padEnd(8)}${name.padEnd(width + 2)}${note}\n`);
    if (fix !== undefined) process.stdout.write(`${" ".repeat(8)}fix: ${fix}\n`);
  }
  for (const { name, kind, note, functions } of exports) {
    process.stdout.write(`${"export".padEnd(8)}${name.padEnd(width + 2)}${kind}\n`);
    if (note !== undefined) process.stdout.write(`${" ".repeat(8)}${note}\n`);
    if (kind !== "function") continue;
    for (const { signature } of functions) process.stdout.write(`${" ".repeat(10)}${signature}\n`);
  }
}
