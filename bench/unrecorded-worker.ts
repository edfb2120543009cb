// A guest worker as the studio starts it, whose recorder keeps nothing: the control of what recording costs.
import { Recorder, type RecordedCall } from "../src/main/worker/recorder.ts";

const CALL: RecordedCall = {
  seq: 1,
  parent: 0,
  fn: 0,
  link: 0,
  startMs: 0,
  self: undefined,
  args: [],
  entered: false,
  versions: undefined,
  guest: false,
};

Recorder.prototype.enter = () => CALL;
Recorder.prototype.exit = () => undefined;

await import("../src/main/worker/entry.ts");
