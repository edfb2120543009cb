/** The part of a build that two of them are compared by. */
export interface ComparableBuild {
  readonly size: number;
  readonly imports: readonly { readonly name: string }[];
  readonly exports: readonly { readonly name: string }[];
}

/** "adds import …", "no longer exports …", "41 KiB larger": one line each, nothing when all is the same. */
export function buildChanges(older: ComparableBuild, newer: ComparableBuild): readonly string[] {
  return [
    ...added(older.imports, newer.imports).map((name) => `adds import ${name}`),
    ...added(newer.imports, older.imports).map((name) => `no longer imports ${name}`),
    ...added(older.exports, newer.exports).map((name) => `adds export ${name}`),
    ...added(newer.exports, older.exports).map((name) => `no longer exports ${name}`),
    ...sizeChange(newer.size - older.size),
  ];
}

function added(before: readonly { readonly name: string }[], after: readonly { readonly name: string }[]): string[] {
  const known = new Set(before.map(({ name }) => name));
  return after.map(({ name }) => name).filter((name) => !known.has(name));
}

function sizeChange(bytes: number): string[] {
  if (bytes === 0) return [];
  const size = Math.abs(bytes);
  const text =
    size < 1024
      ? `${size} B`
      : size < 1048576
        ? `${(size / 1024).toFixed(0)} KiB`
        : `${(size / 1048576).toFixed(1)} MiB`;
  return [`${text} ${bytes > 0 ? "larger" : "smaller"}`];
}
