import { above, anything, callsOf, Handle, type Script, type Step, type Value } from "../script.ts";

const NO_CONTAINER = "container does not exist";
const NO_OBJECT = "object does not exist";
const NO_CONTAINER_NAME = "a container needs a name of at least one character";
const NO_OBJECT_NAME = "an object needs a name of at least one character";
const MAX_U64 = 18_446_744_073_709_551_615n;
/** Seconds; a moment before any of these scripts ran. */
const LONG_AGO = above(1_600_000_000n);

const types = callsOf("wasi:blobstore/types@0.2.0-draft");
const container = callsOf("wasi:blobstore/container@0.2.0-draft");
const blobstore = callsOf("wasi:blobstore/blobstore@0.2.0-draft");
const streams = callsOf("wasi:io/streams@0.2.12");

/** Stores an object as most components do. */
export function put(into: Handle, name: string, bytes: Value): readonly Step[] {
  const value = new Handle("value");
  const body = new Handle("body");
  return [
    types("outgoing-value.new-outgoing-value").gives(value),
    types("outgoing-value.outgoing-value-write-body", value).ok(body),
    container("container.write-data", into, name, value).ok(),
    streams("output-stream.blocking-write-and-flush", body, bytes).ok(),
    streams.drop("output-stream", body),
    types("outgoing-value.finish", value).ok(),
  ];
}

/** Reads a range in one piece. */
export function read(from: Handle, name: string, range: readonly [bigint, bigint], expected: Value): readonly Step[] {
  const value = new Handle("value");
  return [
    container("container.get-data", from, name, ...range).ok(value),
    types("incoming-value.incoming-value-consume-sync", value).ok(expected),
  ];
}

/** wasi:blobstore@0.2.0-draft: every function, and every error that a guest can cause. */
export function blobstoreScripts(): readonly Script[] {
  return [daily(), ranges(), listing(), missing(), deleted(), twice(), unfinished(), dropsParent()];
}

function daily(): Script {
  const box = new Handle("container");
  const other = new Handle("another container");
  const got = new Handle("the same container");
  const value = new Handle("value");
  const input = new Handle("input");
  return {
    does: "makes containers, and writes, copies, moves, reads and deletes objects",
    steps: [
      blobstore("container-exists", "daily").ok(false),
      blobstore("create-container", "daily").ok(box),
      blobstore("create-container", "daily-2").ok(other),
      blobstore("container-exists", "daily").ok(true),
      blobstore("get-container", "daily").ok(got),
      container("container.name", got).ok("daily"),
      container("container.info", got).ok({ name: "daily", "created-at": LONG_AGO }),
      ...put(box, "a/å", "hello world"),
      container("container.has-object", got, "a/å").ok(true),
      container("container.object-info", got, "a/å").ok({
        name: "a/å",
        container: "daily",
        "created-at": LONG_AGO,
        size: 11n,
      }),
      blobstore("copy-object", { container: "daily", object: "a/å" }, { container: "daily-2", object: "copy" }).ok(),
      blobstore("move-object", { container: "daily", object: "a/å" }, { container: "daily", object: "moved" }).ok(),
      container("container.has-object", box, "a/å").ok(false),
      ...read(other, "copy", [0n, 10n], "hello world"),
      blobstore("create-container", "daily").ok(anything),
      container("container.get-data", box, "moved", 0n, MAX_U64).ok(value),
      types("incoming-value.size", value).gives(11n),
      container("container.delete-object", box, "moved").ok(),
      container("container.delete-object", box, "moved").ok(),
      types("incoming-value.incoming-value-consume-async", value).ok(input),
      streams("input-stream.blocking-read", input, 100n).ok("hello world"),
      streams("input-stream.blocking-read", input, 100n).err("closed"),
      ...put(box, "x", "x"),
      ...put(box, "y", "y"),
      container("container.delete-objects", box, ["x", "none"]).ok(),
      container("container.has-object", box, "x").ok(false),
      container("container.clear", box).ok(),
      container("container.has-object", box, "y").ok(false),
      blobstore("delete-container", "daily-2").ok(),
      blobstore("container-exists", "daily-2").ok(false),
      blobstore("container-exists", "daily").ok(true),
    ],
  };
}

