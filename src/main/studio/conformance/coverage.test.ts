import { expect, it } from "vitest";

import { Coverage, type SeenCall } from "./coverage.ts";
import { callsOf, Handle, type Script } from "./script.ts";

const STORE = "wasi:keyvalue/store@0.2.0-draft";
const store = callsOf(STORE);
const poll = callsOf("wasi:io/poll@0.2.12");
const bucket = new Handle("bucket");

function seen(name: string, outcome: "ok" | "err", result?: SeenCall["result"]): SeenCall {
  return { interface: STORE, function: name, outcome, ...(result === undefined ? {} : { result }) };
}

it("misses everything that no script has caused, and nothing that has a reason", () => {
  const gaps = new Coverage().gaps();
  expect(gaps).toContain(`not asserted: ${STORE} open`);
  expect(gaps).toContain("not called: wasi:random/random@0.2.x get-random-u64");
  expect(gaps).toContain(`not caused: ${STORE} bucket.get other`);
  expect(gaps).toContain("not caused: wasi:sockets/tcp@0.2.x tcp-socket.start-bind access-denied");
  expect(gaps).toContain("not caused: to poll nothing: wasi:io/poll poll");
  expect(gaps).toContain("not shown: a skip gives a count");
  expect(gaps.filter((gap) => /open other|start-bind invalid|descriptor|excuse/.test(gap))).toEqual([]);
});

it("counts the errors that the record holds, and not those that a script expects", () => {
  const coverage = new Coverage();
  const steps = [store("bucket.get", bucket, "k").err("other"), store("open", "b").err("other")];
  const record = [
    seen("bucket.get", "err", { t: "variant", tag: "no-such-store" }),
    seen("open", "err", { t: "variant", tag: "other" }),
  ];
  coverage.add("test 1", { does: "errs", steps }, record, undefined);
  const gaps = coverage.gaps();
  expect(gaps).toContain(`not caused: ${STORE} bucket.get other`);
  expect(gaps.filter((gap) => gap.startsWith("excused, but it is caused"))).toEqual([
    "excused, but it is caused: wasi:keyvalue/store open other",
  ]);
});

it("counts a trap by what the record says, and tells of one that no rule names", () => {
  const coverage = new Coverage();
  const script: Script = { does: "traps", steps: [poll("poll", []).traps("empty poll list")] };
  const call = { interface: "wasi:io/poll@0.2.12", function: "poll", outcome: "trap" } as const;
  coverage.add("test 1", script, [call], "something else");
  expect(coverage.gaps()).toContain("a trap that no rule names: test 1, wasi:io/poll poll: something else");
  expect(coverage.gaps()).toContain("not caused: to poll nothing: wasi:io/poll poll");
  coverage.add("test 2", script, [call], "empty poll list");
  expect(coverage.gaps()).not.toContain("not caused: to poll nothing: wasi:io/poll poll");
});

it("refuses a record that does not hold what the script did", () => {
  const script: Script = { does: "opens", steps: [store("open", "b").ok(bucket)] };
  expect(() => new Coverage().add("test 1", script, [], undefined)).toThrow(
    "the record of test 1 does not hold its call 1, open",
  );
});
