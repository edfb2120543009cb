/** What MessagePack and CBOR say, exactly: an integer is not a float, a key need not be a text, and one may come twice. */
export type PackedValue =
  /** In decimal digits: none is lost, however long it is. */
  | { readonly t: "integer"; readonly text: string }
  /** `1.0`, `-0.0`, `NaN`, `Infinity`: never to be taken for an integer. */
  | { readonly t: "float"; readonly text: string }
  | { readonly t: "string"; readonly text: string }
  | { readonly t: "bytes"; readonly bytes: Uint8Array }
  /** `true`, `null`, `undefined`, `simple(16)` */
  | { readonly t: "word"; readonly text: string }
  | { readonly t: "list"; readonly items: readonly PackedValue[] }
  /** Absent value: the bytes end before it. */
  | { readonly t: "map"; readonly entries: readonly (readonly [key: PackedValue, value: PackedValue | undefined])[] }
  /** A value that the format gives a meaning to: a tag, an extension. */
  | {
      readonly t: "tagged";
      /** `tag 1`, `ext 5` */
      readonly tag: string;
      /** What it stands for, where that is known: `2013-03-21T20:04:00Z`. */
      readonly meaning?: string;
      readonly value?: PackedValue;
    };

/** What stands at one place of the bytes: a value, the start of one with others in it, or the end of such a one. */
export type PackedHead =
  | { readonly is: "value"; readonly value: PackedValue }
  /** Absent count: until a break comes. */
  | { readonly is: "list" | "map"; readonly count?: number }
  | { readonly is: "tag"; readonly tag: string; readonly meaningOf: (value: PackedValue) => string | undefined }
  | { readonly is: "break" };

/** Why bytes are not of a format, in words for people. */
export class PackedFault extends Error {}

export function floatText(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : String(value);
}

/** A moment in UTC with as many digits as it has; undefined beyond what a calendar is good for. */
export function momentText(seconds: bigint, nanoseconds: number): string | undefined {
  if (seconds < -62_135_596_800n || seconds > 253_402_300_799n) return undefined;
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  const rest = nanoseconds === 0 ? "" : `.${String(nanoseconds).padStart(9, "0").replace(/0+$/, "")}`;
  return `${whole}${rest}Z`;
}
