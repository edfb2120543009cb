// C++ names as the Itanium ABI encodes them, read as far as a person needs to know a function: its qualified name.
// Arguments of templates are shown as `<…>`, parameters not at all. (Linkers mostly write readable names themselves.)

const STD: Readonly<Record<string, string>> = {
  t: "std",
  a: "std::allocator",
  b: "std::basic_string",
  s: "std::string",
  i: "std::istream",
  o: "std::ostream",
  d: "std::iostream",
};

const OPERATORS: Readonly<Record<string, string>> = {
  nw: " new",
  na: " new[]",
  dl: " delete",
  da: " delete[]",
  pl: "+",
  mi: "-",
  ml: "*",
  dv: "/",
  rm: "%",
  eq: "==",
  ne: "!=",
  lt: "<",
  gt: ">",
  le: "<=",
  ge: ">=",
  ss: "<=>",
  aS: "=",
  pL: "+=",
  mI: "-=",
  ls: "<<",
  rs: ">>",
  nt: "!",
  aa: "&&",
  oo: "||",
  pp: "++",
  mm: "--",
  pt: "->",
  cl: "()",
  ix: "[]",
  de: "*",
  ad: "&",
};

const SPECIAL: readonly (readonly [RegExp, string])[] = [
  [/^TV/, "vtable for"],
  [/^TT/, "VTT for"],
  [/^TI/, "typeinfo for"],
  [/^TS/, "typeinfo name for"],
  [/^GV/, "guard variable for"],
  [/^Th?n?[0-9]+_|^Tvn?[0-9]+_n?[0-9]+_/, "thunk to"],
];

/** `_ZN3foo3barEv` → `foo::bar`; undefined for what is no such name, or too odd. */
export function demangleItanium(symbol: string): string | undefined {
  const body = /^_{1,2}Z(.+)$/.exec(symbol)?.[1];
  if (body === undefined) return undefined;
  const special = SPECIAL.find(([prefix]) => prefix.test(body));
  const skipped = special?.[0].exec(body)?.[0].length ?? 0;
  const name = new Names(body, skipped).encoding();
  return name === undefined || special === undefined ? name : `${special[1]} ${name}`;
}

