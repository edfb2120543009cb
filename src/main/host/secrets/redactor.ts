import { MIN_TRACKED_BYTES } from "../../../shared/secrets-model.ts";
import type { SecretForm } from "../../../shared/model.ts";
import { needlesOf, type Needle, utf8Text } from "./forms.ts";
import { byteScanner, type ByteScanner, type Match, textScanner, type TextScanner } from "./scanner.ts";

/** A value that is looked for, with the name a record shows in its place. */
export interface KnownSecret {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Told of each secret that was found. */
export type OnFound = (secret: string, form: SecretForm) => void;

interface Found {
  readonly start: number;
  readonly end: number;
  readonly secret: string;
  readonly form: SecretForm;
}

/** Of a form that a chunk begins and does not end, so many units must stand there for them to be masked. */
const MIN_BEGUN = 3;

/** What stands in a record in place of a secret. */
export function maskOf(secret: string): string {
  return `«secret ${secret}»`;
}

/**
 * Finds the known secrets of a project in what is about to be recorded, in every form of `needlesOf`, and masks them.
 * What is given is never changed: without a find it comes back as it is, else a copy does.
 */
export class Redactor {
  readonly #names: readonly string[];
  readonly #needles: readonly Needle[];
  readonly #bytes: ByteScanner;
  readonly #textNeedles: readonly number[];
  readonly #texts: TextScanner;

  /** Undefined: nothing of it can be looked for. */
  static of(secrets: readonly KnownSecret[]): Redactor | undefined {
    const long = secrets.filter(({ bytes }) => bytes.length >= MIN_TRACKED_BYTES);
    return long.length === 0 ? undefined : new Redactor(long);
  }

  private constructor(secrets: readonly KnownSecret[]) {
    const names: string[] = [];
    const needles: Needle[] = [];
    for (const { name, bytes } of secrets) {
      for (const needle of needlesOf(bytes)) {
        names.push(name);
        needles.push(needle);
      }
    }
    this.#names = names;
    this.#needles = needles;
    this.#bytes = byteScanner(needles.map(({ bytes }) => bytes));
    // A text may hold the characters or, as a header's value does, the bytes one by one.
    const texts = needles.flatMap(({ bytes }, number) => {
      const characters = utf8Text(bytes);
      const units = Buffer.from(bytes).toString("latin1");
      return [...new Set([characters ?? units, units])].map((text) => ({ text, number }));
    });
    this.#textNeedles = texts.map(({ number }) => number);
    this.#texts = textScanner(texts.map(({ text }) => text));
  }

  text(value: string, onFound?: OnFound): string {
    const matches = this.#texts.find(value);
    if (matches === undefined) return value;
    const found = this.#found(matches, value.length, (at) => value.charCodeAt(at), this.#textNeedles);
    let shown = "";
    let from = 0;
    for (const { start, end, secret, form } of found) {
      onFound?.(secret, form);
      shown += value.slice(from, start) + maskOf(secret);
      from = end;
    }
    return shown + value.slice(from);
  }

  /** `cut`: the value goes on beyond these bytes, and a secret that begins at their end may, too. */
  bytes(value: Uint8Array, onFound?: OnFound, cut = false): Uint8Array {
    const found = this.#foundIn(value, onFound);
    const begun = cut ? this.#begun(value, Math.max(found.at(-1)?.end ?? 0, this.#bytes.beginning(value))) : undefined;
    return spliced(value, begun === undefined ? found : [...found, begun]);
  }

  stream(): StreamRedactor {
    return new StreamRedactor(
      (bytes, onFound) => this.#foundIn(bytes, onFound),
      (bytes, start) => this.#begun(bytes, start),
      (bytes) => this.#bytes.beginning(bytes),
    );
  }

  #foundIn(value: Uint8Array, onFound: OnFound | undefined): readonly Found[] {
    const matches = this.#bytes.find(value);
    if (matches === undefined) return [];
    const found = this.#found(matches, value.length, (at) => value[at] ?? 0);
    if (onFound !== undefined) for (const { secret, form } of found) onFound(secret, form);
    return found;
  }

