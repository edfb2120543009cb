/** Bytes as hexadecimal text, and back without a difference. */

export const BYTES_PER_ROW = 16;

export interface HexRow {
  readonly offset: string;
  /** Pairs, with a wider gap in the middle: `de ad be ef 00 01 02 03  …`. */
  readonly hex: string;
  /** The same bytes as ASCII; a dot for what has no sign of its own. */
  readonly ascii: string;
}

/** Row `index` of a dump. */
export function hexRow(bytes: Uint8Array, index: number): HexRow {
  const start = index * BYTES_PER_ROW;
  const row = [...bytes.subarray(start, start + BYTES_PER_ROW)];
  const pairs = row.map(pair);
  return {
    offset: start.toString(16).padStart(8, "0"),
    hex: `${pairs.slice(0, 8).join(" ")}${pairs.length > 8 ? "  " : ""}${pairs.slice(8).join(" ")}`,
    ascii: row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·")).join(""),
  };
}

/** All bytes as lines of sixteen pairs, for editing. */
export function formatHex(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; start += BYTES_PER_ROW) {
    lines.push([...bytes.subarray(start, start + BYTES_PER_ROW)].map(pair).join(" "));
  }
  return lines.join("\n");
}

export type ParsedHex =
  | { readonly ok: true; readonly bytes: Uint8Array }
  /** `line` from 1. */
  | { readonly ok: false; readonly line: number; readonly problem: string };

/** Reads pairs of hexadecimal digits, blanks and line ends between pairs or none at all. */
export function parseHex(text: string): ParsedHex {
  const bytes: number[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    for (const run of line.split(/\s+/)) {
      const wrong = /[^0-9a-f]/i.exec(run);
      if (wrong !== null) return { ok: false, line: at + 1, problem: `“${wrong[0]}” is not a hexadecimal digit` };
      if (run.length % 2 === 1)
        return { ok: false, line: at + 1, problem: `“${run}” is half a byte: two digits make one` };
      for (let i = 0; i < run.length; i += 2) bytes.push(Number.parseInt(run.slice(i, i + 2), 16));
    }
  }
  return { ok: true, bytes: Uint8Array.from(bytes) };
}

function pair(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
