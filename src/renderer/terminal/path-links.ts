/** A place in a file as compilers print it. */
export interface PathLink {
  /** First character in the line, from 0. */
  readonly start: number;
  /** `src/lib.rs:41:7` */
  readonly text: string;
}

// A path has a slash or an extension, then a line, and perhaps a column: `src/lib.rs:41:7`, `C:\a\b.go:3`, `main.go:12`.
const COLON = /(?:[A-Za-z]:[\\/])?[\w@.+~\-/\\]*[\w+~-]\.[A-Za-z]\w{0,9}:\d+(?::\d+)?/g;
// TypeScript's form: `src/index.ts(12,5)`.
const PARENTHESES = /(?:[A-Za-z]:[\\/])?[\w@.+~\-/\\]*[\w+~-]\.[A-Za-z]\w{0,9}\(\d+(?:,\d+)?\)/g;

/** The places in files that a line of output names. Addresses of the web are left alone. */
export function pathLinks(line: string): readonly PathLink[] {
  const found: PathLink[] = [];
  for (const pattern of [COLON, PARENTHESES]) {
    for (const match of line.matchAll(pattern)) {
      if (!/[\w]+:\/\/\S*$/.test(line.slice(0, match.index)) && !followsHost(match[0])) {
        found.push({ start: match.index, text: plainPlace(match[0]) });
      }
    }
  }
  return found.toSorted((a, b) => a.start - b.start);
}

/** How many characters of the line a link covers: the form with parentheses is as long as the one with colons, plus one. */
export function linkLength(line: string, link: PathLink): number {
  return line.slice(link.start + link.text.length, link.start + link.text.length + 1) === ")"
    ? link.text.length + 1
    : link.text.length;
}

/** `//127.0.0.1:8000`, or a name with a port: no file. */
function followsHost(text: string): boolean {
  return text.startsWith("//");
}

function plainPlace(text: string): string {
  return text.replace(/\((\d+)(?:,(\d+))?\)$/, (_, line: string, column?: string) =>
    column === undefined ? `:${line}` : `:${line}:${column}`,
  );
}
