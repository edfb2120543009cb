import type { ImportPlanView, ImportRow } from "../../shared/model.ts";

export const kindWords = {
  wadm: "a wadm manifest",
  "wasmcloud-toml": "wasmcloud.toml",
  spin: "spin.toml",
  "wash-config": "the configuration of wash",
  cargo: "a cargo component",
  npm: "an npm component",
  go: "a Go component",
} as const satisfies Record<ImportPlanView["kind"], string>;

/** The rows of each file, files in the order they are first named, rows in the order of their lines. */
export function rowsByFile(
  rows: readonly ImportRow[],
): readonly { readonly file: string; readonly rows: readonly ImportRow[] }[] {
  const files = Map.groupBy(rows, (row) => row.file);
  return [...files].map(([file, own]) => ({
    file,
    rows: own.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  }));
}

/** `5 mapped, 2 changed, 1 ignored`; what there is none of is left out. */
export function outcomeCounts(rows: readonly ImportRow[]): string {
  return (["mapped", "changed", "ignored"] as const)
    .map((outcome) => ({ outcome, found: rows.filter((row) => row.outcome === outcome).length }))
    .filter(({ found }) => found > 0)
    .map(({ outcome, found }) => `${found} ${outcome}`)
    .join(", ");
}
