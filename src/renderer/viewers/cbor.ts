import type { ByteReader } from "./byte-reader.ts";
import { floatText, momentText, type PackedHead, type PackedValue } from "./packed-value.ts";

/** The additional information of a head that says "until a break". */
const INDEFINITE = 31;
const SIMPLE = ["false", "true", "null", "undefined"];
/** A number of more bytes takes noticeable time to be written in decimal. */
const MAX_BIGNUM_BYTES = 256;

/** What stands next, as RFC 8949 has it. @throws PackedFault */
export function cborHead(reader: ByteReader): PackedHead {
  const first = reader.u8();
  const [major, info] = [first >> 5, first & 0x1f];
  if (major === 7) return simple(reader, info);
  if (info === INDEFINITE) return indefinite(reader, major);
  const argument = argumentOf(reader, info);
  switch (major) {
    case 0:
      return integer(argument);
    case 1:
      return integer(-1n - argument);
    case 2:
      return value({ t: "bytes", bytes: reader.take(argument) });
    case 3:
      return value({ t: "string", text: textOf(reader, argument) });
    case 4:
      return { is: "list", count: reader.room(argument) };
    case 5:
      return { is: "map", count: reader.room(argument, 2) };
    default:
      reader.room(1);
      return { is: "tag", tag: `tag ${argument}`, meaningOf: (tagged) => meaningOf(argument, tagged) };
  }
}

function argumentOf(reader: ByteReader, info: number): bigint {
  if (info < 24) return BigInt(info);
  if (info < 28) return reader.unsigned(1 << (info - 24));
  throw reader.fault(`a length of the kind ${info}, which CBOR does not use`);
}

function simple(reader: ByteReader, info: number): PackedHead {
  if (info === INDEFINITE) return { is: "break" };
  if (info === 25 || info === 26 || info === 27) {
    return value({ t: "float", text: floatText(reader.float(info === 25 ? 2 : info === 26 ? 4 : 8)) });
  }
  if (info > 24) throw reader.fault(`a simple value of the kind ${info}, which CBOR does not use`);
  const number = info === 24 ? reader.u8() : info;
  if (info === 24 && number < 32) throw reader.fault(`the simple value ${number} in two bytes, which is not allowed`);
  return value({ t: "word", text: SIMPLE[number - 20] ?? `simple(${number})` });
}

function indefinite(reader: ByteReader, major: number): PackedHead {
  if (major === 4 || major === 5) return { is: major === 4 ? "list" : "map" };
  if (major !== 2 && major !== 3) throw reader.fault("a number without an end, which CBOR does not know");
  const parts: Uint8Array[] = [];
  const texts: string[] = [];
  for (let first = reader.u8(); first !== 0xff; first = reader.u8()) {
    if (first >> 5 !== major || (first & 0x1f) === INDEFINITE)
      throw reader.fault("this is no part of the text it is in");
    const length = argumentOf(reader, first & 0x1f);
    if (major === 3) texts.push(textOf(reader, length));
    else parts.push(reader.take(length));
  }
  if (major === 3) return value({ t: "string", text: texts.join("") });
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return value({ t: "bytes", bytes });
}

function textOf(reader: ByteReader, length: bigint): string {
  const text = reader.text(length);
  if (text === undefined) throw reader.fault("a text that is not UTF-8, which CBOR does not allow");
  return text;
}

/** Of the tags whose values say less without: moments and long integers. */
function meaningOf(tag: bigint, tagged: PackedValue): string | undefined {
  if (tag === 1n && tagged.t === "integer") return momentText(BigInt(tagged.text), 0);
  if (tag === 1n && tagged.t === "float") return epochText(Number(tagged.text));
  if ((tag === 2n || tag === 3n) && tagged.t === "bytes" && tagged.bytes.length <= MAX_BIGNUM_BYTES) {
    const hex = [...tagged.bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const number = BigInt(`0x${hex === "" ? "0" : hex}`);
    return String(tag === 2n ? number : -1n - number);
  }
  return undefined;
}

/** A float says fractions of a second only as well as it can: to the millisecond. */
function epochText(seconds: number): string | undefined {
  if (!Number.isFinite(seconds)) return undefined;
  const ms = BigInt(Math.round(seconds * 1000));
  const rest = ((ms % 1000n) + 1000n) % 1000n;
  return momentText((ms - rest) / 1000n, Number(rest) * 1_000_000);
}

function integer(number: bigint): PackedHead {
  return value({ t: "integer", text: String(number) });
}

function value(read: PackedValue): PackedHead {
  return { is: "value", value: read };
}
