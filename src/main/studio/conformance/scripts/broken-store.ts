/** What a component is told when the store behind a link cannot be used: its file was damaged. */
import { anything, callsOf, Handle, type Script, type Step, type Value, variantCase } from "../script.ts";
import { linkName } from "./bus.ts";

/** A second link of wasi:keyvalue and wasi:blobstore, to a store that the test damages. */
export const BROKEN_LINK = "broken";

const BUS = "wasmcloud:bus/lattice@2.0.0";
/** Its text names the file, which has another place in each run. */
const DAMAGED = variantCase("other", anything);

/** From here on calls of these interfaces reach the damaged store, with what was opened before, too. */
function breaking(...interfaces: readonly string[]): readonly Step[] {
  const { constructed, set } = linkName(BUS, BROKEN_LINK, ...interfaces);
  return [...constructed, set.ok()];
}

const breakingKeys = () => breaking("wasi:keyvalue/store", "wasi:keyvalue/atomics", "wasi:keyvalue/batch");

export function keysOfBrokenStore(): readonly Script[] {
  return [keyFunctions("0.2.0-draft", undefined, 1n)];
}

/** draft2, in the shape of this variant where the two differ. */
export function keysOfBrokenStore2(variant?: "spin"): readonly Script[] {
  const store = callsOf("wasi:keyvalue/store@0.2.0-draft2");
  const atomics = callsOf("wasi:keyvalue/atomics@0.2.0-draft2");
  const bucket = new Handle("bucket");
  const cas = new Handle("cas");
  return [
    keyFunctions("0.2.0-draft2", variant, 1n),
    {
      does: `is told by cas that the store cannot be used, but not by what it has read before (${variant ?? "upstream"})`,
      steps: [
        store("open", "swaps").ok(bucket),
        store("bucket.set", bucket, "k", "read").ok(),
        atomics("cas.new", bucket, "k").ok(cas),
        ...breakingKeys(),
        atomics("cas.current", cas).ok("read"),
        atomics("swap", cas, "new").err(variantCase("store-error", DAMAGED)),
        atomics("cas.new", bucket, "k").err(DAMAGED),
      ],
    },
  ];
}

function keyFunctions(version: string, variant: "spin" | undefined, delta: bigint): Script {
  const store = callsOf(`wasi:keyvalue/store@${version}`);
  const atomics = callsOf(`wasi:keyvalue/atomics@${version}`);
  const batch = callsOf(`wasi:keyvalue/batch@${version}`, variant);
  const bucket = new Handle("bucket");
  return {
    does: `is told by each function that the store cannot be used (${version}${variant === undefined ? "" : `, ${variant}`})`,
    steps: [
      ...breakingKeys(),
      store("open", "b").ok(bucket),
      store("bucket.get", bucket, "k").err(DAMAGED),
      store("bucket.set", bucket, "k", "v").err(DAMAGED),
      store("bucket.delete", bucket, "k").err(DAMAGED),
      store("bucket.exists", bucket, "k").err(DAMAGED),
      store("bucket.list-keys", bucket, undefined).err(DAMAGED),
      atomics("increment", bucket, "k", delta).err(DAMAGED),
      batch("get-many", bucket, ["k"]).err(DAMAGED),
      batch("set-many", bucket, [["k", "v"]]).err(DAMAGED),
      batch("delete-many", bucket, ["k"]).err(DAMAGED),
    ],
  };
}

export function blobsOfBrokenStore(): readonly Script[] {
  const types = callsOf("wasi:blobstore/types@0.2.0-draft");
  const container = callsOf("wasi:blobstore/container@0.2.0-draft");
  const blobstore = callsOf("wasi:blobstore/blobstore@0.2.0-draft");
  const streams = callsOf("wasi:io/streams@0.2.12");
  const box = new Handle("container");
  const bound = new Handle("a value whose place was known before");
  const value = new Handle("value");
  const body = new Handle("body");
  const error = new Handle("error");
  const object: Value = { container: "broken", object: "o" };
  return [
    {
      does: "is told by each function that the store of its blobs cannot be used, and of its bytes by their stream",
      steps: [
        blobstore("create-container", "broken").ok(box),
        types("outgoing-value.new-outgoing-value").gives(bound),
        container("container.write-data", box, "bound", bound).ok(),
        ...breaking("wasi:blobstore/blobstore"),
        blobstore("create-container", "broken").err(anything),
        blobstore("get-container", "broken").err(anything),
        blobstore("delete-container", "broken").err(anything),
        blobstore("container-exists", "broken").err(anything),
        blobstore("copy-object", object, object).err(anything),
        blobstore("move-object", object, object).err(anything),
        container("container.name", box).ok("broken"),
        container("container.info", box).err(anything),
        container("container.get-data", box, "o", 0n, 1n).err(anything),
        container("container.list-objects", box).err(anything),
        container("container.delete-object", box, "o").err(anything),
        container("container.delete-objects", box, ["o"]).err(anything),
        container("container.has-object", box, "o").err(anything),
        container("container.object-info", box, "o").err(anything),
        container("container.clear", box).err(anything),
        types("outgoing-value.new-outgoing-value").gives(value),
        container("container.write-data", box, "o", value).err(anything),
        types("outgoing-value.outgoing-value-write-body", value).ok(body),
        streams("output-stream.check-write", body).ok(1_048_576n),
        streams("output-stream.write", body, "x").ok(),
        streams("output-stream.check-write", body).err(variantCase("last-operation-failed", error)),
        streams("output-stream.check-write", body).err("closed"),
        types("outgoing-value.finish", value).err(anything),
        types("outgoing-value.finish", bound).ok(),
        ...restored(),
        container("container.has-object", box, "bound").ok(true),
      ],
    },
  ];
}

function restored(): readonly Step[] {
  const { constructed, set } = linkName(BUS, "default", "wasi:blobstore/blobstore");
  return [...constructed, set.ok()];
}
