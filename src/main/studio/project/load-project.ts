import { readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";

import { StudioError } from "../../../shared/errors.ts";
import type { ProjectManifest } from "./manifest.ts";
import type { ManifestWarning } from "./manifest-finding.ts";
import { LOCAL_MANIFEST_FILE, MANIFEST_FILE, readManifest } from "./read-manifest.ts";
import { resolveManifest } from "./resolve-manifest.ts";
import { artefactStatePath, STATE_FOLDER } from "./state-folder.ts";
import { userEnvironment, type UserEnvironment } from "./user-folders.ts";

/** A project that was read; nothing has been created for it. */
export interface LoadedProject {
  readonly kind: "folder" | "artefact";
  /** What was opened: the project's folder, or the artefact. Absolute. */
  readonly path: string;
  /** The folder that paths are confined to. */
  readonly root: string;
  /** Files that say what the project is; a change of one means reading it again. They need not all exist. */
  readonly manifestFiles: readonly string[];
  readonly manifest: ProjectManifest;
  /** Where state and journal belong; `prepareStateFolder` makes it. */
  readonly statePath: string;
  readonly warnings: readonly ManifestWarning[];
}

const ARTEFACT = ".wasm";
/** Places where build tools leave artefacts, for a hint to somebody who opened a folder without a project file. */
const ARTEFACT_FOLDERS = [".", "build", "dist", "target/wasm32-wasip2/release", "target/wasm32-wasip2/debug"];
const MAX_HINTS = 3;

/**
 * Reads what a PATH of the command line names: a project folder, its `vitrine.jsonc`, or a bare `.wasm`, which gets a
 * manifest of its own with the defaults of `wash dev` 1.x.
 * @throws StudioError `project-not-found`, `manifest-invalid`, `path-outside-project`
 */
export function loadProject(path: string, user: UserEnvironment = userEnvironment()): LoadedProject {
  const absolute = resolve(path);
  const stat = statOf(absolute);
  if (stat.isDirectory()) return loadFolder(absolute);
  const name = basename(absolute);
  if (name === MANIFEST_FILE) return loadFolder(dirname(absolute));
  if (extname(name) === ARTEFACT && stat.isFile()) return loadArtefact(absolute, user);
  if (name === LOCAL_MANIFEST_FILE) {
    throw notFound(
      absolute,
      `it is only laid over a ${MANIFEST_FILE}. Open ${join(dirname(absolute), MANIFEST_FILE)} instead`,
    );
  }
  const what = stat.isFile() ? "it is a file of another kind" : "it is neither a file nor a folder";
  throw notFound(absolute, `${what}. Give a project folder, its ${MANIFEST_FILE}, or a component (${ARTEFACT})`);
}

function loadFolder(folder: string): LoadedProject {
  const root = realpathSync(folder);
  if (statSync(join(root, MANIFEST_FILE), { throwIfNoEntry: false }) === undefined) throw withoutManifest(root);
  const { manifest, warnings } = readManifest(root);
  return {
    kind: "folder",
    path: root,
    root,
    manifestFiles: [join(root, MANIFEST_FILE), join(root, LOCAL_MANIFEST_FILE)],
    manifest,
    statePath: join(root, STATE_FOLDER),
    warnings,
  };
}

function loadArtefact(file: string, user: UserEnvironment): LoadedProject {
  // The folder's links are followed, the artefact's are not: builds may be swapped in by turning a link.
  const root = realpathSync(dirname(file));
  const wasm = join(root, basename(file));
  const name = componentName(wasm);
  return {
    kind: "artefact",
    path: wasm,
    root,
    manifestFiles: [],
    manifest: resolveManifest({ version: 1, components: { [name]: { wasm } } }, name, (inside, _where, base) =>
      resolve(base ?? root, inside),
    ),
    statePath: artefactStatePath(wasm, user),
    warnings: [],
  };
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
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw notFound(
        path,
        `nothing is there. Give a project folder, its ${MANIFEST_FILE}, or a component (${ARTEFACT})`,
        error,
      );
    }
    throw notFound(
      path,
      `it cannot be looked at (${code ?? String(error)}). Check the permissions on the way to it`,
      error,
    );
  }
}

function withoutManifest(root: string): StudioError {
  const entries = entriesOf(root);
  const alike = entries.find((entry) => /^vitrine\.json[c5]?$/i.test(entry));
  if (alike !== undefined) return notFound(root, `it has no ${MANIFEST_FILE}, only ${alike}. Rename that file`);
  const artefacts = ARTEFACT_FOLDERS.flatMap((folder) =>
    entriesOf(join(root, folder))
      .filter((entry) => extname(entry) === ARTEFACT)
      .map((entry) => join(folder, entry)),
  ).slice(0, MAX_HINTS);
  const hint =
    artefacts.length === 0 ? "open a component (.wasm) directly" : `open a component directly: ${artefacts.join(", ")}`;
  return notFound(root, `it has no ${MANIFEST_FILE}. Add one, or ${hint}`);
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
