/** A trap leaves whole what was done before it, nothing of what was not, and nothing of the instance. Pairs of scripts. */
import { callsOf, Handle, type Script, type Step } from "../script.ts";
import { put, read } from "./blobstore.ts";
import { linkName, SECOND_LINK } from "./bus.ts";

/** Subscribed by a handler. */
export const TRAPPED_SUBJECT = "conformance.trapped";
/** What is published to it before the trap. */
export const PUBLISHED = "published before a trap";

const store = callsOf("wasi:keyvalue/store@0.2.0-draft");
const batch = callsOf("wasi:keyvalue/batch@0.2.0-draft");
const blobstore = callsOf("wasi:blobstore/blobstore@0.2.0-draft");
const container = callsOf("wasi:blobstore/container@0.2.0-draft");
const types = callsOf("wasi:blobstore/types@0.2.0-draft");
const consumer = callsOf("wasmcloud:messaging/consumer@0.2.0");
const streams = callsOf("wasi:io/streams@0.2.12");

const trap = callsOf("wasi:io/poll@0.2.12")("poll", []).traps("empty poll list");
/** No UTF-8. */
const NO_TEXT = Uint8Array.of(0xff, 0xfe);
const bucket = new Handle("bucket");
const box = new Handle("container");

const openBucket: Step = store("open", "half-state").ok(bucket);
const openBox: Step = blobstore("create-container", "half-state").ok(box);

export function halfStateScripts(): readonly Script[] {
  return [...keys(), ...notText(), ...blobs(), ...links(), ...messages()];
}

function keys(): readonly Script[] {
  const pairs = [
    ["a", "1"],
    ["b", "2"],
  ];
  return [
    {
      does: "sets two keys at once and traps",
      steps: [openBucket, batch("set-many", bucket, pairs).ok(), trap],
    },
    {
      does: "finds both keys of an instance that trapped afterwards",
      steps: [openBucket, batch("get-many", bucket, ["a", "b"]).ok(pairs)],
    },
  ];
}

function notText(): readonly Script[] {
  return [
    {
      does: "traps when it sets two keys at once, the second of which is no UTF-8",
      steps: [
        openBucket,
        batch("set-many", bucket, [
          ["whole", "1"],
          [NO_TEXT, "2"],
        ]).isRefused("not valid for encoding utf-8"),
      ],
    },
    {
      does: "finds neither of two keys that were handed over in one call that trapped",
      steps: [openBucket, store("bucket.list-keys", bucket, undefined).ok({ keys: ["a", "b"], cursor: undefined })],
    },
  ];
}

function blobs(): readonly Script[] {
  const value = new Handle("value");
  const body = new Handle("body");
  return [
    {
      does: "finishes an object, writes another one over it, and traps before that is finished",
      steps: [
        openBox,
        ...put(box, "o", "whole"),
        types("outgoing-value.new-outgoing-value").gives(value),
        types("outgoing-value.outgoing-value-write-body", value).ok(body),
        container("container.write-data", box, "o", value).ok(),
        streams("output-stream.blocking-write-and-flush", body, "half").ok(),
        trap,
      ],
    },
    {
      does: "finds the object that was finished, and nothing of the one that was not",
      steps: [openBox, ...read(box, "o", [0n, 100n], "whole")],
    },
  ];
}

function links(): readonly Script[] {
  const second = linkName("wasmcloud:bus/lattice@2.0.0", SECOND_LINK, "wasi:keyvalue/store");
  return [
    {
      does: "chooses another link, writes there, and traps",
      steps: [openBucket, ...second.constructed, second.set.ok(), store("bucket.set", bucket, "c", "3").ok(), trap],
    },
    {
      does: "starts with the default link after an instance that trapped with another",
      steps: [
        openBucket,
        store("bucket.get", bucket, "a").ok("1"),
        store("bucket.get", bucket, "c").ok(undefined),
        ...second.constructed,
        second.set.ok(),
        store("bucket.get", bucket, "c").ok("3"),
      ],
    },
  ];
}

/** The test looks for what was published. */
function messages(): readonly Script[] {
  const message = { subject: TRAPPED_SUBJECT, body: PUBLISHED, "reply-to": undefined };
  return [
    { does: "publishes a message and traps", steps: [consumer("publish", message).ok(), trap] },
    {
      does: "traps when it publishes to a subject that is no UTF-8",
      steps: [consumer("publish", { ...message, subject: NO_TEXT }).isRefused("not valid for encoding utf-8")],
    },
  ];
}
