import type { JSONPath, Node } from "jsonc-parser";

import { closest } from "../../../shared/closest.ts";
import { type ManifestFinding, pathText, shown } from "../project/manifest-finding.ts";
import type { ManifestText } from "../project/manifest-text.ts";

/** One key of a seed file; the bytes of a `file` are still to be read. */
export interface ParsedEntry {
  readonly bucket: string;
  readonly key: string;
  readonly value: Uint8Array | { readonly file: string };
  /** Says what is wrong with this value, at its place. */
  readonly find: (text: string, fix: string) => ManifestFinding;
}

export interface ParsedSeed {
  /** As the file names them, also those without keys. */
  readonly buckets: readonly string[];
  readonly entries: readonly ParsedEntry[];
  readonly findings: readonly ManifestFinding[];
}

const FORMS = ["base64", "json", "file"] as const;
const HOW =
  'Write a text, { "base64": "…" } for any bytes, { "json": … } for a JSON text, or { "file": "…" } for a file beside this one.';
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Reads `{ "bucket": { "key": value } }`. A `$schema` beside the buckets is for editors. */
export function parseSeed(text: ManifestText): ParsedSeed {
  const findings: ManifestFinding[] = [];
  const entries: ParsedEntry[] = [];
  const buckets: string[] = [];
  const finder = (node: Node, path: JSONPath) => (what: string, fix: string) => ({
    spot: text.at(node.offset),
    path: pathText(path),
    text: what,
    fix,
  });
  const seen = new Set<string>();
  for (const [bucket, content, name] of members(text.root)) {
    if (seen.has(bucket)) findings.push(finder(name, [bucket])(TWICE, "Remove one of them."));
    seen.add(bucket);
    if (bucket === "$schema" && content.type === "string") continue;
    if (content.type !== "object") {
      const what = `must be an object of keys and values, but is ${shownNode(content)}`;
      findings.push(finder(content, [bucket])(what, 'Write { "key": "value" }, for example.'));
      continue;
    }
    buckets.push(bucket);
    const keys = new Set<string>();
    for (const [key, node, keyName] of members(content)) {
      const find = finder(node, [bucket, key]);
      if (keys.has(key)) findings.push(finder(keyName, [bucket, key])(TWICE, "Remove one of them."));
      keys.add(key);
      const value = bucket.isWellFormed() && key.isWellFormed() ? valueOf(text, node) : HALF_CHARACTER;
      if ("wrong" in value) findings.push(find(value.wrong, value.fix));
      else entries.push({ bucket, key, find, ...value });
    }
  }
  return { buckets, entries, findings };
}

const TWICE = "stands there twice";

type Value = Pick<ParsedEntry, "value"> | Wrong;
interface Wrong {
  readonly wrong: string;
  readonly fix: string;
}

const HALF_CHARACTER: Wrong = {
  wrong: "has half of a character (a \\ud800 to \\udfff alone), which UTF-8 cannot say",
  fix: 'Write the whole character, or the bytes as { "base64": "…" }.',
};

function valueOf(text: ManifestText, node: Node): Value {
  if (node.type === "string") return textOf(String(node.value));
  if (node.type !== "object") {
    const written = text.source(node);
    const fix =
      node.type === "array" ? `Write { "json": […] }.` : `Write ${shown(written)}, or { "json": ${written} }.`;
    return { wrong: `must be a text or an object that says what it is, but is ${shownNode(node)}`, fix };
  }
  const [first, second] = members(node);
  if (first === undefined) return { wrong: "is an empty object and says no value", fix: HOW };
  const [form, content] = first;
  if (second !== undefined) {
    const names = `${shown(form)} and ${shown(second[0])}`;
    return {
      wrong: `must be one of ${FORMS.join(", ")}, but has ${names}`,
      fix: 'A JSON object goes into { "json": … }.',
    };
  }
  if (form === "json") return textOf(jsonOf(text, content));
  if (form !== "base64" && form !== "file") {
    const meant = closest(form, FORMS);
    const fix = meant === undefined ? HOW : `Did you mean ${JSON.stringify(meant)}?`;
    return { wrong: `is given as ${shown(form)}, which this version does not know`, fix };
  }
  const written: unknown = content.type === "string" ? content.value : undefined;
  if (typeof written !== "string" || written === "") {
    if (form === "base64" && written === "") return { value: new Uint8Array() };
    const want = form === "file" ? "the path of a file" : "a text in base64";
    return { wrong: `must have ${want} as its ${shown(form)}, but has ${shownNode(content)}`, fix: HOW };
  }
  if (form === "file") return { value: { file: written } };
  if (BASE64.test(written) && written.replace(/=+$/, "").length % 4 !== 1)
    return { value: new Uint8Array(Buffer.from(written, "base64")) };
  return {
    wrong: `must be base64, but ${shown(written)} is not`,
    fix: "It takes the characters A-Z a-z 0-9 + / and = at the end, without line ends.",
  };
}

function textOf(text: string): Value {
  return text.isWellFormed() ? { value: new TextEncoder().encode(text) } : HALF_CHARACTER;
}

/** Compact JSON that keeps every number as it was written. */
function jsonOf(text: ManifestText, node: Node): string {
  if (node.type === "object") {
    return `{${members(node)
      .map(([name, value]) => `${JSON.stringify(name)}:${jsonOf(text, value)}`)
      .join(",")}}`;
  }
  if (node.type === "array") return `[${(node.children ?? []).map((item) => jsonOf(text, item)).join(",")}]`;
  return node.type === "string" ? JSON.stringify(node.value) : text.source(node);
}

function members(node: Node): (readonly [name: string, value: Node, nameNode: Node])[] {
  return (node.children ?? []).flatMap((property) => {
    const [name, value] = property.children ?? [];
    return name === undefined || value === undefined ? [] : [[String(name.value), value, name] as const];
  });
}

function shownNode(node: Node): string {
  if (node.type === "array") return shown(node.children ?? []);
  if (node.type === "object") return (node.children ?? []).length === 0 ? "an empty object" : "an object";
  return shown(node.value);
}
