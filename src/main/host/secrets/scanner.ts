/** What a scanner reads: bytes, or the UTF-16 units of a text. */
interface Readable {
  readonly length: number;
}

/** Where one of the patterns stands. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly pattern: number;
}

/**
 * Finds any of many patterns in one pass (Wu and Manber, with pairs): a table tells how far the window may move when it
 * ends in this pair of units. With patterns of `m` units it looks at one unit in `m - 1` of what holds none, whatever
 * their number.
 */
class Scanner<Text extends Readable> {
  readonly #patterns: readonly Text[];
  readonly #at: (text: Text, index: number) => number;
  readonly #shortest: number;
  readonly #longest: number;
  readonly #shifts: Uint8Array;
  readonly #endingIn = new Map<number, number[]>();
  readonly #beginningWith = new Map<number, number[]>();
  /** Pairs that a pattern begins with. */
  readonly #firstPairs = new Uint8Array(PAIRS);

  /** At least one pattern, each of at least two units. */
  constructor(patterns: readonly Text[], at: (text: Text, index: number) => number) {
    this.#patterns = patterns;
    this.#at = at;
    const lengths = patterns.map(({ length }) => length);
    this.#shortest = Math.min(...lengths, MAX_WINDOW);
    this.#longest = Math.max(...lengths);
    this.#shifts = new Uint8Array(PAIRS).fill(this.#shortest - 1);
    for (const [number, pattern] of patterns.entries()) {
      for (let end = 1; end < this.#shortest; end++) {
        const pair = pairOf(at(pattern, end - 1), at(pattern, end));
        const shift = this.#shortest - 1 - end;
        this.#shifts[pair] = Math.min(this.#shifts[pair] ?? 0, shift);
        if (shift === 0) push(this.#endingIn, pair, number);
      }
      push(this.#beginningWith, at(pattern, 0), number);
      this.#firstPairs[pairOf(at(pattern, 0), at(pattern, 1))] = 1;
    }
  }

  /** Every match, by where it starts, the longest first; they may overlap. Undefined: none. */
  find(text: Text): Match[] | undefined {
    const shortest = this.#shortest;
    const shifts = this.#shifts;
    const at = this.#at;
    const length = text.length;
    let found: Match[] | undefined;
    let end = shortest - 1;
    while (end < length) {
      const pair = pairOf(at(text, end - 1), at(text, end));
      const shift = shifts[pair] ?? 0;
      if (shift > 0) {
        end += shift;
        continue;
      }
      const start = end - shortest + 1;
      for (const pattern of this.#endingIn.get(pair) ?? []) {
        const size = this.#patterns[pattern]?.length ?? 0;
        if (start + size > length || !this.#stands(pattern, text, start, size)) continue;
        (found ??= []).push({ start, end: start + size, pattern });
      }
      end += 1;
    }
    return found?.sort((a, b) => a.start - b.start || b.end - a.end);
  }

  /** Where the longest ending begins that a pattern may go on from; the length of the text where there is none. */
  beginning(text: Text): number {
    const length = text.length;
    for (let start = Math.max(0, length - this.#longest + 1); start < length; start++) {
      // The last unit is no pair yet.
      if (start + 1 < length && this.#firstPairs[pairOf(this.#at(text, start), this.#at(text, start + 1))] === 0)
        continue;
      for (const pattern of this.#beginningWith.get(this.#at(text, start)) ?? []) {
        const left = length - start;
        if ((this.#patterns[pattern]?.length ?? 0) > left && this.#stands(pattern, text, start, left)) return start;
      }
    }
    return length;
  }

  /** The first pattern that an ending begins. */
  begunBy(text: Text, start: number): number | undefined {
    const left = text.length - start;
    return this.#beginningWith
      .get(this.#at(text, start))
      ?.find((pattern) => (this.#patterns[pattern]?.length ?? 0) > left && this.#stands(pattern, text, start, left));
  }

  #stands(number: number, text: Text, start: number, units: number): boolean {
    const pattern = this.#patterns[number];
    if (pattern === undefined) return false;
    for (let i = 0; i < units; i++) if (this.#at(pattern, i) !== this.#at(text, start + i)) return false;
    return true;
  }
}

export type ByteScanner = Scanner<Uint8Array>;
export type TextScanner = Scanner<string>;

export function byteScanner(patterns: readonly Uint8Array[]): ByteScanner {
  return new Scanner(patterns, (bytes, index) => bytes[index] ?? 0);
}

export function textScanner(patterns: readonly string[]): TextScanner {
  return new Scanner(patterns, (text, index) => text.charCodeAt(index));
}

const PAIRS = 0x10000;
/** A wider window saves nothing, and its shifts have to fit a byte. */
const MAX_WINDOW = 64;

/** Units beyond a byte share a number with others: a match is compared unit by unit anyway. */
function pairOf(first: number, second: number): number {
  return ((first & 0xff) << 8) | (second & 0xff);
}

function push(into: Map<number, number[]>, key: number, value: number): void {
  const list = into.get(key);
  if (list === undefined) into.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
}
