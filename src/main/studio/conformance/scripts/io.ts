import { above, anything, callsOf, Handle, type PlannedCall, type Script, type Step, variantCase } from "../script.ts";
import { put } from "./blobstore.ts";

const streams = callsOf("wasi:io/streams@0.2.12");
const poll = callsOf("wasi:io/poll@0.2.12");
const stdout = callsOf("wasi:cli/stdout@0.2.12");
const clock = callsOf("wasi:clocks/monotonic-clock@0.2.12");
const types = callsOf("wasi:blobstore/types@0.2.0-draft");
const container = callsOf("wasi:blobstore/container@0.2.0-draft");
const blobstore = callsOf("wasi:blobstore/blobstore@0.2.0-draft");
const ioError = callsOf("wasi:io/error@0.2.12");

const UNKNOWN = "unknown handle index";
/** More than one blocking write may bring. */
const TOO_MUCH = new Uint8Array(4097);
/** More than any stream permits at once. */
const NEVER_PERMITTED = new Uint8Array(1024 * 1024 + 1);
/** Content above 128 KiB is a file of its own, which the test cuts short. */
export const LARGE_OBJECT = { container: "large", object: "cut", parts: 40 } as const;
/** A value that is a file of its own, too; the test writes it. */
export const LARGE_VALUE = { bucket: "large", key: "cut", size: 200_000 } as const;

const VALUE_CUT_SHORT = `the value of the key "${LARGE_VALUE.key}" is missing from the store, or has another size`;
const CUT_SHORT = `the content of the object "${LARGE_OBJECT.object}" is missing from the store, or was cut short`;

/** wasi:io@0.2: every function, and the traps of its contract that a guest can cause. */
export function ioScripts(): readonly Script[] {
  return [reading(), writing(), splicing(), polling(), storesLarge(), ...traps()];
}

/** To be run once the content of the large object was cut short. */
export function readsCutContent(): Script {
  const box = new Handle("container");
  const value = new Handle("value");
  const again = new Handle("value to read at once");
  const input = new Handle("input");
  const error = new Handle("error");
  const keys = callsOf("wasi:keyvalue/store@0.2.0-draft");
  const batch = callsOf("wasi:keyvalue/batch@0.2.0-draft");
  const bucket = new Handle("bucket");
  const out = new Handle("standard output");
  const cutValue = variantCase("other", VALUE_CUT_SHORT);
  return {
    does: "is told when content is damaged; by a stream once, and then that it is closed",
    shows: ["failure"],
    steps: [
      keys("open", LARGE_VALUE.bucket).ok(bucket),
      keys("bucket.get", bucket, LARGE_VALUE.key).err(cutValue),
      batch("get-many", bucket, [LARGE_VALUE.key]).err(cutValue),
      blobstore("get-container", LARGE_OBJECT.container).ok(box),
      container("container.get-data", box, LARGE_OBJECT.object, 0n, 200_000n).ok(value),
      container("container.get-data", box, LARGE_OBJECT.object, 0n, 200_000n).ok(again),
      types("incoming-value.incoming-value-consume-sync", again).err(CUT_SHORT),
      types("incoming-value.incoming-value-consume-async", value).ok(input),
      streams("input-stream.blocking-read", input, 200_000n).err(variantCase("last-operation-failed", error)),
      ioError("error.to-debug-string", error).gives(CUT_SHORT),
      callsOf("wasi:http/types@0.2.12")("http-error-code", error).gives(undefined),
      ioError.drop("error", error),
      streams("input-stream.read", input, 1n).err("closed"),
      ...["read", "skip", "blocking-skip"].flatMap((name) =>
        failsCut(box, (cut) => streams(`input-stream.${name}`, cut, 200_000n)),
      ),
      stdout("get-stdout").gives(out),
      ...["splice", "blocking-splice"].flatMap((name) =>
        failsCut(box, (cut) => streams(`output-stream.${name}`, out, cut, 200_000n)),
      ),
      streams("output-stream.blocking-write-and-flush", out, "it is still open").ok(),
    ],
  };
}

/** Another stream of the cut object, and what fails with it. */
function failsCut(box: Handle, failing: (input: Handle) => PlannedCall): readonly Step[] {
  const value = new Handle("value");
  const input = new Handle("input");
  const error = new Handle("error");
  return [
    container("container.get-data", box, LARGE_OBJECT.object, 0n, 200_000n).ok(value),
    types("incoming-value.incoming-value-consume-async", value).ok(input),
    failing(input).err(variantCase("last-operation-failed", error)),
    ioError("error.to-debug-string", error).gives(CUT_SHORT),
    failing(input).err("closed"),
  ];
}