function ranges(): Script {
  const box = new Handle("container");
  return {
    does: "reads ranges whose ends are part of them, cut to the object",
    steps: [
      blobstore("create-container", "ranges").ok(box),
      ...put(box, "o", "hello world"),
      ...put(box, "empty", ""),
      ...read(box, "o", [0n, 11n], "hello world"),
      ...read(box, "o", [6n, 10n], "world"),
      ...read(box, "o", [3n, 3n], "l"),
      ...read(box, "o", [11n, 12n], ""),
      ...read(box, "empty", [0n, MAX_U64], ""),
      container("container.get-data", box, "o", 2n, 1n).err("`end` (1) must not be less than `start` (2)"),
    ],
  };
}

function listing(): Script {
  const box = new Handle("container");
  const names = new Handle("names");
  const rest = new Handle("names again");
  return {
    does: "lists the names of one moment, in order, and knows when the last is out",
    steps: [
      blobstore("create-container", "listing").ok(box),
      ...["c", "a", "d", "b"].flatMap((name) => put(box, name, name)),
      container("container.list-objects", box).ok(names),
      container("container.list-objects", box).ok(rest),
      ...put(box, "e", "e"),
      container("stream-object-names.read-stream-object-names", names, 2n).ok([["a", "b"], false]),
      container("stream-object-names.read-stream-object-names", names, 5n).ok([["c", "d"], true]),
      container("stream-object-names.read-stream-object-names", names, 5n).ok([[], true]),
      container("stream-object-names.skip-stream-object-names", rest, 3n).ok([3n, false]),
      container("stream-object-names.skip-stream-object-names", rest, 3n).ok([1n, true]),
    ],
  };
}

function missing(): Script {
  const box = new Handle("container");
  const value = new Handle("value");
  const gone = { container: "nowhere", object: "o" };
  const none = { container: "missing", object: "none" };
  const there = { container: "missing", object: "o" };
  return {
    does: "is told what is not there, and what cannot be named",
    steps: [
      blobstore("create-container", "").err(NO_CONTAINER_NAME),
      blobstore("get-container", "nowhere").err(NO_CONTAINER),
      blobstore("delete-container", "nowhere").err(NO_CONTAINER),
      blobstore("create-container", "missing").ok(box),
      ...put(box, "o", "kept"),
      container("container.get-data", box, "none", 0n, 1n).err(NO_OBJECT),
      container("container.object-info", box, "none").err(NO_OBJECT),
      blobstore("copy-object", none, there).err(NO_OBJECT),
      blobstore("copy-object", there, gone).err(NO_CONTAINER),
      blobstore("copy-object", gone, there).err(NO_CONTAINER),
      blobstore("copy-object", there, { ...there, object: "" }).err(NO_OBJECT_NAME),
      blobstore("move-object", none, there).err(NO_OBJECT),
      blobstore("move-object", there, gone).err(NO_CONTAINER),
      blobstore("move-object", gone, there).err(NO_CONTAINER),
      blobstore("move-object", there, { ...there, object: "" }).err(NO_OBJECT_NAME),
      blobstore("move-object", there, there).ok(),
      types("outgoing-value.new-outgoing-value").gives(value),
      container("container.write-data", box, "", value).err(NO_OBJECT_NAME),
      ...read(box, "o", [0n, 3n], "kept"),
    ],
  };
}

