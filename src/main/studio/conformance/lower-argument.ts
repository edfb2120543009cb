/** Makes WAT that passes a value to an imported function. */
import type { WitType } from "../../wit/world.ts";
import {
  casesOf,
  type CoreType,
  discriminantSize,
  flagsSize,
  flatten,
  layoutOf,
  membersOf,
  offsetsOf,
  payloadOffset,
  type VariantCase,
} from "./canonical-abi.ts";
import { Handle, Held, type Value, valueText } from "./script.ts";
import type { ScriptMemory } from "./script-memory.ts";

export interface ScriptFrame {
  readonly memory: ScriptMemory;
  /** The local that holds a handle. */
  local(handle: Handle): string;
  /** To be done before the call. */
  before(statement: string): void;
}

/** One expression for each core parameter of the type. */
export function lowerFlat(type: WitType, value: Value, frame: ScriptFrame): readonly string[] {
  const members = membersOf(type);
  if (members !== undefined)
    return members.flatMap(({ name, type: part }) => lowerFlat(part, memberOf(value, name), frame));
  if (type.kind === "string" || type.kind === "list") {
    if (value instanceof Held) return heldAt(value, frame);
    const [at, length] = place(type, value, frame);
    return [`(i32.const ${at})`, `(i32.const ${length})`];
  }
  const cases = casesOf(type);
  if (cases !== undefined) {
    const { index, payload, type: part } = chosenCase(type, cases, value);
    const given = part === undefined ? [] : lowerFlat(part, payload, frame);
    const own = part === undefined ? [] : flatten(part);
    const [, ...wanted] = flatten(type);
    const slots = wanted.map((core, slot) => widened(given[slot] ?? `(${core}.const 0)`, own[slot] ?? core, core));
    return [`(i32.const ${index})`, ...slots];
  }
  if (value instanceof Handle) return [`(local.get ${frame.local(value)})`];
  const [core = "i32"] = flatten(type);
  return [`(${core}.const ${scalarText(type, value)})`];
}

/** Writes the value into the guest's memory; a handle is only known when the script runs. */
export function lowerToMemory(type: WitType, value: Value, at: number, frame: ScriptFrame): void {
  const members = membersOf(type);
  if (members !== undefined) {
    const offsets = offsetsOf(members.map((member) => member.type));
    for (const [index, { name, type: part }] of members.entries()) {
      lowerToMemory(part, memberOf(value, name), at + (offsets[index] ?? 0), frame);
    }
    return;
  }
  if (type.kind === "string" || type.kind === "list") {
    if (value instanceof Held) {
      const [pointer = "", length = ""] = heldAt(value, frame);
      frame.before(`(i32.store (i32.const ${at}) ${pointer}) (i32.store (i32.const ${at + 4}) ${length})`);
      return;
    }
    const [pointer, length] = place(type, value, frame);
    frame.memory.store(at, 4, BigInt(pointer));
    frame.memory.store(at + 4, 4, BigInt(length));
    return;
  }
  const cases = casesOf(type);
  if (cases !== undefined) {
    const { index, payload, type: part } = chosenCase(type, cases, value);
    frame.memory.store(at, discriminantSize(cases.length), BigInt(index));
    if (part !== undefined) lowerToMemory(part, payload, at + payloadOffset(cases), frame);
    return;
  }
  if (value instanceof Handle) {
    frame.before(`(i32.store (i32.const ${at}) (local.get ${frame.local(value)}))`);
    return;
  }
  const { size } = layoutOf(type);
  frame.memory.store(at, size as 1 | 2 | 4 | 8, BigInt(scalarText(type, value)));
}

/** The part of a record or tuple value of that name. */
export function memberOf(value: Value, name: string): Value {
  if (Array.isArray(value)) return (value as readonly Value[])[Number(name)];
  if (typeof value !== "object" || value instanceof Handle || value instanceof Held)
    throw new Error(`${valueText(value)} has no part ${name}`);
  return (value as Readonly<Record<string, Value>>)[name];
}

/** Which case a value is, of a variant or of what is encoded as one. */
export function chosenCase(type: WitType, cases: readonly VariantCase[], value: Value) {
  const isOption = type.kind === "option";
  const tag = isOption ? (value === undefined ? "none" : "some") : tagOf(value);
  const index = cases.findIndex((one) => one.name === tag);
  if (index < 0) throw new Error(`no case ${tag} in ${type.label?.name ?? type.kind}`);
  const payload = isOption ? value : typeof value === "string" ? undefined : memberOf(value, "val");
  return { index, payload, type: cases[index]?.type };
}

/** Where what the script was given lies, and how long it is. */
function heldAt({ at, size, from, to }: Held, frame: ScriptFrame): readonly string[] {
  const rest = `(i32.sub (local.get ${frame.local(size)}) (i32.const ${from}))`;
  const length = to === undefined ? rest : `(i32.const ${to - from})`;
  return [`(i32.add (local.get ${frame.local(at)}) (i32.const ${from}))`, length];
}

export function bytesOf(value: Value): Uint8Array | undefined {
  return typeof value === "string" ? new TextEncoder().encode(value) : value instanceof Uint8Array ? value : undefined;
}

/** A number, a truth value, a character or flags, as WAT writes the core value. */
export function scalarText(type: WitType, value: Value): string {
  if (type.kind === "flags" && Array.isArray(value)) {
    flagsSize(type.names.length);
    return String((value as readonly string[]).reduce((bits, name) => bits | (1 << type.names.indexOf(name)), 0));
  }
  if (type.kind === "char" && typeof value === "string") return String(value.codePointAt(0));
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  throw new Error(`not a value of ${type.kind}: ${valueText(value)}`);
}

function tagOf(value: Value): string {
  const tag = typeof value === "string" ? value : memberOf(value, "tag");
  return typeof tag === "string" ? tag : valueText(tag);
}

/** Where a string or list lies, and how long it is. */
function place(type: WitType, value: Value, frame: ScriptFrame): readonly [at: number, length: number] {
  const bytes = bytesOf(value);
  if (bytes !== undefined) return [frame.memory.put(bytes), bytes.length];
  if (type.kind !== "list" || !Array.isArray(value))
    throw new Error(`not a value of ${type.kind}: ${valueText(value)}`);
  const { size, align } = layoutOf(type.element);
  const at = frame.memory.reserve(size * value.length, align);
  for (const [index, item] of (value as readonly Value[]).entries()) {
    lowerToMemory(type.element, item, at + index * size, frame);
  }
  return [at, value.length];
}

/** As the slot that several cases of a variant share. */
function widened(expression: string, from: CoreType, to: CoreType): string {
  if (from === to) return expression;
  const bits =
    from === "f32"
      ? `(i32.reinterpret_f32 ${expression})`
      : from === "f64"
        ? `(i64.reinterpret_f64 ${expression})`
        : expression;
  return to === "i64" && from !== "f64" ? `(i64.extend_i32_u ${bits})` : bits;
}