/** A stream of this object's bytes. */
function inputOf(box: Handle, name: string, bytes: string, input: Handle): readonly Step[] {
  const value = new Handle("value");
  return [
    ...put(box, name, bytes),
    container("container.get-data", box, name, 0n, 1000n).ok(value),
    types("incoming-value.incoming-value-consume-async", value).ok(input),
  ];
}

function reading(): Script {
  const box = new Handle("container");
  const input = new Handle("input");
  const ready = new Handle("pollable");
  return {
    does: "reads and skips to the end of a stream, which is closed and never an empty list",
    shows: ["end", "skip", "level"],
    steps: [
      blobstore("create-container", "io").ok(box),
      ...inputOf(box, "read", "0123456789", input),
      streams("input-stream.subscribe", input).gives(ready),
      poll("pollable.block", ready).gives(),
      poll("pollable.ready", ready).gives(true),
      streams("input-stream.read", input, 0n).ok(""),
      streams("input-stream.read", input, 2n).ok("01"),
      streams("input-stream.skip", input, 2n).ok(2n),
      streams("input-stream.blocking-read", input, 2n).ok("45"),
      streams("input-stream.blocking-skip", input, 3n).ok(3n),
      streams("input-stream.blocking-read", input, 100n).ok("9"),
      poll("poll", [ready]).gives([0]),
      streams("input-stream.read", input, 1n).err("closed"),
      streams("input-stream.skip", input, 1n).err("closed"),
      streams("input-stream.blocking-read", input, 1n).err("closed"),
      streams("input-stream.blocking-skip", input, 1n).err("closed"),
      streams("input-stream.read", input, 0n).err("closed"),
      poll.drop("pollable", ready),
      streams.drop("input-stream", input),
    ],
  };
}

function writing(): Script {
  const box = new Handle("container");
  const value = new Handle("value");
  const body = new Handle("body");
  const read = new Handle("value read");
  const ready = new Handle("pollable");
  const write = (name: string, ...args: readonly (string | bigint)[]) =>
    streams(`output-stream.${name}`, body, ...args);
  return {
    does: "writes within its permit, zeros too, and is told when the stream is closed",
    shows: ["permit"],
    steps: [
      blobstore("create-container", "io").ok(box),
      types("outgoing-value.new-outgoing-value").gives(value),
      types("outgoing-value.outgoing-value-write-body", value).ok(body),
      container("container.write-data", box, "written", value).ok(),
      write("subscribe").gives(ready),
      poll("pollable.block", ready).gives(),
      write("write", "").ok(),
      write("check-write").ok(above(4095n)),
      write("write", "ab").ok(),
      write("write-zeroes", 1n).ok(),
      write("flush").ok(),
      write("blocking-flush").ok(),
      write("blocking-write-and-flush", "cd").ok(),
      write("blocking-write-zeroes-and-flush", 2n).ok(),
      poll.drop("pollable", ready),
      types("outgoing-value.finish", value).ok(),
      write("check-write").err("closed"),
      write("write", "x").err("closed"),
      write("write-zeroes", 1n).err("closed"),
      write("flush").err("closed"),
      write("blocking-flush").err("closed"),
      write("blocking-write-and-flush", "x").err("closed"),
      write("blocking-write-zeroes-and-flush", 1n).err("closed"),
      container("container.get-data", box, "written", 0n, 100n).ok(read),
      types("incoming-value.incoming-value-consume-sync", read).ok("ab\0cd\0\0"),
    ],
  };
}

function splicing(): Script {
  const box = new Handle("container");
  const input = new Handle("input");
  const value = new Handle("value");
  const body = new Handle("body");
  const read = new Handle("value read");
  return {
    does: "splices a stream into another until it ends",
    shows: ["splice"],
    steps: [
      blobstore("create-container", "io").ok(box),
      ...inputOf(box, "spliced", "0123456789", input),
      types("outgoing-value.new-outgoing-value").gives(value),
      types("outgoing-value.outgoing-value-write-body", value).ok(body),
      container("container.write-data", box, "target", value).ok(),
      streams("output-stream.splice", body, input, 4n).ok(4n),
      streams("output-stream.blocking-splice", body, input, 100n).ok(6n),
      streams("output-stream.splice", body, input, 4n).err("closed"),
      streams("output-stream.blocking-splice", body, input, 4n).err("closed"),
      types("outgoing-value.finish", value).ok(),
      container("container.get-data", box, "target", 0n, 100n).ok(read),
      types("incoming-value.incoming-value-consume-sync", read).ok("0123456789"),
    ],
  };
}

