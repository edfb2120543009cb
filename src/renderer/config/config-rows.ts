import type { ConfigOrigin, ConfigRow, ConfigValue, ConfigView, SetConfigInput } from "../../shared/model.ts";

export type ConfigFile = SetConfigInput["file"];

/** Where a value comes from: `vitrine.jsonc:12`, `set defaults, config/defaults.env:3`. */
export function originText(origin: ConfigOrigin): string {
  const { words, place = "" } = originParts(origin);
  return words + place;
}

/** The same in two: what is said, and the place in a file at its end. */
export function originParts(origin: ConfigOrigin): { readonly words: string; readonly place?: string } {
  switch (origin.kind) {
    case "inline":
    case "local":
      return { words: "", place: place(origin) };
    case "set":
    case "set-file":
      return { words: `set ${origin.set}, `, place: place(origin) };
    case "env":
      return { words: `set ${origin.set}, $${origin.variable}` };
    case "command-line":
      return { words: "--config on the command line" };
  }
}

/** What a file that a person can write to here says of a key. */
export function ownValue(row: ConfigRow | undefined, file: ConfigFile): string | undefined {
  const kind = file === "project" ? "inline" : "local";
  return row === undefined ? undefined : said(row).find(({ origin }) => origin.kind === kind)?.value;
}

/** What would go before a value written into this file; undefined: it counts. */
export function strongerThan(row: ConfigRow | undefined, file: ConfigFile): ConfigOrigin | undefined {
  if (row === undefined) return undefined;
  const weaker = file === "project" ? ["inline"] : ["inline", "set", "set-file", "env", "local"];
  return said(row).find(({ origin }) => !weaker.includes(origin.kind))?.origin;
}

/** The file in which an edit of this key counts, the shared one where it can be that. */
export function fileThatCounts(row: ConfigRow | undefined): ConfigFile {
  return strongerThan(row, "project") === undefined ? "project" : "local";
}

/** The views that fit, with the rows that fit; those without any use for configuration last. */
export function fittingConfigs(
  views: readonly ConfigView[],
  search: string,
  component: string | undefined,
): readonly ConfigView[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return views
    .filter((view) => component === undefined || view.component === component)
    .map((view) => ({
      ...view,
      rows: view.rows.filter((row) => {
        const text = `${row.key} ${row.value} ${originText(row.origin)}`.toLowerCase();
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter((view) => words.length === 0 || view.rows.length > 0)
    .toSorted((a, b) => Number(isInert(a)) - Number(isInert(b)));
}

/** It has no values and asks for none. */
function isInert({ rows, imported }: ConfigView): boolean {
  return rows.length === 0 && imported === false;
}

function said(row: ConfigRow): readonly ConfigValue[] {
  return [row, ...row.shadowed];
}

function place({ file, line }: { readonly file: string; readonly line?: number }): string {
  return line === undefined ? file : `${file}:${line}`;
}
