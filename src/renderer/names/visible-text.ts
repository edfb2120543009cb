const PICTURES = 0x2400;

/**
 * A name on one line as it can be told from others: a line break is shown as ␊, a tab as ␉, and what only turns the
 * direction of text as its number.
 */
export function visibleText(name: string): string {
  return (
    name
      // oxlint-disable-next-line no-control-regex -- those are what is looked for
      .replaceAll(/[\u0000-\u001F]/g, (char) => String.fromCodePoint(PICTURES + char.charCodeAt(0)))
      .replaceAll("\u007F", "␡")
      .replaceAll(
        /[\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g,
        (char) => `\\u{${char.charCodeAt(0).toString(16)}}`,
      )
  );
}