class Names {
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  encoding(depth = 0): string | undefined {
    if (depth > 8) return undefined;
    if (this.#take("N")) return this.#nested();
    if (!this.#take("Z")) return this.#unscoped();
    // A function's local: the encoding of the function, its parameters, `E`, the local name.
    const outer = this.encoding(depth + 1);
    if (outer === undefined || !this.#toEnd()) return undefined;
    if (this.#take("s")) return outer;
    const inner = this.encoding(depth + 1);
    return inner === undefined ? undefined : `${outer}::${inner}`;
  }

  #unscoped(): string | undefined {
    const std = this.#startsWith("St");
    if (std) this.#at += 2;
    const name = this.#part(undefined);
    if (name === undefined) return undefined;
    const generic = this.#take("I") ? (this.#toEnd() ? "<…>" : undefined) : "";
    return generic === undefined ? undefined : `${std ? "std::" : ""}${name}${generic}`;
  }

  #nested(): string | undefined {
    // Qualifiers of the member function: const, volatile, restrict, & and &&.
    while (/^[rVKRO]/.test(this.#rest(1))) this.#at++;
    const parts: string[] = [];
    while (!this.#take("E")) {
      if (this.#at >= this.#text.length) return undefined;
      if (this.#take("I")) {
        if (parts.length === 0 || !this.#toEnd()) return undefined;
        parts.push(`${parts.pop() ?? ""}<…>`);
        continue;
      }
      const part = this.#part(parts.at(-1));
      if (part === undefined) return undefined;
      parts.push(part);
    }
    return parts.length === 0 ? undefined : parts.join("::");
  }

  /** One name between two `::`; `owner`: the name before it, for constructors. */
  #part(owner: string | undefined): string | undefined {
    this.#take("L");
    const rest = this.#rest(12);
    const digits = /^[1-9][0-9]{0,4}/.exec(rest)?.[0];
    if (digits !== undefined) return this.#sourceName(digits);
    const structor = /^(?:C[1-5]|D[0-5])/.exec(rest)?.[0];
    if (structor !== undefined && owner !== undefined) {
      this.#at += 2;
      const name = owner.replace(/<…>$/, "").split("::").at(-1) ?? owner;
      return structor.startsWith("C") ? name : `~${name}`;
    }
    if (rest.startsWith("S")) return this.#substitution();
    if (/^T[0-9A-Z]*_/.test(rest)) return this.#skip(/^T[0-9A-Z]*_/, "…");
    const closure = /^U[lt]/.exec(rest)?.[0];
    if (closure !== undefined) return this.#unnamed(closure);
    return this.#operator(rest.slice(0, 2));
  }

  #sourceName(digits: string): string | undefined {
    const start = this.#at + digits.length;
    const end = start + Number(digits);
    if (end > this.#text.length) return undefined;
    this.#at = end;
    // ABI tags belong to the name; nobody wants to read them.
    for (
      let tag = /^B([1-9][0-9]{0,3})/.exec(this.#rest(5));
      tag !== null;
      tag = /^B([1-9][0-9]{0,3})/.exec(this.#rest(5))
    )
      this.#at += tag[0].length + Number(tag[1]);
    const name = this.#text.slice(start, end);
    return name.startsWith("_GLOBAL__N") ? "(anonymous namespace)" : name;
  }

  #operator(code: string): string | undefined {
    const operator = OPERATORS[code];
    if (operator === undefined) return undefined;
    this.#at += 2;
    return `operator${operator}`;
  }

  #unnamed(kind: string): string | undefined {
    this.#at += 2;
    if (kind === "Ul" && !this.#toEnd()) return undefined;
    return this.#skip(/^[0-9]*_/, kind === "Ul" ? "{lambda}" : "{unnamed}");
  }

  /** What an earlier part of the name stands for is not kept, but for the names of the standard library. */
  #substitution(): string | undefined {
    const known = STD[this.#text[this.#at + 1] ?? ""];
    if (known !== undefined) {
      this.#at += 2;
      return known;
    }
    return this.#skip(/^S[0-9A-Z]*_/, "…");
  }

  #skip(what: RegExp, instead: string): string | undefined {
    const found = what.exec(this.#rest(40))?.[0];
    if (found === undefined) return undefined;
    this.#at += found.length;
    return instead;
  }

  /** Moves behind the `E` that ends what was begun, whatever types and constants lie before it. */
  #toEnd(depth = 0): boolean {
    if (depth > 50) return false;
    for (let open = 1; this.#at < this.#text.length;) {
      const rest = this.#rest(12);
      const whole =
        /^(?:S[0-9A-Z]*_|S[tabsiod]|T[0-9A-Z]*_|A[0-9]*_|D[a-su-zA-S]|C[1-5]|Ut[0-9]*_)/.exec(rest)?.[0].length ??
        nameLength(rest);
      if (whole !== undefined) this.#at += whole;
      else if (rest.startsWith("Ul")) {
        this.#at += 2;
        if (!this.#toEnd(depth + 1) || this.#skip(/^[0-9]*_/, "") === undefined) return false;
      } else if (rest.startsWith("L")) {
        if (!this.#literal(depth)) return false;
      } else {
        const decltype = /^D[Tt]/.test(rest);
        this.#at += decltype ? 2 : 1;
        if (decltype || /^[INFXJZ]/.test(rest)) open++;
        else if (rest.startsWith("E") && --open === 0) return true;
      }
    }
    return false;
  }

  /** A constant: `L`, its type, its value in digits, `E`; or the address of something. */
  #literal(depth: number): boolean {
    this.#at++;
    if (this.#startsWith("_Z")) {
      this.#at += 2;
      return this.#toEnd(depth + 1);
    }
    if (this.#take("N")) {
      if (!this.#toEnd(depth + 1)) return false;
    } else {
      if (this.#rest(1) === "S") this.#substitution();
      this.#at += nameLength(this.#rest(6)) ?? (/^[a-z]/.test(this.#rest(1)) ? 1 : 0);
    }
    return this.#skip(/^n?[0-9a-f]*E/, "") !== undefined;
  }

  #startsWith(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  #take(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #rest(chars: number): string {
    return this.#text.slice(this.#at, this.#at + chars);
  }
}

/** Of a name with its length before it; undefined when none begins here. */
function nameLength(rest: string): number | undefined {
  const digits = /^[1-9][0-9]{0,4}/.exec(rest)?.[0];
  return digits === undefined ? undefined : digits.length + Number(digits);
}
