import type { WitTypeView } from "../../../shared/model.ts";
import { integerRanges, isInteger, isScalar } from "./numbers.ts";

const SHOWN_NAMES = 8;

/** What JSON must stand for a type, in words: `u32 (0 to 4294967295)`, `a list of strings`. */
export function expectedText(type: WitTypeView): string {
  if (isInteger(type.kind)) {
    const { min, max } = integerRanges[type.kind];
    const big = type.kind === "u64" || type.kind === "s64" ? ", as a decimal string beyond 2^53" : "";
    return `${type.kind} (${min} to ${max}${big})`;
  }
  switch (type.kind) {
    case "f32":
    case "f64":
      return `${type.kind} (a number, "NaN", "inf" or "-inf")`;
    case "bool":
      return "bool (true or false)";
    case "char":
      return "char (a string of one character)";
    case "string":
      return "string";
    case "list":
      return type.element.kind === "u8"
        ? 'list<u8> ({"base64": …}, {"text": …} or an array of numbers)'
        : `list<${nameOf(type.element)}> (an array)`;
    case "option":
      return type.some.kind === "option"
        ? `${nameOf(type)} (null or {"some": …})`
        : `${nameOf(type)} (null or ${expectedText(type.some)})`;
    case "result":
      return `${nameOf(type)} ({"tag": "ok" or "err", "val": …})`;
    case "tuple":
      return `${nameOf(type)} (an array of ${type.items.length})`;
    case "record":
      return `${nameOf(type)} (an object with ${names(type.fields.map((field) => field.name))})`;
    case "variant":
      return `${nameOf(type)} ({"tag": …, "val": …} with the tag ${names(
        type.cases.map((one) => one.name),
        "or",
      )})`;
    case "enum":
      return `${nameOf(type)} (${names(
        type.cases.map((one) => JSON.stringify(one)),
        "or",
      )})`;
    case "flags":
      return `${nameOf(type)} (an array out of ${names(type.flags.map((flag) => JSON.stringify(flag)))})`;
    case "resource":
      return `the resource ${type.name}, which JSON cannot hold`;
    case "other":
      return `${type.name}, which JSON cannot hold`;
  }
}

/** A type by its name, or as WIT writes it: `list<point>`, `option<u8>`. */
export function nameOf(type: WitTypeView): string {
  if (isScalar(type)) {
    return type.kind;
  }
  switch (type.kind) {
    case "list":
      return `list<${nameOf(type.element)}>`;
    case "option":
      return `option<${nameOf(type.some)}>`;
    case "result": {
      const ok = type.ok === undefined ? "_" : nameOf(type.ok);
      return type.err === undefined
        ? type.ok === undefined
          ? "result"
          : `result<${ok}>`
        : `result<${ok}, ${nameOf(type.err)}>`;
    }
    case "tuple":
      return `tuple<${type.items.map(nameOf).join(", ")}>`;
    case "record":
    case "variant":
    case "enum":
    case "flags":
      return type.name === undefined ? type.kind : `${type.kind} ${type.name}`;
    case "resource":
    case "other":
      return type.name;
  }
}

function names(all: readonly string[], conjunction = "and"): string {
  if (all.length > SHOWN_NAMES) {
    return `${all.slice(0, SHOWN_NAMES).join(", ")}, … (${all.length} in all)`;
  }
  return all.length < 2 ? (all[0] ?? "nothing") : `${all.slice(0, -1).join(", ")} ${conjunction} ${all.at(-1) ?? ""}`;
}
