import { beforeEach, expect, it } from "vitest";

import { ExitOutcome } from "../../shared/record.ts";
import { allocateRing } from "../../shared/ring.ts";
import { INSTANTIATE_FN, Recorder } from "./recorder.ts";

let now: number;
let recorder: Recorder;
beforeEach(() => {
  now = 0;
  recorder = new Recorder(allocateRing(3), new Set(), () => now);
  recorder.begin();
});

/** A span that takes so long, with what happens in it. */
function span(fn: number, takes: number, within: () => void = () => undefined): void {
  const parent = recorder.current;
  const call = recorder.enter(fn, 0, undefined, []);
  within();
  now += takes;
  recorder.exit(call, parent, ExitOutcome.ok, undefined);
}

it("counts host calls of the initialisation as the host's time, the rest of it as neither host nor guest", () => {
  span(INSTANTIATE_FN, 30, () => span(1, 5, () => span(2, 1)));
  span(1, 7, () => span(2, 2));
  expect([recorder.instantiateMs, recorder.hostMs]).toEqual([30, 15]);
});

it("knows no time of an initialisation that came before the invocation", () => {
  span(1, 7);
  expect([recorder.instantiateMs, recorder.hostMs]).toEqual([undefined, 7]);
  span(INSTANTIATE_FN, 30);
  recorder.begin();
  expect([recorder.instantiateMs, recorder.hostMs]).toEqual([undefined, 0]);
});
