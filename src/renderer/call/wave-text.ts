import type { FunctionView, WitTypeView } from "../../shared/model.ts";
import { wrapsSome } from "./wit-json.ts";

/** A call in WAVE, as `wasmtime run --invoke` takes it: `hit({by: 7}, some("x"))`. The arguments fit the function. */
export function waveCall(fn: Pick<FunctionView, "name" | "params">, args: readonly unknown[]): string {
  return `${fn.name}(${fn.params.map(({ type }, index) => waveText(type, args[index])).join(", ")})`;
}

/** A value of that type in WAVE, from its JSON form. */
export function waveText(type: WitTypeView, value: unknown): string {
  switch (type.kind) {
    case "string":
      return `"${escaped(String(value), '"')}"`;
    case "char":
      return `'${escaped(String(value), "'")}'`;
    case "f32":
    case "f64":
      return value === "NaN" ? "nan" : String(value);
    case "list":
      return `[${listItems(type.element, value).join(", ")}]`;
    case "option":
      if (value === null || value === undefined) return "none";
      return `some(${waveText(type.some, wrapsSome(type) ? member(value, "some") : value)})`;
    case "tuple":
      return `(${type.items.map((item, index) => waveText(item, listed(value)[index])).join(", ")})`;
    case "record":
      return `{${type.fields
        .map((field) => `${label(field.name)}: ${waveText(field.type, member(value, field.name))}`)
        .join(", ")}}`;
    case "result":
      return tagged(
        member(value, "tag") === "err" ? { name: "err", type: type.err } : { name: "ok", type: type.ok },
        value,
      );
    case "variant": {
      const tag = String(member(value, "tag"));
      const found = type.cases.find(({ name }) => name === tag);
      return tagged({ name: label(tag), type: found?.type }, value);
    }
    case "enum":
      return label(String(value));
    case "flags":
      return `{${listed(value)
        .map((flag) => label(String(flag)))
        .join(", ")}}`;
    case "resource":
    case "other":
      return "_";
    case "bool":
    case "u8":
    case "u16":
    case "u32":
    case "u64":
    case "s8":
    case "s16":
    case "s32":
    case "s64":
      return String(value);
  }
}

function tagged(one: { readonly name: string; readonly type: WitTypeView | undefined }, value: unknown): string {
  return one.type === undefined ? one.name : `${one.name}(${waveText(one.type, member(value, "val"))})`;
}

/** Bytes may be said as a text or in base64; WAVE knows only their numbers. */
function listItems(element: WitTypeView, value: unknown): readonly string[] {
  const [text, base64] = [member(value, "text"), member(value, "base64")];
  if (typeof text === "string") return Array.from(new TextEncoder().encode(text), String);
  if (typeof base64 === "string") return Array.from(atob(base64), (char) => String(char.charCodeAt(0)));
  return listed(value).map((item) => waveText(element, item));
}

// Words that mean something else in WAVE: as names they are marked.
const KEYWORDS = new Set(["true", "false", "inf", "nan", "some", "none", "ok", "err"]);

function label(name: string): string {
  return KEYWORDS.has(name) ? `%${name}` : name;
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escaped(text: string, quote: string): string {
  return Array.from(text, (char) => {
    if (char === quote) return `\\${char}`;
    const code = char.codePointAt(0) ?? 0;
    return ESCAPES[char] ?? (code < 0x20 || code === 0x7f ? `\\u{${code.toString(16)}}` : char);
  }).join("");
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
