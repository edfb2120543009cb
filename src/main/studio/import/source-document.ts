import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { parse as parseToml, TomlError } from "smol-toml";
import { isCollection, isNode, LineCounter, parseAllDocuments } from "yaml";

import { StudioError } from "../../../shared/errors.ts";
import { type DocumentPath, tomlLines } from "./toml-lines.ts";

/** Beyond this it is not a file somebody wrote by hand. */
const MAX_BYTES = 1024 * 1024;

/** A file of another tool, as data, with the lines things stand in. */
export class SourceDocument {
  /** Relative to the folder of the import, with `/`. */
  readonly file: string;
  readonly root: unknown;
  readonly #lineOf: (path: DocumentPath) => number | undefined;
  /** Paths that somebody looked at, as JSON; and those that were taken with everything below them. */
  readonly #read = new Set<string>();
  readonly #taken = new Set<string>();

  constructor(file: string, root: unknown, lineOf: (path: DocumentPath) => number | undefined) {
    this.file = file;
    this.root = root;
    this.#lineOf = lineOf;
  }

  /** The value at a path; undefined where there is none. */
  at(...path: DocumentPath): unknown {
    this.#read.add(JSON.stringify(path));
    let value = this.root;
    for (const step of path) {
      if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
      value = (value as Readonly<Record<string | number, unknown>>)[step];
    }
    return value;
  }

  text(...path: DocumentPath): string | undefined {
    const value = this.at(...path);
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  /** The entries of an object; none for anything else. */
  entries(...path: DocumentPath): readonly (readonly [string, unknown])[] {
    const value = this.at(...path);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  }

  /** As `entries`, for values that are taken over as they are. */
  values(...path: DocumentPath): readonly (readonly [string, unknown])[] {
    this.#taken.add(JSON.stringify(path));
    return this.entries(...path);
  }

  /** Every value that stands alone, and lists of such values, by its path; and whether somebody looked at it. */
  leaves(): readonly { readonly path: DocumentPath; readonly isRead: boolean }[] {
    return leavesOf(this.root, []).map((path) => ({
      path,
      isRead:
        this.#read.has(JSON.stringify(path)) || path.some((_, i) => this.#taken.has(JSON.stringify(path.slice(0, i)))),
    }));
  }

  /** How many items a list has; 0 for anything else. */
  count(...path: DocumentPath): number {
    const value = this.at(...path);
    return Array.isArray(value) ? value.length : 0;
  }

  /** The line of what stands at a path, or of the nearest thing around it. From 1. */
  line(...path: DocumentPath): number | undefined {
    for (let length = path.length; length > 0; length--) {
      const line = this.#lineOf(path.slice(0, length));
      if (line !== undefined) return line;
    }
    return undefined;
  }
}

/**
 * The documents of a TOML, JSON or YAML file; only YAML files can have several.
 * @throws StudioError `manifest-invalid` with line and column when it does not parse
 */
export function readDocuments(folder: string, file: string): readonly SourceDocument[] {
  const text = readText(folder, file);
  return file.endsWith(".toml") ? [tomlDocument(file, text)] : yamlDocuments(file, text);
}

/** As `readDocuments`, for files that hold one. */
export function readDocument(folder: string, file: string): SourceDocument {
  const [first] = readDocuments(folder, file);
  return first ?? new SourceDocument(file, {}, () => undefined);
}

export function readText(folder: string, file: string): string {
  const path = join(folder, file);
  try {
    const { size } = statSync(path);
    if (size > MAX_BYTES) throw new Error(`it has ${size} bytes, more than ${MAX_BYTES}`);
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StudioError("manifest-invalid", `${path} cannot be read: ${why}. Check its permissions.`, {
      cause: error,
      details: { file },
    });
  }
}

function tomlDocument(file: string, text: string): SourceDocument {
  try {
    const root = parseToml(text);
    const lines = tomlLines(text);
    return new SourceDocument(file, root, (path) => lines.get(JSON.stringify(path)));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw invalid(file, error.line, error.column, error.message.split("\n")[0] ?? "", error);
  }
}

/** JSON is read as YAML, of which it is a part: then its lines are known, too. */
function yamlDocuments(file: string, text: string): readonly SourceDocument[] {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const documents = Array.isArray(parsed) ? parsed : [];
  return documents.map((document) => {
    const [error] = document.errors;
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0]);
      throw invalid(file, line, col, error.message, error);
    }
    let root: unknown;
    try {
      root = document.toJS({ maxAliasCount: 100 });
    } catch (cause) {
      throw invalid(file, 1, 1, cause instanceof Error ? cause.message : String(cause), cause);
    }
    const lineOf = (path: DocumentPath) => {
      const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
      if (!isCollection(parent)) return undefined;
      const last = path.at(-1);
      const item: unknown = parent.items.find((each: unknown, i) => i === last || keyOf(each) === last);
      const at = isNode(item) ? item : (item as { readonly key?: unknown } | undefined)?.key;
      return isNode(at) && at.range ? lines.linePos(at.range[0]).line : undefined;
    };
    return new SourceDocument(file, root, lineOf);
  });
}

function leavesOf(value: unknown, path: DocumentPath): readonly DocumentPath[] {
  if (Array.isArray(value)) {
    if (!value.some(isHolder)) return [path];
    return value.flatMap((each, i) => leavesOf(each, [...path, i]));
  }
  if (!isHolder(value)) return [path];
  const entries = Object.entries(value);
  if (entries.length === 0 && path.length > 0) return [path];
  return entries.flatMap(([key, each]) => leavesOf(each, [...path, key]));
}

/** Dates are values, although TOML gives them as objects. */
function isHolder(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof Date);
}

function keyOf(item: unknown): unknown {
  const { key } = item as { readonly key?: { readonly value?: unknown } };
  return key?.value;
}

function invalid(file: string, line: number, column: number, why: string, cause: unknown): StudioError {
  const text = why.replace(/\.$/, "");
  return new StudioError("manifest-invalid", `${file}:${line}:${column}: ${text}. Mend the file and import again.`, {
    cause,
    details: { file, line, column },
  });
}
