/**
 * Where a search occurs in a text, as [start, end) pairs in order, regardless of case. `/…/` is a regular expression;
 * one that does not parse finds nothing.
 */
export function matchRanges(text: string, search: string): readonly (readonly [number, number])[] {
  if (search === "") return [];
  const pattern = patternOf(search);
  if (pattern === undefined) return [];
  const ranges: [number, number][] = [];
  for (const match of text.matchAll(pattern)) {
    if (match[0] !== "") ranges.push([match.index, match.index + match[0].length]);
  }
  return ranges;
}

export function isBadPattern(search: string): boolean {
  return search !== "" && patternOf(search) === undefined;
}

function patternOf(search: string): RegExp | undefined {
  const written = /^\/(.+)\/$/s.exec(search)?.[1];
  try {
    return new RegExp(written ?? search.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`), "gi");
  } catch {
    return undefined;
  }
}
