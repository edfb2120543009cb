/** Sequences of calls that components for wasmCloud 1.x are known to make, each as one script. */
import { anything, callsOf, Handle, type Script, type Step, variantCase } from "../script.ts";
import { put, read } from "./blobstore.ts";
import { linkName, SECOND_LINK } from "./bus.ts";
import { CONFIG } from "./config.ts";
import { SECRETS } from "./secrets.ts";

const types = callsOf("wasi:blobstore/types@0.2.0-draft");
const container = callsOf("wasi:blobstore/container@0.2.0-draft");
const blobstore = callsOf("wasi:blobstore/blobstore@0.2.0-draft");
const streams = callsOf("wasi:io/streams@0.2.12");
const store = callsOf("wasi:keyvalue/store@0.2.0-draft");
const atomics = callsOf("wasi:keyvalue/atomics@0.2.0-draft");
const batch = callsOf("wasi:keyvalue/batch@0.2.0-draft");
const MAX_U64 = 18_446_744_073_709_551_615n;
const OLD_BUS = "wasmcloud:bus/lattice@1.0.0";
const BUS = "wasmcloud:bus/lattice@2.0.0";

/** With wasi:blobstore: handles it holds, and the steps that make them. */
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
  return [rustWrite(), writeDataLast(), wholeBody(), tooWholeBody(), copyBody(), ranges(), getOrCreate(), listing()];
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
  const { body, making } = opened("whole");
  return {
    does: "traps when it writes more than 4096 bytes at once",
    steps: [
      ...making,
      streams("output-stream.blocking-write-and-flush", body, "x".repeat(4097)).traps("expected at most 4096"),
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

/** The component's wasi:keyvalue is linked as `default` and as a second name. */
export function keySequences(): readonly Script[] {
  return [counter(), twoLinks(), cursors(), numbers(), linkErrors()];
}

function counter(): Script {
  const bucket = new Handle("bucket");
  const link = linkName(BUS, "default", "wasi:keyvalue/store", "wasi:keyvalue/atomics");
  return {
    does: "chooses the default link of store and atomics, and counts a path",
    steps: [
      ...link.constructed,
      link.set.ok(),
      store("open", "default").ok(bucket),
      atomics("increment", bucket, "/test/path", 1n).ok(1n),
      atomics("increment", bucket, "/test/path", 1n).ok(2n),
    ],
  };
}

function twoLinks(): Script {
  const first = new Handle("a bucket called default");
  const second = new Handle("a bucket called second");
  const toDefault = linkName(OLD_BUS, "default", "wasi:keyvalue/store");
  const toSecond = linkName(OLD_BUS, SECOND_LINK, "wasi:keyvalue/store");
  return {
    does: "opens a bucket for each link: the last link routes both, and their names keep them apart",
    steps: [
      ...toDefault.constructed,
      toDefault.set.gives(),
      store("open", "default").ok(first),
      store("bucket.set", first, "link", "default").ok(),
      ...toSecond.constructed,
      toSecond.set.gives(),
      store("open", SECOND_LINK).ok(second),
      store("bucket.get", first, "link").ok(undefined),
      store("bucket.set", first, "k", "1").ok(),
      store("bucket.set", second, "k", "2").ok(),
      store("bucket.get", first, "k").ok("1"),
      store("bucket.get", second, "k").ok("2"),
    ],
  };
}

function cursors(): Script {
  const bucket = new Handle("bucket");
  const all = { keys: ["a", "b"], cursor: undefined };
  return {
    does: "lists keys without a cursor, or with 0, and reads one page",
    steps: [
      store("open", "cursors").ok(bucket),
      store("bucket.set", bucket, "b", "2").ok(),
      store("bucket.set", bucket, "a", "1").ok(),
      store("bucket.list-keys", bucket, undefined).ok(all),
      store("bucket.list-keys", bucket, 0n).ok(all),
    ],
  };
}

function numbers(): Script {
  const bucket = new Handle("bucket");
  const keys = ["x", "y", "z"];
  return {
    does: "increments to 1 and to 42, and sets, gets and deletes three at once",
    steps: [
      store("open", "test").ok(bucket),
      atomics("increment", bucket, "n", 1n).ok(1n),
      atomics("increment", bucket, "n", 41n).ok(42n),
      batch("set-many", bucket, [
        ["x", "1"],
        ["y", "2"],
        ["z", "3"],
      ]).ok(),
      batch("get-many", bucket, keys).ok([
        ["x", "1"],
        ["y", "2"],
        ["z", "3"],
      ]),
      batch("delete-many", bucket, keys).ok(),
      batch("get-many", bucket, keys).ok([undefined, undefined, undefined]),
    ],
  };
}

function linkErrors(): Script {
  const unknown = linkName(BUS, "default", "acme:none/such");
  const wrong = linkName(BUS, "nowhere", "wasi:keyvalue/store");
  const bucket = new Handle("bucket");
  return {
    does: "is told of an unknown interface and of an unknown link name",
    steps: [
      ...unknown.constructed,
      unknown.set.err("interface `acme:none/such` does not have an existing link with name `default`"),
      ...wrong.constructed,
      wrong.set.err("interface `wasi:keyvalue/store` does not have an existing link with name `nowhere`"),
      store("open", "errors").ok(bucket),
      store("bucket.exists", bucket, "k").ok(false),
    ],
  };
}

export function passwordSequences(): readonly Script[] {
  const secrets = callsOf("wasmcloud:secrets/store@0.1.0-draft");
  const reveal = callsOf("wasmcloud:secrets/reveal@0.1.0-draft");
  const secret = new Handle("secret");
  return [
    {
      does: "compares a password with the secret it reveals, a text or bytes",
      steps: [
        secrets("get", "text").ok(secret),
        reveal("reveal", secret).gives(variantCase("string", SECRETS.text)),
        secrets("get", "bytes").ok(secret),
        reveal("reveal", secret).gives(variantCase("bytes", SECRETS.bytes)),
      ],
    },
  ];
}

export function configSequences(): readonly Script[] {
  const all = Object.entries(CONFIG);
  return [
    {
      does: "finds the same configuration in store and in runtime",
      steps: [
        callsOf("wasi:config/store@0.2.0-draft")("get-all").ok(all),
        callsOf("wasi:config/runtime@0.2.0-draft")("get-all").ok(all),
      ],
    },
  ];
}
