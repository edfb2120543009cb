import { callsOf, Handle, type Script, type Value, variantCase } from "../script.ts";

const other = (text: string): Value => variantCase("other", text);

/** wasi:keyvalue@0.2.0-draft: every function, and every error this host gives. */
export function keyvalueScripts(): readonly Script[] {
  const store = callsOf("wasi:keyvalue/store@0.2.0-draft");
  const atomics = callsOf("wasi:keyvalue/atomics@0.2.0-draft");
  const batch = callsOf("wasi:keyvalue/batch@0.2.0-draft");
  const bucket = new Handle("bucket");
  const again = new Handle("the same bucket");
  return [
    {
      does: "writes, reads, lists and deletes keys, seen at once by another handle of the bucket",
      steps: [
        store("open", "draft").ok(bucket),
        store("open", "draft").ok(again),
        store("bucket.get", bucket, "a").ok(undefined),
        store("bucket.exists", bucket, "a").ok(false),
        store("bucket.set", bucket, "a", "one").ok(),
        store("bucket.set", bucket, "", Uint8Array.of(0, 255)).ok(),
        store("bucket.set", bucket, "å/b", "").ok(),
        store("bucket.get", again, "a").ok("one"),
        store("bucket.get", again, "").ok(Uint8Array.of(0, 255)),
        store("bucket.get", again, "å/b").ok(""),
        store("bucket.exists", again, "a").ok(true),
        store("bucket.list-keys", bucket, undefined).ok({ keys: ["", "a", "å/b"], cursor: undefined }),
        store("bucket.list-keys", bucket, 1n).ok({ keys: ["a", "å/b"], cursor: undefined }),
        store("bucket.list-keys", bucket, 99n).ok({ keys: [], cursor: undefined }),
        store("bucket.delete", bucket, "a").ok(),
        store("bucket.delete", bucket, "a").ok(),
        store("bucket.get", again, "a").ok(undefined),
        store.drop("bucket", bucket),
        store("bucket.exists", again, "").ok(true),
      ],
    },
    {
      does: "adds to numbers, and leaves alone what is none or would grow too large",
      steps: [
        store("open", "counts").ok(bucket),
        store("bucket.set", bucket, "text", "ten").ok(),
        store("bucket.set", bucket, "empty", "").ok(),
        store("bucket.set", bucket, "full", "18446744073709551615").ok(),
        atomics("increment", bucket, "new", 0n).ok(0n),
        atomics("increment", bucket, "new", 7n).ok(7n),
        store("bucket.get", bucket, "new").ok("7"),
        atomics("increment", bucket, "text", 1n).err(
          other('the value of the key "text" is not a decimal number (u64)'),
        ),
        atomics("increment", bucket, "empty", 1n).err(
          other('the value of the key "empty" is not a decimal number (u64)'),
        ),
        atomics("increment", bucket, "full", 1n).err(other("overflow incrementing value: the sum is not a u64")),
        store("bucket.get", bucket, "text").ok("ten"),
        store("bucket.get", bucket, "full").ok("18446744073709551615"),
      ],
    },
    {
      does: "gets several keys in the order asked, repeated and missing ones included",
      steps: [
        store("open", "many").ok(bucket),
        batch("set-many", bucket, [
          ["b", "2"],
          ["a", "1"],
        ]).ok(),
        batch("get-many", bucket, ["a", "none", "b", "a"]).ok([["a", "1"], undefined, ["b", "2"], ["a", "1"]]),
        batch("get-many", bucket, []).ok([]),
        batch("delete-many", bucket, ["a", "none"]).ok(),
        batch("get-many", bucket, ["a", "b"]).ok([undefined, ["b", "2"]]),
      ],
    },
  ];
}

/** wasi:keyvalue@0.2.0-draft2, in the shape of this variant where the two differ. */
export function draft2Scripts(variant?: "spin"): readonly Script[] {
  const store = callsOf("wasi:keyvalue/store@0.2.0-draft2");
  const atomics = callsOf("wasi:keyvalue/atomics@0.2.0-draft2");
  const batch = callsOf("wasi:keyvalue/batch@0.2.0-draft2", variant);
  const bucket = new Handle("bucket");
  const cas = new Handle("cas");
  const fresh = new Handle("the newer cas");
  const name = `draft2-${variant ?? "upstream"}`;
  const missing: Value = variant === "spin" ? ["none", undefined] : undefined;
  return [
    {
      does: `works with keys and batches under draft2 (${variant ?? "upstream"})`,
      steps: [
        store("open", name).ok(bucket),
        store("bucket.set", bucket, "a", "1").ok(),
        store("bucket.get", bucket, "a").ok("1"),
        store("bucket.exists", bucket, "b").ok(false),
        store("bucket.list-keys", bucket, undefined).ok({ keys: ["a"], cursor: undefined }),
        store("bucket.list-keys", bucket, "1").ok({ keys: [], cursor: undefined }),
        store("bucket.list-keys", bucket, "one").err(other('"one" is not a cursor that list-keys returned')),
        batch("set-many", bucket, [["b", "2"]]).ok(),
        batch("get-many", bucket, ["b", "none", "a"]).ok([["b", "2"], missing, ["a", "1"]]),
        batch("delete-many", bucket, ["a", "b"]).ok(),
        store("bucket.delete", bucket, "a").ok(),
        store("bucket.get", bucket, "a").ok(undefined),
      ],
    },
    {
      does: `swaps only what is as it saw it, and counts below zero (${variant ?? "upstream"})`,
      steps: [
        store("open", `${name}-swaps`).ok(bucket),
        atomics("increment", bucket, "n", -5n).ok(-5n),
        store("bucket.get", bucket, "n").ok("-5"),
        store("bucket.set", bucket, "text", "x").ok(),
        atomics("increment", bucket, "text", 1n).err(
          other('the value of the key "text" is not a decimal number (s64)'),
        ),
        atomics("cas.new", bucket, "k").ok(cas),
        atomics("cas.current", cas).ok(undefined),
        atomics("swap", cas, "first").ok(),
        atomics("cas.new", bucket, "k").ok(cas),
        atomics("cas.current", cas).ok("first"),
        store("bucket.set", bucket, "k", "between").ok(),
        atomics("swap", cas, "late").err(variantCase("cas-failed", fresh)),
        atomics("cas.current", fresh).ok("between"),
        atomics("swap", fresh, "second").ok(),
        store("bucket.get", bucket, "k").ok("second"),
      ],
    },
  ];
}
