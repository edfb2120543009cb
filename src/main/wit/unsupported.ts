import { displayName, parseFunctionName } from "./function-name.ts";
import type { WitFunction, WitType } from "./world.ts";

/** Why JSON arguments cannot call a function, in one sentence; undefined when they can. */
export function unsupportedReason(fn: WitFunction): string | undefined {
  const name = displayName(fn.name);
  const { kind, resource } = parseFunctionName(fn.name);
  if (kind !== "function") {
    return `\`${name}\` belongs to the resource \`${resource ?? ""}\`: JSON cannot hold a handle, so only functions without resources can be called from here.`;
  }
  if (fn.async) {
    return `\`${name}\` is an async function of a later WASI generation; only functions of WASI 0.2 can be called from here.`;
  }
  for (const param of fn.params) {
    const found = findUnsupported(param.type, new Set());
    if (found !== undefined) {
      return `Parameter \`${param.name}\` of \`${name}\` ${found}`;
    }
  }
  const found = fn.result === undefined ? undefined : findUnsupported(fn.result, new Set());
  return found === undefined ? undefined : `The result of \`${name}\` ${found}`;
}

function findUnsupported(type: WitType, seen: Set<WitType>): string | undefined {
  if (seen.has(type)) {
    return undefined;
  }
  seen.add(type);
  switch (type.kind) {
    case "own":
    case "borrow":
      return `holds the resource \`${type.resource.label?.name ?? "resource"}\`, and JSON cannot hold a handle.`;
    case "other":
      return `holds a ${type.head}, which only later WASI generations have.`;
    case "list":
      return findUnsupported(type.element, seen);
    case "option":
      return findUnsupported(type.some, seen);
    case "result":
      return firstOf([type.ok, type.err], seen);
    case "tuple":
      return firstOf(type.items, seen);
    case "record":
      return firstOf(type.fields.map((field) => field.type), seen);
    case "variant":
      return firstOf(type.cases.map((one) => one.type), seen);
    default:
      return undefined;
  }
}

function firstOf(types: readonly (WitType | undefined)[], seen: Set<WitType>): string | undefined {
  for (const type of types) {
    const found = type === undefined ? undefined : findUnsupported(type, seen);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
