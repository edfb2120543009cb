import type { WitTypeView } from "../../../shared/model.ts";
import type { Primitive } from "../binary/syntax.ts";

/** The range of each integer type of WIT. */
export const integerRanges = {
  u8: { min: 0n, max: 0xffn },
  u16: { min: 0n, max: 0xffffn },
  u32: { min: 0n, max: 0xffff_ffffn },
  u64: { min: 0n, max: 0xffff_ffff_ffff_ffffn },
  s8: { min: -0x80n, max: 0x7fn },
  s16: { min: -0x8000n, max: 0x7fffn },
  s32: { min: -0x8000_0000n, max: 0x7fff_ffffn },
  s64: { min: -0x8000_0000_0000_0000n, max: 0x7fff_ffff_ffff_ffffn },
} as const;

export type IntegerKind = keyof typeof integerRanges;

export function isInteger(kind: string): kind is IntegerKind {
  return Object.hasOwn(integerRanges, kind);
}

/** Integers, floats, bool, char and string: types without parts. */
export function isScalar(type: WitTypeView): type is Extract<WitTypeView, { readonly kind: Primitive }> {
  const { kind } = type;
  return isInteger(kind) || kind === "f32" || kind === "f64" || kind === "bool" || kind === "char" || kind === "string";
}

export function is64Bit(kind: IntegerKind): kind is "u64" | "s64" {
  return kind === "u64" || kind === "s64";
}

/** 64-bit integers also as decimal strings. Undefined: not an integer of this kind. */
export function parseInteger(kind: IntegerKind, json: unknown): bigint | undefined {
  let value: bigint;
  if (typeof json === "bigint") {
    value = json;
  } else if (typeof json === "number" && Number.isSafeInteger(json)) {
    value = BigInt(json);
  } else if (typeof json === "string" && is64Bit(kind) && /^-?\d{1,20}$/.test(json)) {
    value = BigInt(json);
  } else {
    return undefined;
  }
  const { min, max } = integerRanges[kind];
  return value >= min && value <= max ? value : undefined;
}

const words: ReadonlyMap<unknown, number> = new Map([
  ["NaN", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
]);

/** Numbers, and the three words JSON has no number for. Undefined: neither, or beyond what an f32 holds. */
export function parseFloating(kind: "f32" | "f64", json: unknown): number | undefined {
  if (typeof json !== "number") {
    return words.get(json);
  }
  if (!Number.isFinite(json)) {
    return json;
  }
  const value = kind === "f32" ? Math.fround(json) : json;
  return Number.isFinite(value) ? value : undefined;
}

export function floatingToJson(value: number): number | string {
  if (Number.isNaN(value)) {
    return "NaN";
  }
  return Number.isFinite(value) ? value : value > 0 ? "inf" : "-inf";
}

/** A number where that is exact, else decimal text. */
export function integerToJson(value: number | bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