function deleted(): Script {
  const box = new Handle("container");
  const value = new Handle("value");
  const bound = new Handle("a value for it");
  return {
    does: "learns from each function that its container is gone",
    steps: [
      blobstore("create-container", "deleted").ok(box),
      types("outgoing-value.new-outgoing-value").gives(value),
      types("outgoing-value.new-outgoing-value").gives(bound),
      container("container.write-data", box, "bound", bound).ok(),
      blobstore("delete-container", "deleted").ok(),
      container("container.name", box).ok("deleted"),
      container("container.info", box).err(NO_CONTAINER),
      container("container.get-data", box, "o", 0n, 1n).err(NO_CONTAINER),
      container("container.write-data", box, "o", value).err(NO_CONTAINER),
      container("container.list-objects", box).err(NO_CONTAINER),
      container("container.delete-object", box, "o").err(NO_CONTAINER),
      container("container.delete-objects", box, ["o"]).err(NO_CONTAINER),
      container("container.has-object", box, "o").err(NO_CONTAINER),
      container("container.object-info", box, "o").err(NO_CONTAINER),
      container("container.clear", box).err(NO_CONTAINER),
      types("outgoing-value.finish", bound).err(NO_CONTAINER),
    ],
  };
}

function twice(): Script {
  const box = new Handle("container");
  const value = new Handle("value");
  const body = new Handle("body");
  return {
    does: "is told that a value has one body and one place",
    steps: [
      blobstore("create-container", "twice").ok(box),
      types("outgoing-value.new-outgoing-value").gives(value),
      types("outgoing-value.outgoing-value-write-body", value).ok(body),
      types("outgoing-value.outgoing-value-write-body", value).err(undefined),
      container("container.write-data", box, "one", value).ok(),
      container("container.write-data", box, "two", value).err(
        'this outgoing-value is already written to "one": write-data was called before',
      ),
      streams("output-stream.blocking-write-and-flush", body, "1").ok(),
      container("container.has-object", box, "one").ok(false),
      types("outgoing-value.finish", value).ok(),
      streams("output-stream.blocking-write-and-flush", body, "2").err("closed"),
      container("container.has-object", box, "two").ok(false),
      ...read(box, "one", [0n, MAX_U64], "1"),
    ],
  };
}

/** The log says so, too. */
function unfinished(): Script {
  const box = new Handle("container");
  const named = new Handle("a value with a name");
  const nameless = new Handle("a value without a name");
  const names = new Handle("names");
  const body = new Handle("body");
  return {
    does: "loses what it drops before it is finished, and what it finishes without a name",
    steps: [
      blobstore("create-container", "unfinished").ok(box),
      types("outgoing-value.new-outgoing-value").gives(named),
      types("outgoing-value.outgoing-value-write-body", named).ok(body),
      container("container.write-data", box, "dropped", named).ok(),
      streams("output-stream.blocking-write-and-flush", body, "lost").ok(),
      streams.drop("output-stream", body),
      types.drop("outgoing-value", named),
      types("outgoing-value.new-outgoing-value").gives(nameless),
      types("outgoing-value.outgoing-value-write-body", nameless).ok(body),
      streams("output-stream.blocking-write-and-flush", body, "lost").ok(),
      types("outgoing-value.finish", nameless).ok(),
      container("container.list-objects", box).ok(names),
      container("stream-object-names.read-stream-object-names", names, 10n).ok([[], true]),
    ],
  };
}

/** Built with the WIT of before August 2024, which has no `finish`: to drop a value is to finish it. */
export function blobsWithoutFinish(): Script {
  const box = new Handle("container");
  const value = new Handle("value");
  const body = new Handle("body");
  return {
    does: "that does not know how to finish a value stores it when it drops it",
    steps: [
      blobstore("create-container", "old").ok(box),
      types("outgoing-value.new-outgoing-value").gives(value),
      types("outgoing-value.outgoing-value-write-body", value).ok(body),
      container("container.write-data", box, "o", value).ok(),
      streams("output-stream.blocking-write-and-flush", body, "stored").ok(),
      streams.drop("output-stream", body),
      types.drop("outgoing-value", value),
      ...read(box, "o", [0n, MAX_U64], "stored"),
    ],
  };
}

/** The drop itself is no call of the interface, so the script can only end with it. */
function dropsParent(): Script {
  const value = new Handle("value");
  const body = new Handle("body");
  return {
    does: "traps when it drops a value whose stream it still holds",
    trapsAtEnd: "resource has children",
    steps: [
      types("outgoing-value.new-outgoing-value").gives(value),
      types("outgoing-value.outgoing-value-write-body", value).ok(body),
      types.drop("outgoing-value", value),
    ],
  };
}
