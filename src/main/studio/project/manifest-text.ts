import { basename } from "node:path";

import {
  findNodeAtLocation,
  getNodePath,
  type JSONPath,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";

import { StudioError } from "../../../shared/errors.ts";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** One spot of a project file. Line and column count from 1, columns in UTF-16 units as editors do. */
export interface Spot {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What a text is, as its messages say it. */
export interface TextKind {
  readonly noun: string;
  readonly example: string;
  readonly maxBytes: number;
}

const PROJECT_FILE: TextKind = {
  noun: "project file",
  example: '{ "version": 1, "components": { … } }',
  // Beyond this it is not one that somebody wrote.
  maxBytes: 1024 * 1024,
};
const BYTE_ORDER_MARK = 0xfeff;

const SYNTAX_ERRORS: Readonly<Record<string, string>> = {
  InvalidSymbol: "there is a word that is neither a text in double quotes, a number, true, false nor null",
  InvalidNumberFormat: "a number is not written as JSON writes numbers",
  PropertyNameExpected: "a key in double quotes is expected",
  ValueExpected: "a value is expected",
  ColonExpected: "a colon is expected between the key and its value",
  CommaExpected: "a comma is expected before this",
  CloseBraceExpected: "a closing } is missing",
  CloseBracketExpected: "a closing ] is missing",
  EndOfFileExpected: "there is something after the end of the object",
  UnexpectedEndOfComment: "a comment has no end; close it with */",
  UnexpectedEndOfString: "a text has no end; close it with a double quote on the same line",
  UnexpectedEndOfNumber: "a number has no end",
  InvalidUnicode: "a \\u in a text needs four hexadecimal digits",
  InvalidEscapeCharacter:
    "a backslash in a text stands before a character it cannot escape; write \\\\ for a backslash",
  InvalidCharacter: "a text has a control character in it; write \\n or \\t instead",
};

/** A project file, or another file of a project, that parses: its tree, and where things stand in it. */
export class ManifestText {
  readonly file: string;
  readonly root: Node;
  readonly #text: string;
  readonly #lineStarts: readonly number[];

  /** @throws StudioError `manifest-invalid`, naming line and column. */
  constructor(file: string, bytes: Uint8Array, kind = PROJECT_FILE) {
    this.file = file;
    const text = decode(file, bytes, kind);
    this.#text = text;
    this.#lineStarts = lineStarts(text);
    const errors: ParseError[] = [];
    let root: Node | undefined;
    try {
      root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
    } catch (error) {
      if (error instanceof RangeError)
        throw invalid(`${basename(file)} is nested too deeply to be read.`, { file }, error);
      throw error;
    }
    const [first] = errors;
    if (first !== undefined) throw this.#syntax(first, errors.length);
    if (root?.type !== "object") {
      const what = root === undefined ? "is empty" : "is not an object";
      throw invalid(`${basename(file)}:1:1: the file ${what}. A ${kind.noun} is an object: ${kind.example}`, {
        file,
        line: 1,
        column: 1,
      });
    }
    this.root = root;
  }

  at(offset: number): Spot {
    // The last line that starts at or before the offset.
    let [low, high] = [0, this.#lineStarts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.file, line: low + 1, column: offset - (this.#lineStarts[low] ?? 0) + 1 };
  }

  /** Keys that stand twice in one object; the last one counts, which is rarely meant. */
  duplicates(): { readonly path: JSONPath; readonly spot: Spot }[] {
    const found: { path: JSONPath; spot: Spot }[] = [];
    const look = (node: Node) => {
      const seen = new Set<unknown>();
      for (const child of node.children ?? []) {
        const key = child.type === "property" ? child.children?.[0] : undefined;
        if (key !== undefined && seen.has(key.value)) found.push({ path: getNodePath(key), spot: this.at(key.offset) });
        if (key !== undefined) seen.add(key.value);
        look(child);
      }
    };
    look(this.root);
    return found;
  }

  /** What a node says, as it was written. */
  source({ offset, length }: Node): string {
    return this.#text.slice(offset, offset + length);
  }

  find(path: JSONPath): Node | undefined {
    return findNodeAtLocation(this.root, path);
  }

  #syntax(error: ParseError, count: number): StudioError {
    const spot = this.at(error.offset);
    const name = printParseErrorCode(error.error);
    const more = count > 1 ? ` (the first of ${count} errors)` : "";
    return invalid(`${place(spot)}: ${SYNTAX_ERRORS[name] ?? `this is not JSON (${name})`}${more}.`, {
      ...spot,
      syntax: name,
    });
  }
}

/** `vitrine.jsonc:12:5` */
export function place(spot: Spot): string {
  return `${basename(spot.file)}:${spot.line}:${spot.column}`;
}

/** Text with the byte order mark, which some editors write, turned into a blank: offsets stay what they are. */
export function withoutMark(text: string): string {
  return text.codePointAt(0) === BYTE_ORDER_MARK ? ` ${text.slice(1)}` : text;
}

function decode(file: string, bytes: Uint8Array, { noun, maxBytes }: TextKind): string {
  if (bytes.length > maxBytes) {
    throw invalid(`${basename(file)} has ${bytes.length} bytes; a ${noun} has at most ${maxBytes}.`, { file });
  }
  try {
    return withoutMark(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    throw invalid(`${basename(file)} is not UTF-8 text. Save it as UTF-8.`, { file }, error);
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}

function invalid(message: string, details: Readonly<Record<string, unknown>>, cause?: unknown): StudioError {
  return new StudioError("manifest-invalid", message, { details, cause });
}
