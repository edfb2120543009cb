/** Why a change of generated code does not apply to this code. */
export interface Unfit {
  readonly unfit: string;
}
export type Change = (code: string) => string | Unfit;

/**
 * Matches the text with any white space where it has some; `‹string›`, `‹number›`, `‹name›` and `‹value›` stand for
 * their kind.
 */
export function pattern(text: string, flags = ""): RegExp {
  const source = text
    .trim()
    .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\s+/g, String.raw`\s*`)
    .replaceAll("‹string›", String.raw`'[^'\\\n]*'`)
    .replaceAll("‹number›", String.raw`\d+`)
    // A name that JavaScript has already, such as `Error`, jco writes with a dollar sign: `Error$1`.
    .replaceAll("‹name›", String.raw`([\w$]+)`)
    .replaceAll("‹value›", String.raw`([^;\n]*)`);
  return new RegExp(source, flags);
}
