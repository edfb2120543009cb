import type { FunctionView, WitTypeView } from "../../../shared/model.ts";
import { lowerCamel } from "../js-name.ts";
import { nearest } from "../nearest.ts";
import { expectedText, nameOf } from "./expected-text.ts";
import { atIndex, atName, mismatch, ROOT, shown, wrong } from "./json-path.ts";
import type { JsonPath } from "./json-path.ts";
import { isBareOption } from "./nullable.ts";
import { is64Bit, isInteger, parseFloating, parseInteger } from "./numbers.ts";

/**
 * The JavaScript values that jco's code takes, from their JSON form: one item for each parameter.
 * @throws StudioError `arguments-invalid` with the path, the expected type and what was found.
 */
export function parseArgs(params: FunctionView["params"], json: unknown): unknown[] {
  const signature = params.map((param) => `${param.name}: ${nameOf(param.type)}`).join(", ");
  const expected =
    params.length === 0
      ? "an empty array, since there are no parameters"
      : `an array of ${params.length} (${signature})`;
  if (!Array.isArray(json)) {
    throw mismatch(ROOT, expected, json);
  }
  if (json.length !== params.length) {
    throw wrong(ROOT, expected, `found ${json.length === 1 ? "1 item" : `${json.length} items`}`);
  }
  return params.map((param, index) => parseValue(param.type, json[index], atIndex(ROOT, index)));
}

/** One value. @throws StudioError `arguments-invalid` */
export function parseValue(type: WitTypeView, json: unknown, path: JsonPath): unknown {
  if (isInteger(type.kind)) {
    const value = parseInteger(type.kind, json);
    return is64Bit(type.kind) ? required(value, type, json, path) : Number(required(value, type, json, path));
  }
  switch (type.kind) {
    case "f32":
    case "f64":
      return required(parseFloating(type.kind, json), type, json, path);
    case "bool":
      return required(typeof json === "boolean" ? json : undefined, type, json, path);
    case "string":
      return required(typeof json === "string" && json.isWellFormed() ? json : undefined, type, json, path);
    case "char":
      return required(typeof json === "string" && isOneScalar(json) ? json : undefined, type, json, path);
    case "list":
      return type.element.kind === "u8" ? parseBytes(type, json, path) : parseList(type, json, path);
    case "tuple":
      return parseTuple(type, json, path);
    case "record":
      return parseRecord(type, json, path);
    case "variant":
      return parseCase(type, type.cases, json, path);
    case "result":
      return parseCase(type, resultCases(type), json, path);
    case "option":
      return parseOption(type, json, path);
    case "enum":
      if (typeof json !== "string" || !type.cases.includes(json)) {
        throw wrong(path, expectedText(type), foundName(json, type.cases));
      }
      return json;
    case "flags":
      return parseFlags(type, json, path);
    case "resource":
    case "other":
      throw mismatch(path, expectedText(type), json);
  }
}

type TypeOf<Kind extends WitTypeView["kind"]> = Extract<WitTypeView, { kind: Kind }>;

function required<T>(value: T | undefined, type: WitTypeView, json: unknown, path: JsonPath): T {
  if (value === undefined) {
    throw mismatch(path, expectedText(type), json);
  }
  return value;
}

function isOneScalar(text: string): boolean {
  return text.isWellFormed() && Array.from(text).length === 1;
}

function parseBytes(type: TypeOf<"list">, json: unknown, path: JsonPath): Uint8Array {
  if (Array.isArray(json)) {
    return Uint8Array.from(json, (item: unknown, index) =>
      Number(parseValue(type.element, item, atIndex(path, index))),
    );
  }
  if (isObject(json) && Object.keys(json).length === 1) {
    if (typeof json["text"] === "string" && json["text"].isWellFormed()) {
      return new TextEncoder().encode(json["text"]);
    }
    const base64 = json["base64"];
    if (typeof base64 === "string") {
      const bytes = Buffer.from(base64, "base64");
      // Buffer passes over what is not base64; padding may be left out.
      if (bytes.toString("base64").replace(/=+$/, "") !== base64.replace(/=+$/, "")) {
        throw mismatch(atName(path, "base64"), "base64 (A to Z, a to z, 0 to 9, + and /)", base64);
      }
      return new Uint8Array(bytes);
    }
  }
  throw mismatch(path, expectedText(type), json);
}

