import { displayName, parseFunctionName } from "./function-name.ts";
import { partsOf } from "./world.ts";
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
  if (type.kind === "own" || type.kind === "borrow") {
    return `holds the resource \`${type.resource.label?.name ?? "resource"}\`, and JSON cannot hold a handle.`;
  }
  if (type.kind === "other") {
    return `holds a ${type.head}, which only later WASI generations have.`;
  }
  for (const part of partsOf(type)) {
    const found = findUnsupported(part, seen);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
