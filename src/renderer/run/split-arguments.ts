/**
 * Arguments as a person types them, parted as a shell would: blanks part, quotes and backslashes keep together. There are no
 * variables and no patterns. A quote left open goes to the end.
 */
export function splitArguments(text: string): readonly string[] {
  const found: string[] = [];
  let current: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === "\\" && quote !== "'" && at + 1 < text.length) {
      const next = text.charAt(at + 1);
      // Within double quotes a backslash keeps only what would mean something there.
      const keeps = quote === '"' && next !== '"' && next !== "\\";
      current = (current ?? "") + (keeps ? char : "") + next;
      at += 1;
    } else if (quote !== undefined) {
      if (char === quote) quote = undefined;
      else current = (current ?? "") + char;
    } else if (char === "'" || char === '"') {
      quote = char;
      current ??= "";
    } else if (char.trim() === "") {
      if (current !== undefined) found.push(current);
      current = undefined;
    } else current = (current ?? "") + char;
  }
  return current === undefined ? found : [...found, current];
}
