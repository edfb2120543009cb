import { readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";

import { StudioError } from "../../../shared/errors.ts";
import type { ProjectManifest } from "./manifest.ts";
import type { ManifestWarning } from "./manifest-finding.ts";
import { LOCAL_MANIFEST_FILE, MANIFEST_FILE, readManifest } from "./read-manifest.ts";
import { resolveManifest } from "./resolve-manifest.ts";
import { artefactStatePath, STATE_FOLDER } from "./state-folder.ts";
import { userEnvironment, type UserEnvironment } from "./user-folders.ts";

/** Where a project is, before anything in it was read. */
export interface LocatedProject {
  readonly kind: "folder" | "artefact";
  /** What was opened: the project's folder, or the artefact. Absolute. */
  readonly path: string;
  /** The folder that paths are confined to. */
  readonly root: string;
  /** Where state and journal belong; `prepareStateFolder` makes it. */
  readonly statePath: string;
}

/** A project that was read; nothing has been created for it. */
export interface LoadedProject extends LocatedProject {
  readonly manifest: ProjectManifest;
  /** Files that say what the project is; a change of one means reading it again. They need not all exist. */
  readonly manifestFiles: readonly string[];
  readonly warnings: readonly ManifestWarning[];
}

const ARTEFACT = ".wasm";
/** Places where build tools leave artefacts, for a hint to somebody who opened a folder without a project file. */
const ARTEFACT_FOLDERS = [".", "build", "dist", "target/wasm32-wasip2/release", "target/wasm32-wasip2/debug"];
const MAX_HINTS = 3;

/**
 * Finds what a PATH of the command line names: a project folder, its `vitrine.jsonc`, or a bare `.wasm`. Reads no
 * manifest and creates nothing.
 * @throws StudioError `project-not-found`
 */
export function locateProject(path: string, user: UserEnvironment = userEnvironment()): LocatedProject {
  const absolute = resolve(path);
  const entry = statOf(absolute);
  if (entry.isDirectory()) return locateFolder(absolute);
  const name = basename(absolute);
  if (name === MANIFEST_FILE) return locateFolder(dirname(absolute));
  if (extname(name) === ARTEFACT && entry.isFile()) return locateArtefact(absolute, user);
  if (name === LOCAL_MANIFEST_FILE) {
    const instead = join(dirname(absolute), MANIFEST_FILE);
    throw notFound(absolute, `it is only laid over a ${MANIFEST_FILE}. Open ${instead} instead`);
  }
  const what = entry.isFile() ? "it is a file of another kind" : "it is neither a file nor a folder";
  throw notFound(absolute, `${what}. Give a project folder, its ${MANIFEST_FILE}, or a component (${ARTEFACT})`);
}

/**
 * Reads a project and creates nothing. A bare artefact gets a manifest with the defaults of `wash dev` 1.x.
 * @throws StudioError `project-not-found`, `manifest-invalid`, `path-outside-project`
 */
export function loadProject(path: string, user: UserEnvironment = userEnvironment()): LoadedProject {
  const located = locateProject(path, user);
  return { ...located, ...(located.kind === "folder" ? readFolder(located.root) : describeArtefact(located.path)) };
}

/**
 * As `loadProject`, for a folder without a project file of its own: `text` stands in for it and is not written.
 * @throws StudioError `manifest-invalid`, `path-outside-project`
 */
export function loadProposed(folder: string, text: string): LoadedProject {
  const root = realpathSync(folder);
  const located = { kind: "folder", path: root, root, statePath: join(root, STATE_FOLDER) } as const;
  return { ...located, ...readManifest(root, undefined, text), manifestFiles: [] };
}

function locateFolder(folder: string): LocatedProject {
  const root = realpathSync(folder);
  try {
    statSync(join(root, MANIFEST_FILE));
  } catch (error) {
    if (isMissing(error)) throw withoutManifest(root, error);
    throw unreachable(root, error);
  }
  return { kind: "folder", path: root, root, statePath: join(root, STATE_FOLDER) };
}

function locateArtefact(file: string, user: UserEnvironment): LocatedProject {
  // The folder's links are followed, the artefact's are not: builds may be swapped in by turning a link.
  const root = realpathSync(dirname(file));
  const wasm = join(root, basename(file));
  return { kind: "artefact", path: wasm, root, statePath: artefactStatePath(wasm, user) };
}

type Description = Pick<LoadedProject, "manifest" | "manifestFiles" | "warnings">;

function readFolder(root: string): Description {
  return { ...readManifest(root), manifestFiles: [join(root, MANIFEST_FILE), join(root, LOCAL_MANIFEST_FILE)] };
}

function describeArtefact(wasm: string): Description {
  const name = componentName(wasm);
  const file = { version: 1, components: { [name]: { wasm } } };
  const manifest = resolveManifest(file, name, (inside, _where, base) => resolve(base ?? dirname(wasm), inside));
  return { manifest, manifestFiles: [], warnings: [] };
}

/** A file's name as a component may be called: `my component_s.wasm` is `my-component_s`. */
function componentName(wasm: string): string {
  const name = basename(wasm, ARTEFACT)
    .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 64);
  return name === "" ? "component" : name;
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    if (!isMissing(error)) throw unreachable(path, error);
    const give = `Give a project folder, its ${MANIFEST_FILE}, or a component (${ARTEFACT})`;
    throw notFound(path, `nothing is there. ${give}`, error);
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR";
}

function unreachable(path: string, error: unknown): StudioError {
  const { code = String(error) } = error as NodeJS.ErrnoException;
  return notFound(path, `it cannot be looked at (${code}). Check the permissions on the way to it`, error);
}

function withoutManifest(root: string, cause: unknown): StudioError {
  const entries = entriesOf(root);
  const alike = entries.find((entry) => /^vitrine\.json[c5]?$/i.test(entry));
  if (alike !== undefined) return notFound(root, `it has no ${MANIFEST_FILE}, only ${alike}. Rename that file`, cause);
  const artefacts = ARTEFACT_FOLDERS.flatMap((folder) => artefactsIn(root, folder)).slice(0, MAX_HINTS);
  // `new` refuses a folder with something in it.
  const add = entries.length === 0 ? `Make a project of it with \`vitrine new ${root}\`` : "Add one";
  const open =
    artefacts.length === 0 ? "a component (.wasm) directly" : `a component directly: ${artefacts.join(", ")}`;
  const hint = `${add}, or open ${open}`;
  return notFound(root, `it has no ${MANIFEST_FILE}. ${hint}`, cause);
}

function artefactsIn(root: string, folder: string): readonly string[] {
  const entries = entriesOf(join(root, folder));
  return entries.filter((entry) => extname(entry) === ARTEFACT).map((entry) => join(root, folder, entry));
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    // Not there or not readable: no hints from it.
    return [];
  }
}

function notFound(path: string, why: string, cause?: unknown): StudioError {
  return new StudioError("project-not-found", `${path} cannot be opened: ${why}.`, { cause, details: { path } });
}
