import { describe, expect, it } from "vitest";
import type { InvocationSummary } from "../../shared/model.ts";
import { indexOfId, MAX_ROWS, mergeRows } from "./merge-rows.ts";

function row(id: number, calls = 0): InvocationSummary {
  return {
    id,
    component: "api",
    build: "a91f",
    cause: { kind: "person", via: "window" },
    kind: "http",
    title: `GET /${id}`,
    startedAt: id,
    calls,
    changes: 0,
    logs: 0,
  };
}

const ids = (rows: readonly InvocationSummary[]) => rows.map((each) => each.id);

describe("mergeRows", () => {
  it("puts the newer form of a row in its place and new rows at the end", () => {
    const merged = mergeRows([row(1), row(2)], [row(3), row(2, 7)], true);
    expect(merged.map((each) => [each.id, each.calls])).toEqual([
      [1, 0],
      [2, 7],
      [3, 0],
    ]);
  });

  it("sorts in what arrives late", () => {
    expect(ids(mergeRows([row(1), row(4)], [row(5), row(3)], true))).toEqual([1, 3, 4, 5]);
  });

  it("leaves out what is older than everything shown", () => {
    expect(ids(mergeRows([row(10)], [row(2), row(11)], true))).toEqual([10, 11]);
  });

  it("only updates where new rows are not admitted", () => {
    expect(ids(mergeRows([row(1)], [row(1, 3), row(2)], false))).toEqual([1]);
  });

  it("does not touch the rows it was given", () => {
    const rows = [row(1)];
    mergeRows(rows, [row(1, 9), row(2)], true);
    expect(rows).toEqual([row(1)]);
  });

  it("drops the oldest beyond what a window keeps", () => {
    const many = Array.from({ length: MAX_ROWS }, (_, index) => row(index + 1));
    const merged = mergeRows(many, [row(MAX_ROWS + 1), row(MAX_ROWS + 2)], true);
    expect([merged.length, merged[0]?.id, merged.at(-1)?.id]).toEqual([MAX_ROWS, 3, MAX_ROWS + 2]);
  });
});

it("finds an id in rows that ascend, and says when there is none", () => {
  const rows = [2, 5, 9, 12].map((id) => row(id));
  expect([2, 5, 9, 12, 1, 6, 13].map((id) => indexOfId(rows, id))).toEqual([
    0,
    1,
    2,
    3,
    undefined,
    undefined,
    undefined,
  ]);
});
