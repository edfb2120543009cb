export type JsoncTokenKind = "plain" | "name" | "string" | "number" | "word" | "comment";

export interface JsoncToken {
  readonly kind: JsoncTokenKind;
  readonly text: string;
}

// In this order: a comment may hold quotes, a string may hold what looks like a comment, a name is a string before a colon.
const TOKEN =
  /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<name>"(?:[^"\\\n]|\\.)*"(?=\s*:))|(?<string>"(?:[^"\\\n]|\\.)*"?)|(?<number>-?\b\d[\d.eE+-]*)|(?<word>\b(?:true|false|null)\b)/g;

/** JSON with comments in pieces to color; joined they are the text again, whatever it is. */
export function jsoncTokens(text: string): readonly JsoncToken[] {
  const tokens: JsoncToken[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > at) tokens.push({ kind: "plain", text: text.slice(at, match.index) });
    tokens.push({ kind: kindOf(match.groups ?? {}), text: match[0] });
    at = match.index + match[0].length;
  }
  if (at < text.length) tokens.push({ kind: "plain", text: text.slice(at) });
  return tokens;
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): JsoncTokenKind {
  const kinds = ["comment", "name", "string", "number", "word"] as const;
  return kinds.find((kind) => groups[kind] !== undefined) ?? "plain";
}
