// Rust's second encoding (RFC 2603): a grammar of paths, types and constants with references back into the symbol.

/** What it says may be longer than the symbol, through its back references. */
const MAX_OUTPUT_CHARS = 2_000;
const MAX_DEPTH = 100;

const BASIC_TYPES: Readonly<Record<string, string>> = {
  a: "i8",
  b: "bool",
  c: "char",
  d: "f64",
  e: "str",
  f: "f32",
  h: "u8",
  i: "isize",
  j: "usize",
  l: "i32",
  m: "u32",
  n: "i128",
  o: "u128",
  p: "_",
  s: "i16",
  t: "u16",
  u: "()",
  v: "...",
  x: "i64",
  y: "u64",
  z: "!",
};

/** `_RNvNtCs1234_7mycrate3foo3bar` → `mycrate::foo::bar`; undefined for anything else. */
export function demangleRustV0(symbol: string): string | undefined {
  const body = /^_R([A-Z][0-9A-Za-z_]*)(?:[.$].*)?$/.exec(symbol)?.[1];
  if (body === undefined) return undefined;
  try {
    return new Reader(body).path(true);
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

class Unreadable extends Error {}

/** Reads a symbol without its prefix; every method moves past what it returns the text of. */
class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  #written = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** `inValue`: where generic arguments need `::` before them. */
  path(inValue: boolean): string {
    return this.#nested(() => {
      const tag = this.#next();
      switch (tag) {
        case "C":
          return this.#identifier().name;
        case "M":
          this.#implPath();
          return `<${this.#type()}>`;
        case "X":
          this.#implPath();
          return this.#asTrait();
        case "Y":
          return this.#asTrait();
        case "N":
          return this.#inNamespace();
        case "I": {
          const path = this.path(inValue);
          return `${path}${inValue ? "::" : ""}<${this.#untilEnd(() => this.#genericArgument()).join(", ")}>`;
        }
        case "B":
          return this.#back(() => this.path(inValue));
        default:
          throw new Unreadable();
      }
    });
  }

  #asTrait(): string {
    const type = this.#type();
    return `<${type} as ${this.path(false)}>`;
  }

  /** Where an impl stands; nobody asks. */
  #implPath(): void {
    this.#disambiguator();
    this.path(false);
  }

  #inNamespace(): string {
    const namespace = this.#next();
    const path = this.path(true);
    const { name, number } = this.#identifier();
    if (/[a-z]/.test(namespace)) return name === "" ? path : `${path}::${name}`;
    const kind = namespace === "C" ? "closure" : namespace === "S" ? "shim" : namespace;
    return `${path}::{${kind}${name === "" ? "" : `:${name}`}#${number}}`;
  }

  #type(): string {
    return this.#nested(() => {
      const tag = this.#next();
      const basic = BASIC_TYPES[tag];
      if (basic !== undefined) return basic;
      switch (tag) {
        case "R":
        case "Q":
          this.#lifetime();
          return `&${tag === "Q" ? "mut " : ""}${this.#type()}`;
        case "P":
          return `*const ${this.#type()}`;
        case "O":
          return `*mut ${this.#type()}`;
        case "S":
          return `[${this.#type()}]`;
        case "A": {
          const element = this.#type();
          return `[${element}; ${this.#constant()}]`;
        }
        case "T": {
          const items = this.#untilEnd(() => this.#type());
          return items.length === 1 ? `(${items[0] ?? ""},)` : `(${items.join(", ")})`;
        }
        case "F":
          return this.#functionType();
        case "D":
          return this.#dynType();
        case "B":
          return this.#back(() => this.#type());
        default:
          this.#at--;
          return this.path(false);
      }
    });
  }

  #functionType(): string {
    this.#binder();
    const unsafe = this.#take("U") ? "unsafe " : "";
    const abi = this.#take("K")
      ? `extern "${this.#take("C") ? "C" : this.#identifier().name.replaceAll("_", "-")}" `
      : "";
    const params = this.#untilEnd(() => this.#type());
    const result = this.#type();
    return `${unsafe}${abi}fn(${params.join(", ")})${result === "()" ? "" : ` -> ${result}`}`;
  }

  #dynType(): string {
    this.#binder();
    const traits = this.#untilEnd(() => {
      const path = this.path(false);
      const bindings: string[] = [];
      while (this.#take("p")) {
        const { name } = this.#identifier();
        bindings.push(`${name} = ${this.#type()}`);
      }
      if (bindings.length === 0) return path;
      return path.endsWith(">") ? `${path.slice(0, -1)}, ${bindings.join(", ")}>` : `${path}<${bindings.join(", ")}>`;
    });
    if (!this.#lifetime()) throw new Unreadable();
    return `dyn ${traits.join(" + ")}`;
  }

  #genericArgument(): string {
    if (this.#take("L")) {
      this.#base62();
      return "'_";
    }
    return this.#take("K") ? this.#constant() : this.#type();
  }

  #constant(): string {
    return this.#nested(() => {
      if (this.#take("p")) return "_";
      if (this.#take("B")) return this.#back(() => this.#constant());
      const type = this.#next();
      const negative = this.#take("n");
      const digits = /^[0-9a-f]*_/.exec(this.#text.slice(this.#at))?.[0];
      if (digits === undefined) throw new Unreadable();
      this.#at += digits.length;
      const value = BigInt(`0x0${digits.slice(0, -1)}`);
      if (type === "b") return value === 0n ? "false" : "true";
      if (type === "c") return value <= 0x10ffffn ? JSON.stringify(String.fromCodePoint(Number(value))) : "_";
      if (!"ahilmnostxyj".includes(type)) throw new Unreadable();
      return `${negative ? "-" : ""}${value}`;
    });
  }

  #identifier(): { readonly name: string; readonly number: number } {
    const number = this.#disambiguator();
    const punycode = this.#take("u");
    const digits = /^(?:0|[1-9][0-9]*)/.exec(this.#text.slice(this.#at, this.#at + 8))?.[0];
    if (digits === undefined) throw new Unreadable();
    this.#at += digits.length;
    this.#take("_");
    const end = this.#at + Number(digits);
    if (end > this.#text.length) throw new Unreadable();
    const name = this.#text.slice(this.#at, end);
    this.#at = end;
    return { name: punycode ? `punycode{${name}}` : name, number };
  }

  #disambiguator(): number {
    return this.#take("s") ? this.#base62() + 1 : 0;
  }

  #lifetime(): boolean {
    if (!this.#take("L")) return false;
    this.#base62();
    return true;
  }

  #binder(): void {
    if (this.#take("G")) this.#base62();
  }

  /** `_` is 0, `0_` is 1. */
  #base62(): number {
    const digits = /^[0-9a-zA-Z]{0,12}_/.exec(this.#text.slice(this.#at, this.#at + 13))?.[0];
    if (digits === undefined) throw new Unreadable();
    this.#at += digits.length;
    if (digits === "_") return 0;
    const order = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let value = 0;
    for (const digit of digits.slice(0, -1)) value = value * 62 + order.indexOf(digit);
    return value + 1;
  }

  /** Reads once more what stands earlier in the symbol. */
  #back(read: () => string): string {
    const here = this.#at - 1;
    const target = this.#base62();
    if (target >= here) throw new Unreadable();
    const behind = this.#at;
    this.#at = target;
    const text = read();
    this.#at = behind;
    return text;
  }

  #untilEnd(read: () => string): string[] {
    const items: string[] = [];
    while (!this.#take("E")) items.push(read());
    return items;
  }

  #nested(read: () => string): string {
    if (++this.#depth > MAX_DEPTH) throw new Unreadable();
    const text = read();
    this.#depth--;
    this.#written += text.length;
    if (this.#written > MAX_OUTPUT_CHARS * 20 || text.length > MAX_OUTPUT_CHARS) throw new Unreadable();
    return text;
  }

  #take(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #next(): string {
    const char = this.#text[this.#at++];
    if (char === undefined) throw new Unreadable();
    return char;
  }
}
