const MAX_CHARS = 120;
const TAIL_CHARS = 30;

/** An address that fits a banner. Where it leads is never cut: what is left out is from the path and the query. */
export function shortUrl(url: string): string {
  const chars = Array.from(url);
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0] ?? "";
  const head = Math.max(MAX_CHARS - TAIL_CHARS, Array.from(origin).length);
  if (chars.length <= head + TAIL_CHARS + 1) return url;
  return `${chars.slice(0, head).join("")}…${chars.slice(-TAIL_CHARS).join("")}`;
}
