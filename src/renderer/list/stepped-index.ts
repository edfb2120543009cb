/**
 * Where a key leads in a list of `count` rows from the row at `from` (none yet: the first or last one).
 * Undefined for a key that does not walk, and in an empty list.
 */
export function steppedIndex(key: string, from: number | undefined, count: number, page: number): number | undefined {
  if (count === 0) return undefined;
  const last = count - 1;
  const clamp = (index: number) => Math.max(0, Math.min(last, index));
  switch (key) {
    case "ArrowDown":
      return from === undefined ? 0 : clamp(from + 1);
    case "ArrowUp":
      return from === undefined ? last : clamp(from - 1);
    case "PageDown":
      return from === undefined ? 0 : clamp(from + page);
    case "PageUp":
      return from === undefined ? last : clamp(from - page);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return undefined;
  }
}
