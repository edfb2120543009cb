/** How values of WIT types lie in memory and in core parameters, as the component model's canonical ABI says. */
import type { WitType } from "../../wit/world.ts";

export type CoreType = "i32" | "i64" | "f32" | "f64";

/** Above these a call passes its parameters, or its result, through memory. */
export const MAX_FLAT_PARAMS = 16;
export const MAX_FLAT_RESULTS = 1;

interface Layout {
  readonly size: number;
  readonly align: number;
}

export interface VariantCase {
  readonly name: string;
  readonly type: WitType | undefined;
}

const POINTER_AND_LENGTH: Layout = { size: 8, align: 4 };
const PRIMITIVES: Readonly<Record<string, readonly [size: number, core: CoreType]>> = {
  bool: [1, "i32"],
  u8: [1, "i32"],
  s8: [1, "i32"],
  u16: [2, "i32"],
  s16: [2, "i32"],
  u32: [4, "i32"],
  s32: [4, "i32"],
  char: [4, "i32"],
  own: [4, "i32"],
  borrow: [4, "i32"],
  u64: [8, "i64"],
  s64: [8, "i64"],
  f32: [4, "f32"],
  f64: [8, "f64"],
};

/** The cases of a type that is a variant or is encoded as one. */
export function casesOf(type: WitType): readonly VariantCase[] | undefined {
  switch (type.kind) {
    case "variant":
      return type.cases;
    case "enum":
      return type.names.map((name) => ({ name, type: undefined }));
    case "option":
      return [
        { name: "none", type: undefined },
        { name: "some", type: type.some },
      ];
    case "result":
      return [
        { name: "ok", type: type.ok },
        { name: "err", type: type.err },
      ];
    default:
      return undefined;
  }
}

/** The members of a record or a tuple, in order. */
export function membersOf(type: WitType): readonly { readonly name: string; readonly type: WitType }[] | undefined {
  if (type.kind === "record") return type.fields;
  if (type.kind === "tuple") return type.items.map((item, index) => ({ name: String(index), type: item }));
  return undefined;
}

/** Bytes. */
export function layoutOf(type: WitType): Layout {
  const [primitive] = PRIMITIVES[type.kind] ?? [];
  if (primitive !== undefined) return { size: primitive, align: primitive };
  if (type.kind === "string" || type.kind === "list") return POINTER_AND_LENGTH;
  if (type.kind === "flags") return { size: flagsSize(type.names.length), align: flagsSize(type.names.length) };
  const members = membersOf(type);
  if (members !== undefined) {
    const align = Math.max(1, ...members.map((member) => layoutOf(member.type).align));
    const [last] = offsetsOf(members.map((member) => member.type)).slice(-1);
    return { size: alignTo(last ?? 0, align), align };
  }
  const cases = casesOf(type);
  if (cases === undefined) throw new Error(`no memory layout for ${type.kind}`);
  const payloads = cases.flatMap((one) => (one.type === undefined ? [] : [layoutOf(one.type)]));
  const align = Math.max(discriminantSize(cases.length), ...payloads.map((payload) => payload.align));
  const size = payloadOffset(cases) + Math.max(0, ...payloads.map((payload) => payload.size));
  return { size: alignTo(size, align), align };
}

/** Where each of them starts, one after another, and where the last ends. */
export function offsetsOf(types: readonly WitType[]): number[] {
  const offsets: number[] = [];
  let at = 0;
  for (const type of types) {
    const { size, align } = layoutOf(type);
    at = alignTo(at, align);
    offsets.push(at);
    at += size;
  }
  return [...offsets, at];
}

export function payloadOffset(cases: readonly VariantCase[]): number {
  const aligns = cases.flatMap((one) => (one.type === undefined ? [] : [layoutOf(one.type).align]));
  return alignTo(discriminantSize(cases.length), Math.max(1, ...aligns));
}

/** Bytes. */
export function discriminantSize(cases: number): 1 | 2 {
  return cases <= 256 ? 1 : 2;
}

export function flagsSize(flags: number): 1 | 2 | 4 {
  if (flags > 32) throw new Error("more than 32 flags");
  return flags <= 8 ? 1 : flags <= 16 ? 2 : 4;
}

export function flatten(type: WitType): readonly CoreType[] {
  const [, core] = PRIMITIVES[type.kind] ?? [];
  if (core !== undefined) return [core];
  if (type.kind === "string" || type.kind === "list") return ["i32", "i32"];
  if (type.kind === "flags") return ["i32"];
  const members = membersOf(type);
  if (members !== undefined) return members.flatMap((member) => flatten(member.type));
  const cases = casesOf(type);
  if (cases === undefined) throw new Error(`no core types for ${type.kind}`);
  const joined: CoreType[] = [];
  for (const one of cases) {
    for (const [index, core] of (one.type === undefined ? [] : flatten(one.type)).entries()) {
      const before = joined[index];
      joined[index] = before === undefined ? core : join(before, core);
    }
  }
  return ["i32", ...joined];
}

function join(a: CoreType, b: CoreType): CoreType {
  if (a === b) return a;
  return [a, b].every((each) => each === "i32" || each === "f32") ? "i32" : "i64";
}

export function alignTo(at: number, align: number): number {
  return Math.ceil(at / align) * align;
}
