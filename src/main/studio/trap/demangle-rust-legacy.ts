// Rust's first encoding dresses a path as a C++ name: `_ZN`, each part with its length before it, a hash, `E`.

const HASH = /^h[0-9a-f]{16}$/;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["SP", "@"],
  ["BP", "*"],
  ["RF", "&"],
  ["LT", "<"],
  ["GT", ">"],
  ["LP", "("],
  ["RP", ")"],
  ["C", ","],
]);

/** `_ZN4core9panicking9panic_fmt17h…E` → `core::panicking::panic_fmt`; undefined for anything else. */
export function demangleRustLegacy(symbol: string): string | undefined {
  if (!symbol.startsWith("_ZN") || !symbol.endsWith("E")) return undefined;
  const parts: string[] = [];
  let at = 3;
  while (at < symbol.length - 1) {
    const digits = /^[0-9]+/.exec(symbol.slice(at, at + 6))?.[0];
    if (digits === undefined) return undefined;
    const start = at + digits.length;
    at = start + Number(digits);
    if (at > symbol.length - 1) return undefined;
    parts.push(symbol.slice(start, at));
  }
  // Without the hash it is a name of C++, which has other rules.
  if (parts.length < 2 || !HASH.test(parts.at(-1) ?? "")) return undefined;
  return parts.slice(0, -1).map(unescaped).join("::");
}

function unescaped(part: string): string {
  // A part may not begin with `$`, so that one is put before it.
  return part
    .replace(/^_\$/, "$")
    .replaceAll("..", "::")
    .replaceAll(
      /\$(?:u([0-9a-f]{1,6})|([A-Z]{1,2}))\$/g,
      (whole, code: string | undefined, name: string | undefined) => {
        if (name !== undefined) return ESCAPES.get(name) ?? whole;
        const point = Number.parseInt(code ?? "", 16);
        return point >= 0x20 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
      },
    );
}
