import { decodeUtf8 } from "./utf8.ts";

export interface NumberReading {
  readonly label: string;
  readonly value: string;
}

const BYTES_PER_INT = [1, 2, 4, 8] as const;

/** Every number these bytes may stand for: decimal text, and integers and floats of their width in both byte orders. */
export function numberReadings(bytes: Uint8Array): readonly NumberReading[] {
  const readings: NumberReading[] = [];
  const text = decodeUtf8(bytes);
  if (text !== undefined && /^[+-]?\d+(\.\d+)?$/.test(text)) readings.push({ label: "decimal text", value: text });
  const width = BYTES_PER_INT.find((each) => each === bytes.length);
  if (width === undefined) return readings;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const order of width === 1 ? [undefined] : (["little-endian", "big-endian"] as const)) {
    const little = order === "little-endian";
    const unsigned = integer(view, width, little);
    const name = (letter: string) => `${letter}${width * 8}${order === undefined ? "" : ` ${order}`}`;
    const signed = BigInt.asIntN(width * 8, unsigned);
    readings.push({ label: name("u"), value: String(unsigned) });
    if (signed !== unsigned) readings.push({ label: name("s"), value: String(signed) });
    if (width === 8) readings.push({ label: name("f"), value: String(view.getFloat64(0, little)) });
    if (width === 4) readings.push({ label: name("f"), value: String(view.getFloat32(0, little)) });
  }
  return readings;
}

function integer(view: DataView, width: (typeof BYTES_PER_INT)[number], little: boolean): bigint {
  switch (width) {
    case 1:
      return BigInt(view.getUint8(0));
    case 2:
      return BigInt(view.getUint16(0, little));
    case 4:
      return BigInt(view.getUint32(0, little));
    case 8:
      return view.getBigUint64(0, little);
  }
}
