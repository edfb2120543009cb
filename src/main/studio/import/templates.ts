import { type Dirent, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { StudioError } from "../../../shared/errors.ts";
import type { TemplateView } from "../../../shared/model.ts";
import { MAX_PROJECT_NAME_CHARS, toWitName } from "../../../shared/wit-name.ts";

/** What stands for the project's name in a template. It is a WIT name, so that templates are what they look like. */
const PLACEHOLDER = "template-name";
const DESCRIPTION = "template.json";
/** Packagers leave out files of the real name. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: ".gitignore" };

interface TemplateFile extends Omit<TemplateView, "id"> {
  /** Folders of `wit/packages` that become its `wit/deps`. */
  readonly wit: readonly string[];
}

export interface CreateProjectOptions {
  /** Vitrine's `resources/`; ends with a slash. */
  readonly resources: URL;
  readonly template: string;
  /** Made if it is missing; has to be empty. */
  readonly folder: string;
  /** What the project, its component and its world are called, as far as WIT allows. */
  readonly name: string;
}

export function listTemplates(resources: URL): readonly TemplateView[] {
  return readdirSync(templatesIn(resources))
    .toSorted()
    .map((id) => {
      const { title, description, needs } = readTemplate(resources, id);
      return { id, title, description, needs };
    });
}

/**
 * Makes a project of a template. Nothing is run or fetched.
 * @returns the paths of its files, relative to the folder
 * @throws StudioError `usage` for a name or a template that is none, `manifest-exists` when the folder is not empty,
 *   `store-not-writable`
 */
export function createProject({ resources, template, folder, name }: CreateProjectOptions): readonly string[] {
  const known = listTemplates(resources).map(({ id }) => id);
  if (!known.includes(template)) {
    throw new StudioError("usage", `There is no template ${JSON.stringify(template)}. There is: ${known.join(", ")}.`);
  }
  const witName = toWitName(name);
  if (witName === undefined) {
    throw new StudioError(
      "usage",
      `${JSON.stringify(name)} is no name for a project: it needs a letter, and at most ${MAX_PROJECT_NAME_CHARS} characters.`,
    );
  }
  const source = join(templatesIn(resources), template);
  const files = new Map<string, string>();
  for (const path of filesIn(source)) {
    if (path === DESCRIPTION) continue;
    files.set(RENAMED[path] ?? path, readFileSync(join(source, path), "utf8").replaceAll(PLACEHOLDER, witName));
  }
  for (const dependency of readTemplate(resources, template).wit) {
    const from = fileURLToPath(new URL(`wit/packages/${dependency}/`, resources));
    for (const path of filesIn(from))
      files.set(`wit/deps/${dependency}/${path}`, readFileSync(join(from, path), "utf8"));
  }
  write(folder, files);
  return [...files.keys()].toSorted();
}

function write(folder: string, files: ReadonlyMap<string, string>): void {
  const existed = isEmpty(folder);
  try {
    for (const [path, content] of files) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content, { flag: "wx" });
    }
  } catch (error) {
    if (!existed) removeIfEmpty(folder);
    const why = error instanceof Error ? error.message : String(error);
    throw new StudioError("store-not-writable", `The project cannot be made in ${folder}: ${why}.`, {
      cause: error,
      details: { folder },
    });
  }
}

/** Whether there is an empty folder; false when there is none. */
function isEmpty(folder: string): boolean {
  let entries: readonly string[];
  try {
    entries = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    const why = error instanceof Error ? error.message : String(error);
    throw new StudioError("store-not-writable", `The project cannot be made in ${folder}: ${why}.`, {
      cause: error,
      details: { folder },
    });
  }
  if (entries.length === 0) return true;
  throw new StudioError(
    "manifest-exists",
    `${folder} is not empty, and nothing in it is overwritten. Name a new folder.`,
    { details: { folder } },
  );
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something was written to it, or it was never made: the error that brought us here says more.
  }
}

function templatesIn(resources: URL): string {
  return fileURLToPath(new URL("templates/", resources));
}

function readTemplate(resources: URL, id: string): TemplateFile {
  return JSON.parse(readFileSync(join(templatesIn(resources), id, DESCRIPTION), "utf8")) as TemplateFile;
}

/** Relative to the folder, with `/`. */
function filesIn(folder: string): readonly string[] {
  const entries: readonly Dirent[] = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => {
    if (entry.isDirectory()) return filesIn(join(folder, entry.name)).map((path) => `${entry.name}/${path}`);
    return entry.isFile() ? [entry.name] : [];
  });
}
