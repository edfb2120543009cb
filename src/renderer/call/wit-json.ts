import type { WitTypeView } from "../../shared/model.ts";

/** WIT types and the JSON form of their values, as a form needs them: what to begin with, and what is wrong so far. */

const INT_BITS = { u8: 8, u16: 16, u32: 32, u64: 64, s8: 8, s16: 16, s32: 32, s64: 64 } as const;

export type IntKind = keyof typeof INT_BITS;

/** The smallest and largest value of an integer type. */
export function intRange(kind: IntKind): readonly [bigint, bigint] {
  const bits = BigInt(INT_BITS[kind]);
  return kind.startsWith("u") ? [0n, 2n ** bits - 1n] : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n];
}

/** `list<u8>` has forms of its own: text, base64 or an array of numbers. */
export function isByteList(type: WitTypeView): boolean {
  return type.kind === "list" && type.element.kind === "u8";
}

/** A value to begin a form with: zero, empty, none, the first case. */
export function defaultValue(type: WitTypeView): unknown {
  switch (type.kind) {
    case "bool":
      return false;
    case "char":
      return "a";
    case "string":
      return "";
    case "list":
      return isByteList(type) ? { text: "" } : [];
    case "option":
      return null;
    case "result":
      return tagged("ok", type.ok);
    case "tuple":
      return type.items.map(defaultValue);
    case "record":
      return Object.fromEntries(type.fields.map((field) => [field.name, defaultValue(field.type)]));
    case "variant": {
      const first = type.cases[0];
      return tagged(first?.name ?? "", first?.type);
    }
    case "enum":
      return type.cases[0] ?? "";
    case "flags":
      return [];
    case "resource":
    case "other":
      return null;
    case "u8":
    case "u16":
    case "u32":
    case "u64":
    case "s8":
    case "s16":
    case "s32":
    case "s64":
    case "f32":
    case "f64":
      return 0;
  }
}

/** `{"tag": …}` with a value where the case has one. */
export function tagged(tag: string, type: WitTypeView | undefined): { readonly tag: string; readonly val?: unknown } {
  return type === undefined ? { tag } : { tag, val: defaultValue(type) };
}

/** An option inside an option says `{"some": …}`, so that null stays unambiguous. */
export function wrapsSome(type: WitTypeView): boolean {
  return type.kind === "option" && type.some.kind === "option";
}

/** What a person typed for a number: a number where JSON can say it exactly, else its digits. */
export function numberFromText(text: string): unknown {
  const trimmed = text.trim();
  if (/^[+-]?\d+$/.test(trimmed)) {
    const value = BigInt(trimmed.replace(/^\+/, ""));
    return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
      ? Number(value)
      : String(value);
  }
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return Number(trimmed);
  return trimmed;
}

export interface ValueProblem {
  /** `$[0].name` */
  readonly path: string;
  readonly message: string;
}

/** Everything in a value that the studio would refuse. */
export function problemsOf(type: WitTypeView, value: unknown, path: string): readonly ValueProblem[] {
  const wrong = (message: string): ValueProblem[] => [{ path, message }];
  switch (type.kind) {
    case "bool":
      return typeof value === "boolean" ? [] : wrong("expected true or false");
    case "string":
      return typeof value === "string" ? [] : wrong("expected text");
    case "char":
      return typeof value === "string" && Array.from(value).length === 1 ? [] : wrong("expected exactly one character");
    case "f32":
    case "f64":
      return typeof value === "number" || ["NaN", "inf", "-inf"].includes(String(value))
        ? []
        : wrong(`expected a number, NaN, inf or -inf`);
    case "list":
      return problemsOfList(type.element, value, path);
    case "option":
      if (value === null) return [];
      if (!wrapsSome(type)) return problemsOf(type.some, value, path);
      return isObject(value) && "some" in value
        ? problemsOf(type.some, value["some"], `${path}.some`)
        : wrong('expected null or {"some": …}');
    case "tuple":
      if (!Array.isArray(value) || value.length !== type.items.length)
        return wrong(`expected ${type.items.length} items`);
      return type.items.flatMap((item, index) => problemsOf(item, value[index], `${path}[${index}]`));
    case "record":
      if (!isObject(value)) return wrong("expected an object");
      return type.fields.flatMap((field) => problemsOf(field.type, value[field.name], `${path}.${field.name}`));
    case "result":
      return problemsOfTagged(
        [
          { name: "ok", ...caseType(type.ok) },
          { name: "err", ...caseType(type.err) },
        ],
        value,
        path,
      );
    case "variant":
      return problemsOfTagged(type.cases, value, path);
    case "enum":
      return typeof value === "string" && type.cases.includes(value)
        ? []
        : wrong(`expected one of ${type.cases.join(", ")}`);
    case "flags":
      return Array.isArray(value) && value.every((flag) => type.flags.includes(String(flag)))
        ? []
        : wrong(`expected some of ${type.flags.join(", ")}`);
    case "resource":
    case "other":
      return wrong("cannot be said in JSON");
    case "u8":
    case "u16":
    case "u32":
    case "u64":
    case "s8":
    case "s16":
    case "s32":
    case "s64":
      return problemsOfInt(type.kind, value, path);
  }
}

function problemsOfInt(kind: IntKind, value: unknown, path: string): readonly ValueProblem[] {
  const [low, high] = intRange(kind);
  const digits =
    typeof value === "number" ? Number.isSafeInteger(value) : typeof value === "string" && /^-?\d+$/.test(value);
  const fits = digits && BigInt(value as number | string) >= low && BigInt(value as number | string) <= high;
  return fits ? [] : [{ path, message: `expected a whole number from ${low} to ${high}` }];
}

function problemsOfList(element: WitTypeView, value: unknown, path: string): readonly ValueProblem[] {
  if (element.kind === "u8" && isObject(value)) {
    if (typeof value["text"] === "string") return [];
    const { base64 } = value;
    if (typeof base64 === "string" && /^[A-Za-z0-9+/]*={0,2}$/.test(base64) && base64.length % 4 !== 1) return [];
    return [{ path, message: 'expected {"text": …} or {"base64": …}' }];
  }
  if (!Array.isArray(value)) return [{ path, message: "expected a list" }];
  return value.flatMap((item, index) => problemsOf(element, item, `${path}[${index}]`));
}

function problemsOfTagged(
  cases: readonly { readonly name: string; readonly type?: WitTypeView }[],
  value: unknown,
  path: string,
): readonly ValueProblem[] {
  const found = isObject(value) ? cases.find((each) => each.name === value["tag"]) : undefined;
  if (!isObject(value) || found === undefined) {
    return [{ path, message: `expected {"tag": …} with one of ${cases.map((each) => each.name).join(", ")}` }];
  }
  return found.type === undefined ? [] : problemsOf(found.type, value["val"], `${path}.val`);
}

function caseType(type: WitTypeView | undefined): { type?: WitTypeView } {
  return type === undefined ? {} : { type };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
