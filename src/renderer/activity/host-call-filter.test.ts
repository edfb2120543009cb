import { expect, it } from "vitest";
import type { HostCallView } from "../../shared/model.ts";
import { filterCalls } from "./host-call-filter.ts";

const call = (seq: number, name: string, fn: string, more: Partial<HostCallView> = {}): HostCallView => ({
  seq,
  parent: 0,
  interface: name,
  function: fn,
  link: "",
  backend: "",
  startMs: seq,
  durationMs: 1,
  outcome: "ok",
  args: [],
  versions: [],
  ...more,
});

const CALLS = [
  call(1, "wasi:clocks/monotonic-clock@0.2.0", "now"),
  call(2, "demo:pricing/quote", "price"),
  call(3, "wasi:keyvalue/store@0.2.0-draft", "bucket.get", {
    parent: 2,
    args: [{ name: "key", value: { t: "string", v: "Visits", total: 6, cut: false } }],
  }),
  call(4, "wasi:random/random@0.2.0", "get-random-bytes", { outcome: "trap" }),
];
const seqs = (text: string, quiet = false) => filterCalls(CALLS, { text, quiet }).map(({ seq }) => seq);

it("finds calls by interface, function and what went in, with the calls they were made in", () => {
  expect(seqs("keyvalue visits")).toEqual([2, 3]);
  expect(seqs("bucket.get")).toEqual([2, 3]);
  expect(seqs("price visits")).toEqual([]);
  expect(filterCalls(CALLS, { text: " ", quiet: false })).toBe(CALLS);
});

it("leaves out clocks and random numbers, but not one that went wrong", () => {
  expect(seqs("", true)).toEqual([2, 3, 4]);
});
