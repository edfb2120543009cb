import { callsOf, Handle, type Script, type Step, type Value, variantCase } from "../script.ts";

const types = callsOf("wasi:http/types@0.2.12");
const streams = callsOf("wasi:io/streams@0.2.12");
const ioError = callsOf("wasi:io/error@0.2.12");
const stdin = callsOf("wasi:cli/stdin@0.2.12");

/** One more byte than its message declares. */
const TOO_MUCH = variantCase("HTTP-response-body-size", 2n);
const TOO_MUCH_TEXT = "response body: HTTP-response-body-size: 2";

/** Every function of an output stream tells of a failure once, in an error that the component then owns. */
export function failingOutputs(): readonly Script[] {
  const input = new Handle("standard input");
  const functions: readonly (readonly [name: string, ...args: readonly Value[]])[] = [
    ["check-write"],
    ["write", "x"],
    ["write", ""],
    ["write-zeroes", 1n],
    ["blocking-write-and-flush", "x"],
    ["blocking-write-zeroes-and-flush", 1n],
    ["flush"],
    ["blocking-flush"],
    ["splice", input, 1n],
    ["blocking-splice", input, 1n],
  ];
  return [
    {
      does: "is told by each function of an output stream that it failed, once, and of which kind the error is",
      shows: ["failure"],
      steps: [stdin("get-stdin").gives(input), ...functions.flatMap(([name, ...args]) => fails(name, args))],
    },
    usesDroppedError(),
    ...spendsPermit(),
  ];
}

/** A stream that failed: its body is longer than the message declares. */
function failed(out: Handle): readonly Step[] {
  const headers = new Handle("fields");
  const response = new Handle("response");
  const body = new Handle("body");
  return [
    types("fields.from-list", [["content-length", "1"]]).ok(headers),
    types("outgoing-response.constructor", headers).gives(response),
    types("outgoing-response.body", response).ok(body),
    types("outgoing-body.write", body).ok(out),
    streams("output-stream.check-write", out).ok(1_048_576n),
    streams("output-stream.write", out, "ab").ok(),
  ];
}

function fails(name: string, args: readonly Value[]): readonly Step[] {
  const out = new Handle("output");
  const error = new Handle("error");
  return [
    ...failed(out),
    streams(`output-stream.${name}`, out, ...args).err(variantCase("last-operation-failed", error)),
    types("http-error-code", error).gives(TOO_MUCH),
    callsOf("wasi:filesystem/types@0.2.12")("filesystem-error-code", error).gives(undefined),
    callsOf("wasi:sockets/network@0.2.12")("network-error-code", error).gives(undefined),
    ioError("error.to-debug-string", error).gives(TOO_MUCH_TEXT),
    ioError.drop("error", error),
    streams(`output-stream.${name}`, out, ...args).err("closed"),
    streams.drop("output-stream", out),
  ];
}

function usesDroppedError(): Script {
  const out = new Handle("output");
  const error = new Handle("error");
  return {
    does: "traps when it uses an error it has dropped",
    steps: [
      ...failed(out),
      streams("output-stream.flush", out).err(variantCase("last-operation-failed", error)),
      ioError.drop("error", error),
      ioError("error.to-debug-string", error).isRefused("unknown handle index"),
    ],
  };
}

/** A permit is what is left of it. */
function spendsPermit(): readonly Script[] {
  const out = new Handle("output");
  const spent = (name: string, ...args: readonly Value[]) => [
    callsOf("wasi:cli/stdout@0.2.12")("get-stdout").gives(out),
    streams("output-stream.check-write", out).ok(1_048_576n),
    streams("output-stream.write", out, "permitted\n").ok(),
    streams(`output-stream.${name}`, out, ...args).traps(
      name === "write" ? "write exceeded budget" : "cannot write more zeroes",
    ),
  ];
  return [
    {
      does: "traps when it writes more than is left of its permit",
      shows: ["permit"],
      steps: spent("write", new Uint8Array(1_048_576 - 9)),
    },
    {
      does: "traps when it writes more zeros than is left of its permit",
      shows: ["permit"],
      steps: spent("write-zeroes", 1_048_576n - 9n),
    },
  ];
}
