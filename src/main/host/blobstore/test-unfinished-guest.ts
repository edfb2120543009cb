import { BLOBSTORE, CONTAINER, MEMORY, STREAMS, TYPES } from "./test-guest.ts";

/** The world `unfinished` of `BLOB_GUEST_WIT`: imports no `finish`. */
export const UNFINISHED_GUEST_WAT = `
(module
  (import "${TYPES}" "[static]outgoing-value.new-outgoing-value" (func $new (result i32)))
  (import "${TYPES}" "[method]outgoing-value.outgoing-value-write-body" (func $body (param i32 i32)))
  (import "${TYPES}" "[resource-drop]outgoing-value" (func $outgoing.drop (param i32)))
  (import "${CONTAINER}" "[method]container.write-data" (func $write-data (param i32 i32 i32 i32 i32)))
  (import "${BLOBSTORE}" "create-container" (func $create (param i32 i32 i32)))
  (import "${STREAMS}" "[method]output-stream.blocking-write-and-flush" (func $write-all (param i32 i32 i32 i32)))
  (import "${STREAMS}" "[resource-drop]output-stream" (func $output.drop (param i32)))
  ${MEMORY}
  (func $handle (result i32)
    (if (i32.load8_u (i32.const 1024)) (then unreachable))
    (i32.load (i32.const 1028)))
  (func (export "drop-value")
    (local $value i32) (local $stream i32)
    (local.set $value (call $new))
    (call $body (local.get $value) (i32.const 1024)) (local.set $stream (call $handle))
    (call $create (i32.const 0) (i32.const 1) (i32.const 1024))
    (call $write-data (call $handle) (i32.const 2) (i32.const 1) (local.get $value) (i32.const 1024))
    (call $write-all (local.get $stream) (i32.const 16) (i32.const 11) (i32.const 1024))
    (call $output.drop (local.get $stream))
    (call $outgoing.drop (local.get $value))))`;
