import { callsOf, Handle, type Script, type Step } from "../script.ts";
import { put } from "./blobstore.ts";

const UNKNOWN = "unknown handle index";

/** A guest that uses what it has dropped ends there, whichever resource it was: no host function sees the call. */
export function droppedScripts(): readonly Script[] {
  const keys = callsOf("wasi:keyvalue/store@0.2.0-draft");
  const types = callsOf("wasi:blobstore/types@0.2.0-draft");
  const blobs = callsOf("wasi:blobstore/blobstore@0.2.0-draft");
  const container = callsOf("wasi:blobstore/container@0.2.0-draft");
  const lattice = callsOf("wasmcloud:bus/lattice@2.0.0");
  const atomics = callsOf("wasi:keyvalue/atomics@0.2.0-draft2");
  const poll = callsOf("wasi:io/poll@0.2.12");
  const streams = callsOf("wasi:io/streams@0.2.12");
  const handle = new Handle("what is dropped");
  const box = new Handle("what it is of");
  const target = lattice("call-target-interface.constructor", "wasi", "keyvalue", "store").gives(handle);
  const script = (what: string, ...steps: readonly Step[]): Script => ({
    does: `traps when it uses a ${what} it has dropped`,
    steps,
  });
  return [
    script(
      "bucket",
      keys("open", "dropped").ok(handle),
      keys.drop("bucket", handle),
      keys("bucket.set", handle, "k", "v").isRefused(UNKNOWN),
    ),
    script(
      "container",
      blobs("create-container", "dropped").ok(handle),
      container.drop("container", handle),
      container("container.name", handle).isRefused(UNKNOWN),
    ),
    script(
      "list of names",
      blobs("create-container", "dropped").ok(box),
      container("container.list-objects", box).ok(handle),
      container.drop("stream-object-names", handle),
      container("stream-object-names.read-stream-object-names", handle, 1n).isRefused(UNKNOWN),
    ),
    script(
      "value",
      types("outgoing-value.new-outgoing-value").gives(handle),
      types.drop("outgoing-value", handle),
      types("outgoing-value.finish", handle).isRefused(UNKNOWN),
    ),
    script(
      "value it reads",
      blobs("create-container", "dropped").ok(box),
      ...put(box, "o", "x"),
      container("container.get-data", box, "o", 0n, 1n).ok(handle),
      types.drop("incoming-value", handle),
      types("incoming-value.size", handle).isRefused(UNKNOWN),
    ),
    script(
      "cas",
      callsOf("wasi:keyvalue/store@0.2.0-draft2")("open", "dropped").ok(box),
      atomics("cas.new", box, "k").ok(handle),
      atomics.drop("cas", handle),
      atomics("cas.current", handle).isRefused(UNKNOWN),
    ),
    script(
      "pollable",
      callsOf("wasi:clocks/monotonic-clock@0.2.12")("subscribe-duration", 0n).gives(handle),
      poll.drop("pollable", handle),
      poll("poll", [handle]).isRefused(UNKNOWN),
    ),
    script(
      "stream",
      callsOf("wasi:cli/stdin@0.2.12")("get-stdin").gives(handle),
      streams.drop("input-stream", handle),
      streams("input-stream.read", handle, 1n).isRefused(UNKNOWN),
    ),
    script(
      "call target",
      target,
      lattice("set-link-name", "default", [handle]).ok(),
      lattice("set-link-name", "default", [handle]).isRefused(UNKNOWN),
    ),
  ];
}
