// Finds its way through generated JavaScript without being fooled by strings, templates and comments.

/** Characters after which a `/` begins a regular expression and not a division. */
const BEFORE_REGEXP = /[(,=:[!&|?{};+\-*%<>~^]$/;

/**
 * The index just behind the bracket that closes the one at `open` (`(`, `[` or `{`); -1 when none does. What lies in
 * strings, template literals, comments and regular expressions is passed over.
 */
export function closing(code: string, open: number): number {
  let depth = 0;
  for (const at of places(code, /["'`/()[\]{}]/g, open)) {
    const char = code[at];
    if (char === "(" || char === "[" || char === "{") depth++;
    else if (char === ")" || char === "]" || char === "}") {
      depth--;
      if (depth === 0) return at + 1;
      if (depth < 0) return -1;
    }
  }
  return -1;
}

/** Every place outside of strings, templates, comments and regular expressions where `text` stands. */
export function occurrences(code: string, text: string): number[] {
  const escaped = text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const found = places(code, new RegExp(`["'\`/]|${escaped}`, "g"), 0);
  // A slash that divides is a place, too.
  return Array.from(found).filter((at) => code.startsWith(text, at));
}

/**
 * Where `pattern` matches, from `from` on. It has to match quotes and slashes, too: literals and comments are passed
 * over. Jumping from match to match takes a third of the time that looking at each character does before the engine has
 * warmed up to it, and that is when a start waits for it.
 */
function* places(code: string, pattern: RegExp, from: number): Generator<number> {
  pattern.lastIndex = from;
  for (let match = pattern.exec(code); match !== null; match = pattern.exec(code)) {
    const skipped = skip(code, match.index);
    if (skipped === match.index) yield match.index;
    else pattern.lastIndex = skipped;
  }
}

/** The index behind the literal or comment that begins at `at`; `at` itself when none begins there. */
function skip(code: string, at: number): number {
  const char = code[at];
  if (char === '"' || char === "'") return behindString(code, at, char);
  if (char === "`") return behindTemplate(code, at);
  if (char !== "/") return at;
  const next = code[at + 1];
  if (next === "/") return orEnd(code, code.indexOf("\n", at));
  if (next === "*") {
    const end = code.indexOf("*/", at + 2);
    return end === -1 ? code.length : end + 2;
  }
  return BEFORE_REGEXP.test(code.slice(Math.max(0, at - 80), at).trimEnd()) ? behindRegExp(code, at) : at;
}

function behindString(code: string, start: number, quote: string): number {
  for (let at = start + 1; at < code.length; at++) {
    if (code[at] === "\\") at++;
    else if (code[at] === quote) return at + 1;
  }
  return code.length;
}

function behindTemplate(code: string, start: number): number {
  for (let at = start + 1; at < code.length; at++) {
    if (code[at] === "\\") at++;
    else if (code[at] === "`") return at + 1;
    else if (code[at] === "$" && code[at + 1] === "{") {
      const end = closing(code, at + 1);
      if (end === -1) return code.length;
      at = end - 1;
    }
  }
  return code.length;
}

function behindRegExp(code: string, start: number): number {
  let inClass = false;
  for (let at = start + 1; at < code.length; at++) {
    const char = code[at];
    if (char === "\\") at++;
    else if (char === "\n") return start;
    else if (char === "[") inClass = true;
    else if (char === "]") inClass = false;
    else if (char === "/" && !inClass) return at + 1;
  }
  return start;
}

function orEnd(code: string, at: number): number {
  return at === -1 ? code.length : at;
}
