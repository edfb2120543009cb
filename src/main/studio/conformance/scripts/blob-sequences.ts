/** Sequences of calls that components for wasmCloud 1.x are known to make with wasi:blobstore, each as one script. */
import { anything, callsOf, Handle, type Script, type Step } from "../script.ts";
import { put, read } from "./blobstore.ts";

const types = callsOf("wasi:blobstore/types@0.2.0-draft");
const container = callsOf("wasi:blobstore/container@0.2.0-draft");
const blobstore = callsOf("wasi:blobstore/blobstore@0.2.0-draft");
const streams = callsOf("wasi:io/streams@0.2.12");
const MAX_U64 = 18_446_744_073_709_551_615n;

/** Handles it holds, and the steps that make them. */
function opened(name: string) {
  const box = new Handle("container");
  const value = new Handle("value");
  const body = new Handle("body");
  const making: readonly Step[] = [
    blobstore("create-container", name).ok(box),
    types("outgoing-value.new-outgoing-value").gives(value),
    types("outgoing-value.outgoing-value-write-body", value).ok(body),
  ];
  return { box, value, body, making };
}

export function blobSequences(): readonly Script[] {
  return [
    rustWrite(),
    writeDataLast(),
    wholeBody(),
    tooWholeBody(),
    nothingHalf(),
    copyBody(),
    ranges(),
    getOrCreate(),
    listing(),
  ];
}

function rustWrite(): Script {
  const { box, value, body, making } = opened("rust");
  return {
    does: "names the object, writes it in parts, flushes, drops the stream and finishes",
    steps: [
      ...making,
      container("container.write-data", box, "o", value).ok(),
      streams("output-stream.blocking-write-and-flush", body, "hello ").ok(),
      streams("output-stream.check-write", body).ok(anything),
      streams("output-stream.write", body, "world").ok(),
      streams("output-stream.blocking-flush", body).ok(),
      streams.drop("output-stream", body),
      container("container.has-object", box, "o").ok(false),
      types("outgoing-value.finish", value).ok(),
      ...read(box, "o", [0n, MAX_U64], "hello world"),
    ],
  };
}

function writeDataLast(): Script {
  const { box, value, body, making } = opened("last");
  return {
    does: "writes first, drops the stream, then names the object and finishes",
    shows: ["drop"],
    steps: [
      ...making,
      streams("output-stream.blocking-write-and-flush", body, "hello world").ok(),
      streams.drop("output-stream", body),
      container("container.write-data", box, "o", value).ok(),
      types("outgoing-value.finish", value).ok(),
      ...read(box, "o", [0n, MAX_U64], "hello world"),
    ],
  };
}

function wholeBody(): Script {
  const { box, value, body, making } = opened("whole");
  const whole = "x".repeat(4096);
  return {
    does: "writes all at once and finishes with its stream alive",
    steps: [
      ...making,
      streams("output-stream.blocking-write-and-flush", body, whole).ok(),
      container("container.write-data", box, "o", value).ok(),
      types("outgoing-value.finish", value).ok(),
      ...read(box, "o", [0n, 4095n], whole),
    ],
  };
}

function tooWholeBody(): Script {
  const { box, value, body, making } = opened("whole");
  return {
    does: "traps when it writes more than 4096 bytes at once",
    steps: [
      ...making,
      container("container.write-data", box, "cut off", value).ok(),
      streams("output-stream.blocking-write-and-flush", body, "x").ok(),
      streams("output-stream.blocking-write-and-flush", body, "x".repeat(4097)).traps("expected at most 4096"),
    ],
  };
}

function nothingHalf(): Script {
  const box = new Handle("container");
  return {
    does: "finds nothing of what an instance before it had not finished when it trapped",
    steps: [
      blobstore("get-container", "whole").ok(box),
      container("container.has-object", box, "cut off").ok(false),
      container("container.has-object", box, "o").ok(true),
    ],
  };
}

function copyBody(): Script {
  const { box, value, body, making } = opened("copied");
  const source = new Handle("source");
  const input = new Handle("input");
  return {
    does: "names the object, splices another stream into it, and finishes with its stream alive",
    steps: [
      ...making,
      ...put(box, "source", "hello world"),
      container("container.get-data", box, "source", 0n, 11n).ok(source),
      types("incoming-value.incoming-value-consume-async", source).ok(input),
      container("container.write-data", box, "o", value).ok(),
      streams("output-stream.blocking-splice", body, input, 65_536n).ok(11n),
      streams("output-stream.blocking-splice", body, input, 65_536n).err("closed"),
      types("outgoing-value.finish", value).ok(),
      ...read(box, "o", [0n, MAX_U64], "hello world"),
    ],
  };
}

function ranges(): Script {
  const box = new Handle("container");
  const value = new Handle("value");
  const input = new Handle("input");
  return {
    does: "asks what is there, and reads all of it whichever end it names",
    steps: [
      blobstore("create-container", "sized").ok(box),
      ...put(box, "o", "hello world"),
      container("container.has-object", box, "o").ok(true),
      container("container.object-info", box, "o").ok({
        name: "o",
        container: "sized",
        "created-at": anything,
        size: 11n,
      }),
      ...read(box, "o", [0n, 11n], "hello world"),
      ...read(box, "o", [0n, 10n], "hello world"),
      ...read(box, "o", [0n, MAX_U64], "hello world"),
      container("container.get-data", box, "o", 0n, MAX_U64).ok(value),
      types("incoming-value.incoming-value-consume-async", value).ok(input),
      streams("input-stream.blocking-read", input, 6n).ok("hello "),
      streams("input-stream.blocking-read", input, 65_536n).ok("world"),
      streams("input-stream.blocking-read", input, 65_536n).err("closed"),
    ],
  };
}

function getOrCreate(): Script {
  const box = new Handle("container");
  const again = new Handle("the same container");
  return {
    does: "gets a container where there is one, and creates it where there is none",
    steps: [
      blobstore("container-exists", "wanted").ok(false),
      blobstore("create-container", "wanted").ok(box),
      ...put(box, "o", "kept"),
      blobstore("container-exists", "wanted").ok(true),
      blobstore("get-container", "wanted").ok(again),
      ...read(again, "o", [0n, MAX_U64], "kept"),
    ],
  };
}

function listing(): Script {
  const box = new Handle("container");
  const names = new Handle("names");
  const twice = new Handle("names, in two reads");
  return {
    does: "lists names a hundred at a time until the flag, and two before five",
    steps: [
      blobstore("create-container", "listed").ok(box),
      ...["a", "b", "c", "d"].flatMap((name) => put(box, name, name)),
      container("container.list-objects", box).ok(names),
      container("stream-object-names.read-stream-object-names", names, 100n).ok([["a", "b", "c", "d"], true]),
      container("container.list-objects", box).ok(twice),
      container("stream-object-names.read-stream-object-names", twice, 2n).ok([["a", "b"], false]),
      container("stream-object-names.read-stream-object-names", twice, 5n).ok([["c", "d"], true]),
    ],
  };
}
