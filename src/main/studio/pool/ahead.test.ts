import { expect, it } from "vitest";

import { ExitOutcome } from "../../../shared/record.ts";
import { allocateRing, controlViews, drainRing } from "../../../shared/ring.ts";
import { decodeRecords } from "../../journal/decode.ts";
import { Recorder } from "../../worker/recorder.ts";

/** Functions: 0 is the span of initialisation, 1 may be called ahead, 2 not. */
const ALLOWED = new Set([0, 1]);

function recorderOn(memory = allocateRing(3)) {
  const time = { now: 100 };
  return { memory, time, recorder: new Recorder(memory, new Set(), () => time.now) };
}

function times(bytes: Uint8Array | undefined): readonly (readonly [seq: number, what: string, ms: number])[] {
  const seen: [number, string, number][] = [];
  decodeRecords(bytes ?? new Uint8Array(), {
    enter: ({ seq, startMs }) => seen.push([seq, "enter", startMs]),
    exit: ({ seq, endMs }) => seen.push([seq, "exit", endMs]),
    text: () => undefined,
    sum: () => undefined,
    unreadable: () => seen.push([0, "unreadable", 0]),
  });
  return seen;
}

it("what is called ahead waits for its invocation, and comes first in its record, before the zero of its time", () => {
  const { memory, time, recorder } = recorderOn();
  recorder.beginAhead(ALLOWED);
  const span = recorder.enter(0, 0, undefined, []);
  time.now = 101;
  const call = recorder.enter(1, 0, undefined, []);
  time.now = 103;
  recorder.exit(call, span, ExitOutcome.ok, 7n);
  recorder.exit(span, undefined, ExitOutcome.ok, undefined);
  const ahead = recorder.endAhead();
  expect(drainRing(memory)).toBeUndefined();
  time.now = 200;
  recorder.begin(ahead);
  expect([recorder.hostMs, recorder.calls]).toEqual([0, 2]);
  time.now = 205;
  recorder.exit(recorder.enter(2, 0, undefined, []), undefined, ExitOutcome.ok, undefined);
  expect(times(drainRing(memory))).toEqual([
    [1, "enter", -100],
    [2, "enter", -99],
    [2, "exit", -97],
    [1, "exit", -97],
    [3, "enter", 5],
    [3, "exit", 5],
  ]);
});

it("a call that may not come ahead does not take place, and leaves nothing in the record", () => {
  const { memory, recorder } = recorderOn();
  recorder.beginAhead(ALLOWED);
  recorder.enter(0, 0, undefined, []);
  expect(() => recorder.enter(2, 0, undefined, [])).toThrow("may not call this");
  recorder.endAhead();
  recorder.begin();
  expect([drainRing(memory), recorder.calls]).toEqual([undefined, 0]);
});

it("the sums of a flood are there until the next invocation begins, whatever is called ahead", () => {
  const { memory, recorder } = recorderOn();
  const { sums } = controlViews(memory.control);
  recorder.begin();
  sums[2] = 5;
  recorder.beginAhead(ALLOWED);
  recorder.endAhead();
  expect(sums[2]).toBe(5);
  recorder.begin();
  expect(sums[2]).toBe(0);
});
