/** What wasi:io promises of streams and pollables beyond its types. A script that shows one says so. */
export const STREAM_RULES = {
  permit: "a write needs a permit of `check-write`, which each write lowers; to write nothing needs none",
  room: "`check-write` gives 0 where there is no room; `subscribe` is ready once there is",
  parts: "a blocking write waits for room",
  nothing: "a read with nothing there, or of 0 bytes, gives an empty list; so do skip and splice with 0",
  end: "the end of a stream is `closed`, never an empty list",
  failure: "a failure is told once, with an error the component owns, and the stream is closed after it",
  splice: "a splice moves what is there; a blocking one waits for it; streams of different packages fit together",
  skip: "a skip gives a count",
  poll: "`poll` gives positions, each that is ready, the same pollable twice as well",
  level: "a pollable stays ready as long as there is a reason, and can be used again",
  drop: "to drop the stream of a blob is its end",
} as const;

export type StreamRule = keyof typeof STREAM_RULES;