function parseList(type: TypeOf<"list">, json: unknown, path: JsonPath): unknown[] {
  if (!Array.isArray(json)) {
    throw mismatch(path, expectedText(type), json);
  }
  return json.map((item: unknown, index) => parseValue(type.element, item, atIndex(path, index)));
}

function parseTuple(type: TypeOf<"tuple">, json: unknown, path: JsonPath): unknown[] {
  if (!Array.isArray(json) || json.length !== type.items.length) {
    throw mismatch(path, expectedText(type), json);
  }
  return type.items.map((item, index) => parseValue(item, json[index], atIndex(path, index)));
}

function parseRecord(type: TypeOf<"record">, json: unknown, path: JsonPath): Record<string, unknown> {
  if (!isObject(json)) {
    throw mismatch(path, expectedText(type), json);
  }
  const names = type.fields.map((field) => field.name);
  for (const name of Object.keys(json)) {
    if (!names.includes(name)) {
      throw wrong(path, expectedText(type), `found the unknown field ${foundText(name, names)}`);
    }
  }
  const record: Record<string, unknown> = {};
  for (const field of type.fields) {
    // Leaving an option out says none, as in every JSON people write by hand.
    const value = Object.hasOwn(json, field.name) ? json[field.name] : field.type.kind === "option" ? null : undefined;
    record[lowerCamel(field.name)] = parseValue(field.type, value, atName(path, field.name));
  }
  return record;
}

interface Case {
  readonly name: string;
  readonly type?: WitTypeView;
}

function resultCases(type: TypeOf<"result">): Case[] {
  return [
    { name: "ok", ...(type.ok === undefined ? {} : { type: type.ok }) },
    { name: "err", ...(type.err === undefined ? {} : { type: type.err }) },
  ];
}

function parseCase(type: WitTypeView, cases: readonly Case[], json: unknown, path: JsonPath): unknown {
  if (!isObject(json) || !Object.hasOwn(json, "tag")) {
    throw mismatch(path, expectedText(type), json);
  }
  const { tag } = json;
  const found = cases.find((one) => one.name === tag);
  const unknown = Object.keys(json).find((key) => key !== "tag" && key !== "val");
  if (found === undefined) {
    throw wrong(
      atName(path, "tag"),
      expectedText(type),
      foundName(
        tag,
        cases.map((one) => one.name),
      ),
    );
  }
  if (unknown !== undefined) {
    throw wrong(path, expectedText(type), `found the unknown field ${JSON.stringify(unknown)}`);
  }
  const value = json["val"];
  if (found.type === undefined) {
    if (value !== undefined && value !== null) {
      throw wrong(atName(path, "val"), `nothing, since ${found.name} carries no value`, `found ${shown(value)}`);
    }
    return { tag: found.name };
  }
  const present = value === undefined && found.type.kind === "option" ? null : value;
  return { tag: found.name, val: parseValue(found.type, present, atName(path, "val")) };
}

function parseOption(type: TypeOf<"option">, json: unknown, path: JsonPath): unknown {
  const bare = isBareOption(type);
  if (json === null) {
    return bare ? undefined : { tag: "none" };
  }
  let val: unknown;
  if (type.some.kind === "option") {
    if (!isObject(json) || !Object.hasOwn(json, "some") || Object.keys(json).length !== 1) {
      throw mismatch(path, expectedText(type), json);
    }
    val = parseValue(type.some, json["some"], atName(path, "some"));
  } else {
    val = json === undefined ? required(undefined, type, json, path) : parseValue(type.some, json, path);
  }
  return bare ? val : { tag: "some", val };
}

function parseFlags(type: TypeOf<"flags">, json: unknown, path: JsonPath): Record<string, boolean> {
  if (!Array.isArray(json)) {
    throw mismatch(path, expectedText(type), json);
  }
  const flags = Object.fromEntries(type.flags.map((flag) => [lowerCamel(flag), false]));
  for (const [index, flag] of json.entries()) {
    if (typeof flag !== "string" || !type.flags.includes(flag)) {
      throw wrong(atIndex(path, index), expectedText(type), foundName(flag, type.flags));
    }
    flags[lowerCamel(flag)] = true;
  }
  return flags;
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function foundName(json: unknown, names: readonly string[]): string {
  return typeof json === "string" ? `found ${foundText(json, names)}` : `found ${shown(json)}`;
}

function foundText(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return near === undefined ? JSON.stringify(name) : `${JSON.stringify(name)}; did you mean ${JSON.stringify(near)}?`;
}
