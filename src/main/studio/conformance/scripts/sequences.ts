/** Sequences of calls that components for wasmCloud 1.x are known to make, but for those with wasi:blobstore. */
import { callsOf, Handle, type Script, variantCase } from "../script.ts";
import { linkName, SECOND_LINK } from "./bus.ts";
import { CONFIG } from "./config.ts";
import { SECRETS } from "./secrets.ts";

const store = callsOf("wasi:keyvalue/store@0.2.0-draft");
const atomics = callsOf("wasi:keyvalue/atomics@0.2.0-draft");
const batch = callsOf("wasi:keyvalue/batch@0.2.0-draft");
const OLD_BUS = "wasmcloud:bus/lattice@1.0.0";
const BUS = "wasmcloud:bus/lattice@2.0.0";

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
