import type { FunctionView, WitTypeView } from "../../../shared/model.ts";
import { lowerCamel } from "../js-name.ts";
import { isBareOption } from "./nullable.ts";
import { floatingToJson, integerToJson, isInteger } from "./numbers.ts";

/** The JSON form of a value that jco's code gave. Handles and streams become their type's name in angle brackets. */
export function toJson(type: WitTypeView, value: unknown): unknown {
  if (isInteger(type.kind)) {
    return integerToJson(expectNumber(value, type));
  }
  switch (type.kind) {
    case "f32":
    case "f64":
      return floatingToJson(Number(expectNumber(value, type)));
    case "list":
      return type.element.kind === "u8"
        ? bytesToJson(value, type)
        : expectList(value, type).map((item) => toJson(type.element, item));
    case "tuple": {
      const items = expectList(value, type);
      return type.items.map((item, index) => toJson(item, items[index]));
    }
    case "record": {
      const fields = expectObject(value, type);
      return Object.fromEntries(
        type.fields.map((field) => [field.name, toJson(field.type, fields[lowerCamel(field.name)])]),
      );
    }
    case "variant": {
      const { tag, val } = expectObject(value, type);
      return caseToJson(tag, type.cases.find((one) => one.name === tag)?.type, val);
    }
    case "result": {
      const { tag, val } = expectObject(value, type);
      return caseToJson(tag, tag === "ok" ? type.ok : type.err, val);
    }
    case "option":
      return optionToJson(type, value);
    case "flags": {
      const flags = expectObject(value, type);
      return type.flags.filter((flag) => flags[lowerCamel(flag)] === true);
    }
    case "resource":
    case "other":
      return `<${type.name}>`;
    case "bool":
    case "char":
    case "string":
    case "enum":
      return value;
  }
}

export interface ResultJson {
  readonly value?: unknown;
  readonly error?: unknown;
}

/**
 * What a call gave. jco returns the payload of an ok and throws that of an err, so the type of the payload counts;
 * absent where there is none.
 */
export function resultToJson(result: FunctionView["result"], outcome: "ok" | "error", value: unknown): ResultJson {
  if (result?.kind === "result") {
    const type = outcome === "ok" ? result.ok : result.err;
    const json = type === undefined ? undefined : toJson(type, value);
    return json === undefined ? {} : outcome === "ok" ? { value: json } : { error: json };
  }
  return result === undefined || outcome === "error" ? {} : { value: toJson(result, value) };
}

function caseToJson(tag: unknown, type: WitTypeView | undefined, val: unknown): unknown {
  return type === undefined ? { tag } : { tag, val: toJson(type, val) };
}

function optionToJson(type: Extract<WitTypeView, { kind: "option" }>, value: unknown): unknown {
  let some: unknown = value;
  if (isBareOption(type)) {
    if (value === undefined || value === null) {
      return null;
    }
  } else {
    const { tag, val } = expectObject(value, type);
    if (tag === "none") {
      return null;
    }
    some = val;
  }
  const json = toJson(type.some, some);
  return type.some.kind === "option" ? { some: json } : json;
}

function bytesToJson(value: unknown, type: WitTypeView): unknown {
  const bytes = value instanceof Uint8Array ? value : Uint8Array.from(expectList(value, type), Number);
  return { base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64") };
}

function expectNumber(value: unknown, type: WitTypeView): number | bigint {
  if (typeof value !== "number" && typeof value !== "bigint") {
    throw unfit(value, type);
  }
  return value;
}

/** Lists of numbers come as typed arrays. */
function expectList(value: unknown, type: WitTypeView): unknown[] {
  if (Array.isArray(value)) {
    return value;
  }
  if (ArrayBuffer.isView(value) && Symbol.iterator in value) {
    return Array.from(value as Iterable<unknown> & ArrayBufferView);
  }
  throw unfit(value, type);
}

function expectObject(value: unknown, type: WitTypeView): Record<string, unknown> {
  if (typeof value !== "object" || value === null) {
    throw unfit(value, type);
  }
  return value as Record<string, unknown>;
}

/** The worker and the types are of different builds, or jco changed how it writes values: ours to mend. */
function unfit(value: unknown, type: WitTypeView): Error {
  return new TypeError(`a value of type ${type.kind} arrived as ${value === null ? "null" : typeof value}`);
}
