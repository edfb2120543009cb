import { describe, expect, it } from "vitest";
import type { HostCallView } from "../../shared/model.ts";
import { callGist, callName, spanBar, spanRows } from "./host-call-rows.ts";

function call(seq: number, parent: number, more: Partial<HostCallView> = {}): HostCallView {
  return {
    seq,
    parent,
    interface: "wasi:keyvalue/store@0.2.0-draft",
    function: "open",
    link: "default",
    backend: "keyvalue",
    args: [],
    startMs: seq,
    durationMs: 1,
    outcome: "ok",
    versions: [],
    ...more,
  };
}

describe("spanRows", () => {
  const calls = [call(1, 0), call(2, 1), call(3, 2), call(4, 0)];

  it("puts each call below the one it happened in, in order of entry", () => {
    expect(spanRows(calls, new Set()).map((row) => [row.seq, row.depth, row.open])).toEqual([
      [0, 0, true],
      [1, 1, true],
      [2, 2, true],
      [3, 3, undefined],
      [4, 1, undefined],
    ]);
  });

  it("leaves out what is inside of a closed span", () => {
    expect(spanRows(calls, new Set([1])).map((row) => row.seq)).toEqual([0, 1, 4]);
    expect(spanRows(calls, new Set([0]))).toEqual([{ seq: 0, depth: 0, open: false }]);
  });

  it("shows calls at the root when their parent was not kept", () => {
    expect(spanRows([call(9001, 77)], new Set()).map((row) => [row.seq, row.depth])).toEqual([
      [0, 0],
      [9001, 1],
    ]);
  });

  it("takes 10,000 nested calls without running out of stack", () => {
    const deep = Array.from({ length: 10_000 }, (_, index) => call(index + 1, index));
    expect(spanRows(deep, new Set()).at(-1)).toMatchObject({ seq: 10_000, depth: 10_000 });
  });
});

describe("a call in a line", () => {
  it("is named by its interface, or by its resource for a method", () => {
    expect([callName(call(1, 0)), callName(call(1, 0, { function: "bucket.get" }))]).toEqual([
      "store.open",
      "bucket.get",
    ]);
  });

  it("says what went in and what came out, without the resource it was made on", () => {
    const increment = call(1, 0, {
      args: [
        { name: "bucket", value: { t: "resource", type: "bucket", id: 3, label: "default" } },
        { name: "key", value: { t: "string", v: "visits", total: 6, cut: false } },
        { name: "delta", value: { t: "number", v: 1 } },
      ],
      result: { t: "number", v: 42 },
    });
    expect(callGist(increment)).toBe('"visits" 1 → 42');
  });

  it("says the error, and nothing for a call that has not come back", () => {
    const { outcome: _outcome, ...pending } = call(1, 0);
    expect(callGist(call(1, 0, { outcome: "err", result: { t: "variant", tag: "no-such-store" } }))).toBe(
      "→ err no-such-store",
    );
    expect(callGist(pending)).toBe("");
  });
});

describe("spanBar", () => {
  it("places a span in percent of the whole", () => {
    expect(spanBar(25, 50, 100)).toEqual({ left: 25, width: 50 });
  });

  it("gives no width to what was done before the start", () => {
    expect([spanBar(-6, 5, 100), spanBar(-5, 15, 100)]).toEqual([
      { left: 0, width: 0 },
      { left: 0, width: 10 },
    ]);
  });

  it("never leaves the waterfall", () => {
    expect([spanBar(90, 50, 100), spanBar(200, 5, 100), spanBar(0, 1, 0)]).toEqual([
      { left: 90, width: 10 },
      { left: 100, width: 0 },
      { left: 0, width: 100 },
    ]);
  });
});
