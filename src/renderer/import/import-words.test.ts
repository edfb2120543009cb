import { expect, it } from "vitest";
import type { ImportRow } from "../../shared/model.ts";
import { outcomeCounts, rowsByFile } from "./import-words.ts";

const row = (file: string, line: number | undefined, outcome: ImportRow["outcome"]): ImportRow => ({
  outcome,
  file,
  ...(line === undefined ? {} : { line }),
  from: "name",
  reason: "",
});

it("groups by file and sorts by line, what is about the whole file first", () => {
  const rows = [
    row("wadm.yaml", 9, "mapped"),
    row("wasmcloud.toml", 3, "ignored"),
    row("wadm.yaml", undefined, "changed"),
    row("wadm.yaml", 2, "mapped"),
  ];
  expect(rowsByFile(rows).map(({ file, rows: own }) => [file, own.map((each) => each.line)])).toEqual([
    ["wadm.yaml", [undefined, 2, 9]],
    ["wasmcloud.toml", [3]],
  ]);
});

it("counts what became of the rows and leaves out what there is none of", () => {
  expect(outcomeCounts([row("a", 1, "ignored"), row("a", 2, "mapped"), row("a", 3, "mapped")])).toBe(
    "2 mapped, 1 ignored",
  );
});
