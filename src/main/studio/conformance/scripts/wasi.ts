import { PROGRAM_NAME } from "../../component/link-build.ts";
import { above, anything, callsOf, Handle, type Script, variantCase } from "../script.ts";

export const ENVIRONMENT = { LANGUAGE: "en", NAME: "conformance" } as const;
export const ARGUMENTS = ["one", "--two"] as const;

/** wasi:cli, wasi:clocks and wasi:random @0.2. */
export function wasiScripts(): readonly Script[] {
  return [...cli(), clocks(), random(), tooManyRandomBytes()];
}

function cli(): readonly Script[] {
  const environment = callsOf("wasi:cli/environment@0.2.12");
  const exit = callsOf("wasi:cli/exit@0.2.12");
  const stdin = callsOf("wasi:cli/stdin@0.2.12");
  const stdout = callsOf("wasi:cli/stdout@0.2.12");
  const stderr = callsOf("wasi:cli/stderr@0.2.12");
  const streams = callsOf("wasi:io/streams@0.2.12");
  const input = new Handle("stdin");
  const out = new Handle("stdout");
  const err = new Handle("stderr");
  return [
    {
      does: "sees its environment and arguments, and no folder or terminal",
      steps: [
        environment("get-environment").gives(Object.entries(ENVIRONMENT)),
        environment("get-arguments").gives([PROGRAM_NAME, ...ARGUMENTS]),
        environment("initial-cwd").gives(undefined),
        callsOf("wasi:cli/terminal-stdin@0.2.12")("get-terminal-stdin").gives(undefined),
        callsOf("wasi:cli/terminal-stdout@0.2.12")("get-terminal-stdout").gives(undefined),
        callsOf("wasi:cli/terminal-stderr@0.2.12")("get-terminal-stderr").gives(undefined),
        callsOf("wasi:filesystem/preopens@0.2.12")("get-directories").gives([]),
      ],
    },
    {
      does: "reads the end of standard input, and prints",
      steps: [
        stdin("get-stdin").gives(input),
        streams("input-stream.blocking-read", input, 1n).err("closed"),
        stdout("get-stdout").gives(out),
        streams("output-stream.blocking-write-and-flush", out, "to stdout\n").ok(),
        stderr("get-stderr").gives(err),
        streams("output-stream.blocking-write-and-flush", err, "to stderr\n").ok(),
      ],
    },
    { does: "ends itself well", steps: [exit("exit", variantCase("ok")).exits(0)] },
    { does: "ends itself with a failure", steps: [exit("exit", variantCase("err")).exits(1)] },
    { does: "ends itself well, with a code", steps: [exit("exit-with-code", 0).exits(0)] },
    { does: "ends itself with a code of its own", steps: [exit("exit-with-code", 42).exits(42)] },
  ];
}

function clocks(): Script {
  const monotonic = callsOf("wasi:clocks/monotonic-clock@0.2.12");
  const wall = callsOf("wasi:clocks/wall-clock@0.2.12");
  const timezone = callsOf("wasi:clocks/timezone@0.2.12");
  const moment = { seconds: 1_600_000_000n, nanoseconds: 0 };
  const poll = callsOf("wasi:io/poll@0.2.12");
  const past = new Handle("the start");
  const soon = new Handle("a moment");
  return {
    does: "tells the time and waits for it",
    steps: [
      monotonic("now").gives(above(0n)),
      monotonic("resolution").gives(above(0n)),
      monotonic("subscribe-instant", 0n).gives(past),
      poll("pollable.ready", past).gives(true),
      monotonic("subscribe-duration", 1000n).gives(soon),
      poll("pollable.block", soon).gives(),
      poll("pollable.ready", soon).gives(true),
      wall("now").gives({ seconds: above(1_600_000_000n), nanoseconds: anything }),
      wall("resolution").gives({ seconds: 0n, nanoseconds: anything }),
      timezone("utc-offset", moment).gives(0),
      timezone("display", moment).gives({ "utc-offset": 0, name: "UTC", "in-daylight-saving-time": false }),
    ],
  };
}

function random(): Script {
  const secure = callsOf("wasi:random/random@0.2.12");
  const insecure = callsOf("wasi:random/insecure@0.2.12");
  const seed = callsOf("wasi:random/insecure-seed@0.2.12");
  const sixteen = Array.from({ length: 16 }, () => anything);
  return {
    does: "draws numbers, and as many bytes as it asks for",
    steps: [
      secure("get-random-bytes", 16n).gives(sixteen),
      secure("get-random-bytes", 0n).gives(""),
      secure("get-random-u64").gives(),
      insecure("get-insecure-random-bytes", 16n).gives(sixteen),
      insecure("get-insecure-random-u64").gives(),
      seed("insecure-seed").gives(),
      secure("get-random-bytes", 67_108_865n).traps("exceeds limit"),
    ],
  };
}

function tooManyRandomBytes(): Script {
  const insecure = callsOf("wasi:random/insecure@0.2.12");
  return {
    does: "traps when it asks for too many insecure bytes",
    steps: [insecure("get-insecure-random-bytes", 67_108_865n).traps("exceeds limit")],
  };
}