function polling(): Script {
  const now = new Handle("now");
  const never = new Handle("in some centuries");
  return {
    does: "polls for what is ready, by position, the same pollable twice if it likes",
    shows: ["poll", "level"],
    steps: [
      clock("subscribe-duration", 0n).gives(now),
      clock("subscribe-duration", 15_000_000_000_000_000_000n).gives(never),
      poll("pollable.block", now).gives(),
      poll("pollable.ready", now).gives(true),
      poll("pollable.ready", never).gives(false),
      poll("poll", [never, now, never, now]).gives([1, 3]),
      poll("poll", [now]).gives([0]),
    ],
  };
}

function storesLarge(): Script {
  const box = new Handle("container");
  const value = new Handle("value");
  const body = new Handle("body");
  const zeros = Array.from({ length: LARGE_OBJECT.parts }, () =>
    streams("output-stream.blocking-write-zeroes-and-flush", body, 4096n).ok(),
  );
  return {
    does: "stores an object as large as a file",
    steps: [
      blobstore("create-container", LARGE_OBJECT.container).ok(box),
      types("outgoing-value.new-outgoing-value").gives(value),
      types("outgoing-value.outgoing-value-write-body", value).ok(body),
      container("container.write-data", box, LARGE_OBJECT.object, value).ok(),
      ...zeros,
      types("outgoing-value.finish", value).ok(),
    ],
  };
}

/** The traps of the contract of wasi:io. */
function traps(): readonly Script[] {
  const out = new Handle("output");
  const pollable = new Handle("pollable");
  const open = stdout("get-stdout").gives(out);
  const atMost4096 = "expected at most 4096";
  return [
    {
      does: "traps when one blocking write brings more than 4096 bytes",
      steps: [open, streams("output-stream.blocking-write-and-flush", out, TOO_MUCH).traps(atMost4096)],
    },
    {
      does: "traps when one blocking write brings more than 4096 zeros",
      steps: [open, streams("output-stream.blocking-write-zeroes-and-flush", out, 4097n).traps(atMost4096)],
    },
    {
      does: "traps when it writes more than it could have a permit for",
      steps: [open, streams("output-stream.write", out, NEVER_PERMITTED).traps("write exceeded budget")],
    },
    {
      does: "traps when it writes more zeros than it could have a permit for",
      steps: [
        open,
        streams("output-stream.write-zeroes", out, BigInt(NEVER_PERMITTED.length)).traps("cannot write more zeroes"),
      ],
    },
    { does: "traps when it polls nothing", steps: [poll("poll", []).traps("empty poll list")] },
    {
      does: "traps when it drops an output stream whose pollable it still holds",
      trapsAtEnd: "resource has children",
      steps: [open, streams("output-stream.subscribe", out).gives(pollable), streams.drop("output-stream", out)],
    },
    {
      does: "traps when it drops an input stream whose pollable it still holds",
      trapsAtEnd: "resource has children",
      steps: [
        callsOf("wasi:cli/stdin@0.2.12")("get-stdin").gives(out),
        streams("input-stream.subscribe", out).gives(pollable),
        streams.drop("input-stream", out),
      ],
    },
    {
      does: "traps when it uses a stream it has dropped",
      steps: [open, streams.drop("output-stream", out), streams("output-stream.check-write", out).isRefused(UNKNOWN)],
    },
    {
      does: "traps when it uses a handle of another kind, though it has one of the right kind",
      steps: [
        open,
        clock("subscribe-duration", 0n).gives(pollable),
        poll("pollable.ready", pollable).gives(anything),
        streams("output-stream.flush", pollable).isRefused(UNKNOWN),
      ],
    },
    {
      does: "traps when it drops a handle as one of another kind",
      trapsAtEnd: UNKNOWN,
      steps: [open, clock("subscribe-duration", 0n).gives(pollable), streams.drop("output-stream", pollable)],
    },
    {
      does: "traps when it drops a stream twice",
      trapsAtEnd: UNKNOWN,
      steps: [
        callsOf("wasi:cli/stdin@0.2.12")("get-stdin").gives(out),
        streams.drop("input-stream", out),
        streams.drop("input-stream", out),
      ],
    },
  ];
}
