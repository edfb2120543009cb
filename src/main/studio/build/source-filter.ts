import { basename, dirname, relative, resolve, sep } from "node:path";
import { matchesGlob } from "node:path/posix";

import { isInside } from "../project/confine.ts";
import type { ComponentManifest } from "../project/manifest.ts";
import { defaultPatterns, detectLanguages } from "./languages.ts";

/** Never sources, whatever a pattern says: what tools install, keep and write. */
const NEVER = new Set(["node_modules", ".git", ".hg", ".svn", ".jj", ".vitrine", ".venv", ".idea", ".vscode"]);
/** Where tools put artefacts; a folder of another name may hold sources beside the artefact. */
const OUTPUT_FOLDERS = new Set(["build", "dist", "out", "target", "bin", "pkg", "release", "debug"]);
/** What editors write beside the file they save. */
const EDITOR_FILES = ["**/*~", "**/*.{swp,swx,tmp,orig,bak}", "**/#*#", "**/4913"];

export interface SourceFilterOptions {
  readonly component: Pick<ComponentManifest, "root" | "wasm" | "watch">;
  /** Artefacts of the other components, and folders that belong to them: each file is a source of one component. */
  readonly otherArtefacts?: readonly string[];
  readonly nestedRoots?: readonly string[];
}

/** Which files are sources of a component. Paths are relative to its root, with `/`; those beside it begin with `../`. */
export class SourceFilter {
  readonly root: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly #outputs: readonly string[];
  readonly #folders: readonly string[];

  constructor({ component, otherArtefacts = [], nestedRoots = [] }: SourceFilterOptions) {
    const defaults = defaultPatterns(detectLanguages(component.root));
    this.root = component.root;
    this.include = (component.watch.include ?? defaults.include).map(plain);
    this.exclude = (component.watch.exclude ?? defaults.exclude).map(plain);
    this.#outputs = [component.wasm, ...otherArtefacts];
    const outputFolders = this.#outputs.flatMap((artefact) => outputFolder(artefact) ?? []);
    // A folder that holds the root itself holds all of its sources.
    this.#folders = [...outputFolders, ...nestedRoots].filter((folder) => !isInside(folder, this.root));
  }

  /** Absolute folders to look into; not all of them need exist. */
  get bases(): readonly string[] {
    const outside = this.include.filter((pattern) => pattern.startsWith("../"));
    return [this.root, ...new Set(outside.map((pattern) => resolve(this.root, fixedPart(pattern))))];
  }

  toRelative(path: string): string {
    return relative(this.root, path).split(sep).join("/");
  }

  isSource(path: string): boolean {
    if (!this.include.some((pattern) => matchesGlob(path, pattern))) return false;
    return !this.isPruned(path) && !EDITOR_FILES.some((pattern) => matchesGlob(path, pattern));
  }

  /** Whether there may be sources somewhere below a folder. */
  mayHoldSources(folder: string): boolean {
    if (this.isPruned(folder)) return false;
    return folder === "" || this.include.some((pattern) => reaches(pattern, folder));
  }

  /** Whether a path or a folder around it is excluded. */
  isPruned(path: string): boolean {
    const parts = path.split("/");
    if (parts.some((part) => NEVER.has(part))) return true;
    const absolute = resolve(this.root, path);
    if (this.#outputs.includes(absolute) || this.#folders.some((folder) => isInside(folder, absolute))) return true;
    return parts.some((_, i) => {
      const upTo = parts.slice(0, i + 1).join("/");
      return this.exclude.some((pattern) => matchesGlob(upTo, pattern) || matchesGlob(upTo, withoutRest(pattern)));
    });
  }
}

/** Where the tool that makes an artefact keeps its output; undefined where other things may lie there, too. */
function outputFolder(artefact: string): string | undefined {
  const parts = dirname(artefact).split(sep);
  const target = parts.indexOf("target");
  if (target !== -1) return parts.slice(0, target + 1).join(sep);
  return OUTPUT_FOLDERS.has(basename(dirname(artefact))) ? dirname(artefact) : undefined;
}

/** `./src/` is written where `src/**` is meant. */
function plain(pattern: string): string {
  const short = pattern.replace(/^(\.\/)+/, "");
  return short.endsWith("/") ? `${short}**` : short;
}

/** `target/**` also means the folder `target` itself, whose hidden entries the pattern alone would not reach. */
function withoutRest(pattern: string): string {
  return pattern.endsWith("/**") ? pattern.slice(0, -3) : pattern;
}

/** The folder all matches of a pattern lie in. */
function fixedPart(pattern: string): string {
  const parts = pattern.split("/");
  const first = parts.findIndex((part) => /[*?{[(!]/.test(part));
  return parts.slice(0, first === -1 ? -1 : first).join("/");
}

/** Whether a pattern can match something below a folder: each of the folder's parts fits the pattern's, as far as both go. */
function reaches(pattern: string, folder: string): boolean {
  // Alternatives with a slash in them do not fall into parts.
  if (/\{[^}]*\//.test(pattern)) return true;
  const parts = pattern.split("/");
  const steps = folder.split("/");
  for (const [i, step] of steps.entries()) {
    const part = parts[i];
    if (part === "**") return steps.slice(i).every((rest) => !rest.startsWith("."));
    if (part === undefined || i === parts.length - 1 || !matchesGlob(step, part)) return false;
  }
  return true;
}