  /** The end of a chunk from `start` on, where a secret may go on from it. */
  #begun(value: Uint8Array, start: number): Found | undefined {
    if (value.length - start < MIN_BEGUN) return undefined;
    const needle = this.#bytes.begunBy(value, start);
    const secret = this.#names[needle ?? -1];
    return secret === undefined ? undefined : { start, end: value.length, secret, form: "plain" };
  }

  /** Without overlaps, with the characters at the edges that carry bits of the secret. */
  #found(
    matches: readonly Match[],
    length: number,
    at: (index: number) => number,
    needleOf?: readonly number[],
  ): readonly Found[] {
    const found: Found[] = [];
    for (const { start: from, end: to, pattern } of matches) {
      const number = needleOf === undefined ? pattern : (needleOf[pattern] ?? 0);
      const needle = this.#needles[number];
      const secret = this.#names[number];
      if (needle === undefined || secret === undefined) continue;
      const start = needle.before && from > 0 && isBase64(at(from - 1)) ? from - 1 : from;
      const end = needle.after && to < length && isBase64(at(to)) ? to + 1 : to;
      const last = found.at(-1);
      if (last === undefined || start >= last.end) found.push({ start, end, secret, form: needle.form });
      else if (end > last.end) found[found.length - 1] = { ...last, end };
    }
    return found;
  }
}

/**
 * A stream of bytes that comes in chunks: a secret is found across their edges. A chunk is shown before the next one
 * is known, so its end is masked where a secret may have begun.
 */
export class StreamRedactor {
  readonly #foundIn: (bytes: Uint8Array, onFound: OnFound | undefined) => readonly Found[];
  readonly #begun: (bytes: Uint8Array, start: number) => Found | undefined;
  readonly #beginning: (bytes: Uint8Array) => number;
  /** The end of what came so far, from where a secret may go on. */
  #carried: Uint8Array = NOTHING;

  constructor(
    foundIn: (bytes: Uint8Array, onFound: OnFound | undefined) => readonly Found[],
    begun: (bytes: Uint8Array, start: number) => Found | undefined,
    beginning: (bytes: Uint8Array) => number,
  ) {
    this.#foundIn = foundIn;
    this.#begun = begun;
    this.#beginning = beginning;
  }

  /** What a record may show of the next chunk. */
  next(chunk: Uint8Array, onFound?: OnFound): Uint8Array {
    const before = this.#carried.length;
    const whole = before === 0 ? chunk : joined(this.#carried, chunk);
    const found = this.#foundIn(whole, onFound);
    const from = found.at(-1)?.end ?? 0;
    const start = Math.max(from, this.#beginning(whole));
    const begun = this.#begun(whole, start);
    // A copy: the chunk belongs to somebody else.
    this.#carried = whole.slice(start);
    const all = begun === undefined ? found : [...found, begun];
    const inChunk = all.flatMap(({ start, end, ...rest }) =>
      end <= before ? [] : [{ ...rest, start: Math.max(0, start - before), end: end - before }],
    );
    return spliced(chunk, inChunk);
  }
}

const NOTHING = new Uint8Array(0);

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function spliced(value: Uint8Array, found: readonly Found[]): Uint8Array {
  if (found.length === 0) return value;
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const { start, end, secret } of found) {
    parts.push(value.subarray(from, start), Buffer.from(maskOf(secret), "utf8"));
    from = end;
  }
  parts.push(value.subarray(from));
  return new Uint8Array(Buffer.concat(parts));
}

/** Of either alphabet. */
function isBase64(unit: number): boolean {
  return (
    (unit >= 0x61 && unit <= 0x7a) ||
    (unit >= 0x41 && unit <= 0x5a) ||
    (unit >= 0x30 && unit <= 0x39) ||
    unit === 0x2b ||
    unit === 0x2f ||
    unit === 0x2d ||
    unit === 0x5f
  );
}
