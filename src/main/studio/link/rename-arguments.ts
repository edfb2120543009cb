import { occurrences } from "./js-scan.ts";

const NAME = "arguments";
/** No name that jco makes of a WIT name has an underscore at both ends. */
const INSTEAD = "_arguments_";
const WORD = /[\w$]/;

/**
 * jco gives a function or interface that WIT calls `arguments` a variable of that name, which strict code may not have.
 * The variable is renamed wherever it stands; what the outside sees as `arguments` stays so, and so does the real
 * `arguments` of the functions that jco brings along, which it only ever spreads.
 */
export function withoutVariableArguments(code: string): string {
  if (!/\b(?:function|const|let)\s+arguments\b|\{\s*(?:[\w$]+,\s*)*arguments\b[^}]*\}\s*=/.test(code)) return code;
  const parts: string[] = [];
  let taken = 0;
  for (const at of occurrences(code, NAME)) {
    const behind = at + NAME.length;
    const before = code.slice(Math.max(0, at - 80), at).trimEnd();
    const after = code.slice(behind, behind + 80).trimStart();
    if (WORD.test(code[at - 1] ?? "") || WORD.test(code[behind] ?? "")) continue;
    // A member, something spread, or the name of a property.
    if (before.endsWith(".") || after.startsWith(":")) continue;
    // In an object or a pattern it names both the property and the variable.
    const shorthand = /[{,]$/.test(before) && /^[,}]/.test(after);
    parts.push(code.slice(taken, at), shorthand ? `${NAME}: ${INSTEAD}` : INSTEAD);
    taken = behind;
  }
  parts.push(code.slice(taken));
  return parts.join("");
}
