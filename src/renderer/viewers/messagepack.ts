import type { ByteReader } from "./byte-reader.ts";
import { decodeUtf8 } from "./utf8.ts";
import { floatText, momentText, type PackedHead, type PackedValue } from "./packed-value.ts";

/** What stands next, as https://github.com/msgpack/msgpack/blob/master/spec.md has it. @throws PackedFault */
export function messagePackHead(reader: ByteReader): PackedHead {
  const first = reader.u8();
  if (first <= 0x7f) return integer(BigInt(first));
  if (first <= 0x8f) return map(reader, first & 0x0f);
  if (first <= 0x9f) return list(reader, first & 0x0f);
  if (first <= 0xbf) return text(reader, first & 0x1f);
  if (first >= 0xe0) return integer(BigInt(first - 0x100));
  switch (first) {
    case 0xc0:
      return word("null");
    case 0xc2:
    case 0xc3:
      return word(String(first === 0xc3));
    case 0xc4:
    case 0xc5:
    case 0xc6:
      return value({ t: "bytes", bytes: reader.take(reader.unsigned(1 << (first - 0xc4))) });
    case 0xc7:
    case 0xc8:
    case 0xc9:
      return extension(reader, reader.unsigned(1 << (first - 0xc7)));
    case 0xca:
    case 0xcb:
      return value({ t: "float", text: floatText(reader.float(first === 0xca ? 4 : 8)) });
    case 0xcc:
    case 0xcd:
    case 0xce:
    case 0xcf:
      return integer(reader.unsigned(1 << (first - 0xcc)));
    case 0xd0:
    case 0xd1:
    case 0xd2:
    case 0xd3:
      return integer(reader.signed(1 << (first - 0xd0)));
    case 0xd4:
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8:
      return extension(reader, 1n << BigInt(first - 0xd4));
    case 0xd9:
    case 0xda:
    case 0xdb:
      return text(reader, reader.unsigned(1 << (first - 0xd9)));
    case 0xdc:
    case 0xdd:
      return list(reader, reader.unsigned(first === 0xdc ? 2 : 4));
    case 0xde:
    case 0xdf:
      return map(reader, reader.unsigned(first === 0xde ? 2 : 4));
    default:
      throw reader.fault("c1, which MessagePack never uses");
  }
}

function list(reader: ByteReader, count: bigint | number): PackedHead {
  return { is: "list", count: reader.room(count) };
}

function map(reader: ByteReader, count: bigint | number): PackedHead {
  return { is: "map", count: reader.room(count, 2) };
}

/** Writers of old put any bytes into a string. */
function text(reader: ByteReader, length: bigint | number): PackedHead {
  const bytes = reader.take(length);
  const decoded = decodeUtf8(bytes);
  if (decoded !== undefined) return value({ t: "string", text: decoded });
  return value({ t: "tagged", tag: "string", meaning: "not UTF-8", value: { t: "bytes", bytes } });
}

/** A length is followed by the type, then the data. */
function extension(reader: ByteReader, length: bigint): PackedHead {
  const type = Number(reader.signed(1));
  const bytes = reader.take(length);
  const meaning = type === -1 ? timestamp(bytes) : undefined;
  const tag = type === -1 ? "timestamp" : `ext ${type}`;
  return value({ t: "tagged", tag, ...(meaning === undefined ? {} : { meaning }), value: { t: "bytes", bytes } });
}

function timestamp(bytes: Uint8Array): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length === 4) return momentText(BigInt(view.getUint32(0)), 0);
  if (bytes.length === 8) return timed(view.getBigUint64(0) & 0x3_ffff_ffffn, Number(view.getBigUint64(0) >> 34n));
  return bytes.length === 12 ? timed(view.getBigInt64(4), view.getUint32(0)) : undefined;
}

function timed(seconds: bigint, nanoseconds: number): string | undefined {
  return nanoseconds < 1_000_000_000 ? momentText(seconds, nanoseconds) : undefined;
}

function integer(number: bigint): PackedHead {
  return value({ t: "integer", text: String(number) });
}

function word(said: string): PackedHead {
  return value({ t: "word", text: said });
}

function value(read: PackedValue): PackedHead {
  return { is: "value", value: read };
}
