/**
 * A guest that calls every function of wasi:blobstore and looks at each answer itself. Its exports say what they found:
 * 0 is all well, else the number of the first look that was not.
 */

export const BLOB_GUEST_WIT = `
package test:blobs;

world blobs {
  import wasi:blobstore/types@0.2.0-draft;
  import wasi:blobstore/container@0.2.0-draft;
  import wasi:blobstore/blobstore@0.2.0-draft;
  import wasi:io/streams@0.2.12;
  /// Containers and objects: written, read, listed, copied, moved, deleted.
  export daily: func() -> u32;
  /// Every call that must fail, with its text.
  export errors: func() -> u32;
  /// Drops a value whose stream it still holds.
  export drop-parent: func();
  /// Writes 4097 bytes in one blocking write to what is to be "o" in "c".
  export write-too-much: func();
  /// Writes so many MiB as object "o" of container "c", 64 KiB at a time.
  export put-large: func(mib: u32) -> u32;
  /// Reads it, as much as there is at a time; how many bytes that were.
  export read-large: func() -> u64;
}

/// Of those built before finish was there.
world unfinished {
  import wasi:blobstore/types@0.2.0-draft;
  import wasi:blobstore/container@0.2.0-draft;
  import wasi:blobstore/blobstore@0.2.0-draft;
  import wasi:io/streams@0.2.12;
  /// Writes "hello world" as object "o" of container "c", and drops the value.
  export drop-value: func();
}`;

export const TYPES = "wasi:blobstore/types@0.2.0-draft";
export const CONTAINER = "wasi:blobstore/container@0.2.0-draft";
export const BLOBSTORE = "wasi:blobstore/blobstore@0.2.0-draft";
export const STREAMS = "wasi:io/streams@0.2.12";

/** Texts at fixed places, results at 1024, and room for what the host hands over. */
export const MEMORY = `
  (memory (export "memory") 64)
  (data (i32.const 0) "cdopq")
  (data (i32.const 16) "hello world")
  (data (i32.const 32) "container does not exist")
  (data (i32.const 64) "object does not exist")
  ;; ["p", "no such"]
  (data (i32.const 96) "\\03\\00\\00\\00\\01\\00\\00\\00\\20\\00\\00\\00\\07\\00\\00\\00")
  (global $free (mut i32) (i32.const 262144))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (local $at i32)
    (local.set $at (global.get $free))
    (global.set $free (i32.and (i32.add (i32.add (local.get $at) (local.get 3)) (i32.const 7)) (i32.const -8)))
    (local.get $at))`;

export const BLOB_GUEST_WAT = `
(module
  (import "${TYPES}" "[static]outgoing-value.new-outgoing-value" (func $new (result i32)))
  (import "${TYPES}" "[method]outgoing-value.outgoing-value-write-body" (func $body (param i32 i32)))
  (import "${TYPES}" "[static]outgoing-value.finish" (func $finish (param i32 i32)))
  (import "${TYPES}" "[static]incoming-value.incoming-value-consume-sync" (func $sync (param i32 i32)))
  (import "${TYPES}" "[static]incoming-value.incoming-value-consume-async" (func $async (param i32 i32)))
  (import "${TYPES}" "[method]incoming-value.size" (func $size (param i32) (result i64)))
  (import "${TYPES}" "[resource-drop]incoming-value" (func $incoming.drop (param i32)))
  (import "${TYPES}" "[resource-drop]outgoing-value" (func $outgoing.drop (param i32)))
  (import "${CONTAINER}" "[method]container.name" (func $name (param i32 i32)))
  (import "${CONTAINER}" "[method]container.info" (func $info (param i32 i32)))
  (import "${CONTAINER}" "[method]container.get-data" (func $get (param i32 i32 i32 i64 i64 i32)))
  (import "${CONTAINER}" "[method]container.write-data" (func $write-data (param i32 i32 i32 i32 i32)))
  (import "${CONTAINER}" "[method]container.list-objects" (func $list (param i32 i32)))
  (import "${CONTAINER}" "[method]container.delete-object" (func $delete (param i32 i32 i32 i32)))
  (import "${CONTAINER}" "[method]container.delete-objects" (func $delete-all (param i32 i32 i32 i32)))
  (import "${CONTAINER}" "[method]container.has-object" (func $has (param i32 i32 i32 i32)))
  (import "${CONTAINER}" "[method]container.object-info" (func $object-info (param i32 i32 i32 i32)))
  (import "${CONTAINER}" "[method]container.clear" (func $clear (param i32 i32)))
  (import "${CONTAINER}" "[method]stream-object-names.read-stream-object-names" (func $names (param i32 i64 i32)))
  (import "${CONTAINER}" "[method]stream-object-names.skip-stream-object-names" (func $skip (param i32 i64 i32)))
  (import "${BLOBSTORE}" "create-container" (func $create (param i32 i32 i32)))
  (import "${BLOBSTORE}" "get-container" (func $get-container (param i32 i32 i32)))
  (import "${BLOBSTORE}" "delete-container" (func $delete-container (param i32 i32 i32)))
  (import "${BLOBSTORE}" "container-exists" (func $exists (param i32 i32 i32)))
  (import "${BLOBSTORE}" "copy-object" (func $copy (param i32 i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "${BLOBSTORE}" "move-object" (func $move (param i32 i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "${STREAMS}" "[method]output-stream.check-write" (func $check-write (param i32 i32)))
  (import "${STREAMS}" "[method]output-stream.write" (func $write (param i32 i32 i32 i32)))
  (import "${STREAMS}" "[method]output-stream.blocking-write-and-flush" (func $write-all (param i32 i32 i32 i32)))
  (import "${STREAMS}" "[method]input-stream.blocking-read" (func $read (param i32 i64 i32)))
  (import "${STREAMS}" "[resource-drop]output-stream" (func $output.drop (param i32)))
  (import "${STREAMS}" "[resource-drop]input-stream" (func $input.drop (param i32)))
  ${MEMORY}
  (global $looks (mut i32) (i32.const 0))
  (global $wrong (mut i32) (i32.const 0))
  (func $look (param $right i32)
    (global.set $looks (i32.add (global.get $looks) (i32.const 1)))
    (if (i32.and (i32.eqz (local.get $right)) (i32.eqz (global.get $wrong)))
      (then (global.set $wrong (global.get $looks)))))
  ;; The result at 1024: is it ok, or the error with this text?
  (func $ok (call $look (i32.eqz (i32.load8_u (i32.const 1024)))))
  (func $err (param $text i32) (param $length i32)
    (call $look (i32.load8_u (i32.const 1024)))
    (call $look (call $same (i32.load (i32.const 1028)) (i32.load (i32.const 1032)) (local.get $text) (local.get $length))))
  (func $no-container (call $err (i32.const 32) (i32.const 24)))
  (func $no-object (call $err (i32.const 64) (i32.const 21)))
  (func $same (param $a i32) (param $an i32) (param $b i32) (param $bn i32) (result i32)
    (if (i32.ne (local.get $an) (local.get $bn)) (then (return (i32.const 0))))
    (loop $next
      (if (i32.eqz (local.get $an)) (then (return (i32.const 1))))
      (local.set $an (i32.sub (local.get $an) (i32.const 1)))
      (br_if $next (i32.eq
        (i32.load8_u (i32.add (local.get $a) (local.get $an)))
        (i32.load8_u (i32.add (local.get $b) (local.get $an))))))
    (i32.const 0))
  ;; The handle in the result at 1024.
  (func $handle (result i32) (call $ok) (i32.load (i32.const 1028)))
  (func $container (param $name i32) (result i32)
    (call $create (local.get $name) (i32.const 1) (i32.const 1024)) (call $handle))
  ;; "hello world" as the object of one letter at this place.
  (func $put (param $container i32) (param $name i32)
    (local $value i32) (local $stream i32)
    (local.set $value (call $new))
    (call $body (local.get $value) (i32.const 1024)) (local.set $stream (call $handle))
    (call $write-all (local.get $stream) (i32.const 16) (i32.const 11) (i32.const 1024)) (call $ok)
    (call $output.drop (local.get $stream))
    (call $write-data (local.get $container) (local.get $name) (i32.const 1) (local.get $value) (i32.const 1024)) (call $ok)
    (call $has (local.get $container) (local.get $name) (i32.const 1) (i32.const 1024)) (call $ok)
    (call $look (i32.eqz (i32.load8_u (i32.const 1028))))
    (call $finish (local.get $value) (i32.const 1024)) (call $ok))
  ;; Is the range of this object as long, and the text at this place?
  (func $reads (param $container i32) (param $name i32) (param $start i64) (param $end i64) (param $text i32) (param $length i32)
    (local $value i32)
    (call $get (local.get $container) (local.get $name) (i32.const 1) (local.get $start) (local.get $end) (i32.const 1024))
    (local.set $value (call $handle))
    (call $look (i64.eq (call $size (local.get $value)) (i64.extend_i32_u (local.get $length))))
    (call $sync (local.get $value) (i32.const 1024)) (call $ok)
    (call $look (call $same (i32.load (i32.const 1028)) (i32.load (i32.const 1032)) (local.get $text) (local.get $length))))
  (func (export "daily") (result i32)
    (local $c i32) (local $d i32) (local $value i32) (local $stream i32) (local $names i32)
    (call $exists (i32.const 0) (i32.const 1) (i32.const 1024)) (call $ok)
    (call $look (i32.eqz (i32.load8_u (i32.const 1028))))
    (local.set $c (call $container (i32.const 0)))
    (local.set $d (call $container (i32.const 1)))
    (call $exists (i32.const 0) (i32.const 1) (i32.const 1024)) (call $ok)
    (call $look (i32.load8_u (i32.const 1028)))
    (call $get-container (i32.const 0) (i32.const 1) (i32.const 1024))
    (call $name (call $handle) (i32.const 1024)) (call $ok)
    (call $look (call $same (i32.load (i32.const 1028)) (i32.load (i32.const 1032)) (i32.const 0) (i32.const 1)))
    (call $info (local.get $c) (i32.const 1024)) (call $ok)
    (call $look (call $same (i32.load (i32.const 1032)) (i32.load (i32.const 1036)) (i32.const 0) (i32.const 1)))
    (call $look (i64.gt_u (i64.load (i32.const 1040)) (i64.const 1000000000)))
    (call $put (local.get $c) (i32.const 2))
    ;; write-data first, and finish over a stream that lives
    (local.set $value (call $new))
    (call $body (local.get $value) (i32.const 1024)) (local.set $stream (call $handle))
    (call $write-data (local.get $c) (i32.const 3) (i32.const 1) (local.get $value) (i32.const 1024)) (call $ok)
    (call $write-all (local.get $stream) (i32.const 16) (i32.const 5) (i32.const 1024)) (call $ok)
    (call $finish (local.get $value) (i32.const 1024)) (call $ok)
    (call $write-all (local.get $stream) (i32.const 16) (i32.const 5) (i32.const 1024))
    (call $look (i32.and (i32.load8_u (i32.const 1024)) (i32.load8_u (i32.const 1028))))
    (call $output.drop (local.get $stream))
    (call $reads (local.get $c) (i32.const 3) (i64.const 0) (i64.const -1) (i32.const 16) (i32.const 5))
    (call $reads (local.get $c) (i32.const 2) (i64.const 0) (i64.const 11) (i32.const 16) (i32.const 11))
    (call $reads (local.get $c) (i32.const 2) (i64.const 6) (i64.const 10) (i32.const 22) (i32.const 5))
    (call $reads (local.get $c) (i32.const 2) (i64.const 11) (i64.const 12) (i32.const 0) (i32.const 0))
    (call $object-info (local.get $c) (i32.const 2) (i32.const 1) (i32.const 1024)) (call $ok)
    (call $look (call $same (i32.load (i32.const 1032)) (i32.load (i32.const 1036)) (i32.const 2) (i32.const 1)))
    (call $look (call $same (i32.load (i32.const 1040)) (i32.load (i32.const 1044)) (i32.const 0) (i32.const 1)))
    (call $look (i64.gt_u (i64.load (i32.const 1048)) (i64.const 1000000000)))
    (call $look (i64.eq (i64.load (i32.const 1056)) (i64.const 11)))
    ;; an incoming value that is dropped unread, and one that outlives its object
    (call $get (local.get $c) (i32.const 2) (i32.const 1) (i64.const 0) (i64.const -1) (i32.const 1024))
    (call $incoming.drop (call $handle))
    (call $get (local.get $c) (i32.const 2) (i32.const 1) (i64.const 0) (i64.const -1) (i32.const 1024))
    (local.set $value (call $handle))
    (call $copy (i32.const 0) (i32.const 1) (i32.const 2) (i32.const 1)
      (i32.const 1) (i32.const 1) (i32.const 4) (i32.const 1) (i32.const 1024)) (call $ok)
    (call $move (i32.const 0) (i32.const 1) (i32.const 2) (i32.const 1)
      (i32.const 1) (i32.const 1) (i32.const 2) (i32.const 1) (i32.const 1024)) (call $ok)
    (call $has (local.get $c) (i32.const 2) (i32.const 1) (i32.const 1024)) (call $ok)
    (call $look (i32.eqz (i32.load8_u (i32.const 1028))))
    (call $reads (local.get $d) (i32.const 4) (i64.const 0) (i64.const -1) (i32.const 16) (i32.const 11))
    (call $async (local.get $value) (i32.const 1024)) (local.set $stream (call $handle))
    (call $read (local.get $stream) (i64.const 100) (i32.const 1024)) (call $ok)
    (call $look (call $same (i32.load (i32.const 1028)) (i32.load (i32.const 1032)) (i32.const 16) (i32.const 11)))
    (call $read (local.get $stream) (i64.const 100) (i32.const 1024))
    (call $look (i32.and (i32.load8_u (i32.const 1024)) (i32.load8_u (i32.const 1028))))
    (call $input.drop (local.get $stream))
    ;; d has "o" and "q"
    (call $list (local.get $d) (i32.const 1024)) (local.set $names (call $handle))
    (call $skip (local.get $names) (i64.const 1) (i32.const 1024)) (call $ok)
    (call $look (i64.eq (i64.load (i32.const 1032)) (i64.const 1)))
    (call $look (i32.eqz (i32.load8_u (i32.const 1040))))
    (call $names (local.get $names) (i64.const 5) (i32.const 1024)) (call $ok)
    (call $look (i32.eq (i32.load (i32.const 1032)) (i32.const 1)))
    (call $look (call $same (i32.load (i32.load (i32.const 1028))) (i32.load offset=4 (i32.load (i32.const 1028)))
      (i32.const 4) (i32.const 1)))
    (call $look (i32.load8_u (i32.const 1036)))
    (call $delete (local.get $d) (i32.const 4) (i32.const 1) (i32.const 1024)) (call $ok)
    (call $delete (local.get $d) (i32.const 4) (i32.const 1) (i32.const 1024)) (call $ok)
    (call $delete-all (local.get $c) (i32.const 96) (i32.const 2) (i32.const 1024)) (call $ok)
    (call $clear (local.get $d) (i32.const 1024)) (call $ok)
    (call $list (local.get $d) (i32.const 1024))
    (call $names (call $handle) (i64.const 5) (i32.const 1024)) (call $ok)
    (call $look (i32.eqz (i32.load (i32.const 1032))))
    (call $put (local.get $d) (i32.const 2))
    (call $delete-container (i32.const 1) (i32.const 1) (i32.const 1024)) (call $ok)
    (global.get $wrong))
  (func (export "errors") (result i32)
    (local $c i32) (local $value i32) (local $stream i32)
    (local.set $c (call $container (i32.const 0)))
    (call $put (local.get $c) (i32.const 2))
    (call $get-container (i32.const 1) (i32.const 1) (i32.const 1024)) (call $no-container)
    (call $delete-container (i32.const 1) (i32.const 1) (i32.const 1024)) (call $no-container)
    (call $create (i32.const 0) (i32.const 0) (i32.const 1024)) (call $look (i32.load8_u (i32.const 1024)))
    (call $get (local.get $c) (i32.const 3) (i32.const 1) (i64.const 0) (i64.const 1) (i32.const 1024)) (call $no-object)
    (call $get (local.get $c) (i32.const 2) (i32.const 1) (i64.const 2) (i64.const 1) (i32.const 1024))
    (call $look (i32.load8_u (i32.const 1024)))
    (call $object-info (local.get $c) (i32.const 3) (i32.const 1) (i32.const 1024))
    (call $look (i32.load8_u (i32.const 1024)))
    (call $look (call $same (i32.load (i32.const 1032)) (i32.load (i32.const 1036)) (i32.const 64) (i32.const 21)))
    (call $copy (i32.const 0) (i32.const 1) (i32.const 3) (i32.const 1)
      (i32.const 0) (i32.const 1) (i32.const 4) (i32.const 1) (i32.const 1024)) (call $no-object)
    (call $move (i32.const 0) (i32.const 1) (i32.const 3) (i32.const 1)
      (i32.const 0) (i32.const 1) (i32.const 4) (i32.const 1) (i32.const 1024)) (call $no-object)
    (call $copy (i32.const 0) (i32.const 1) (i32.const 2) (i32.const 1)
      (i32.const 1) (i32.const 1) (i32.const 2) (i32.const 1) (i32.const 1024)) (call $no-container)
    ;; a second stream, a second target
    (local.set $value (call $new))
    (call $body (local.get $value) (i32.const 1024)) (local.set $stream (call $handle))
    (call $body (local.get $value) (i32.const 1024)) (call $look (i32.load8_u (i32.const 1024)))
    (call $write-data (local.get $c) (i32.const 3) (i32.const 1) (local.get $value) (i32.const 1024)) (call $ok)
    (call $write-data (local.get $c) (i32.const 4) (i32.const 1) (local.get $value) (i32.const 1024))
    (call $look (i32.load8_u (i32.const 1024)))
    (call $write-all (local.get $stream) (i32.const 16) (i32.const 11) (i32.const 1024)) (call $ok)
    ;; the container goes under an open stream and an open handle
    (call $delete-container (i32.const 0) (i32.const 1) (i32.const 1024)) (call $ok)
    (call $write-all (local.get $stream) (i32.const 16) (i32.const 11) (i32.const 1024)) (call $ok)
    (call $finish (local.get $value) (i32.const 1024)) (call $no-container)
    (call $info (local.get $c) (i32.const 1024)) (call $look (i32.load8_u (i32.const 1024)))
    (call $get (local.get $c) (i32.const 2) (i32.const 1) (i64.const 0) (i64.const 1) (i32.const 1024)) (call $no-container)
    (call $list (local.get $c) (i32.const 1024)) (call $no-container)
    (call $has (local.get $c) (i32.const 2) (i32.const 1) (i32.const 1024)) (call $no-container)
    (call $delete (local.get $c) (i32.const 2) (i32.const 1) (i32.const 1024)) (call $no-container)
    (call $delete-all (local.get $c) (i32.const 96) (i32.const 2) (i32.const 1024)) (call $no-container)
    (call $clear (local.get $c) (i32.const 1024)) (call $no-container)
    (local.set $value (call $new))
    (call $write-data (local.get $c) (i32.const 2) (i32.const 1) (local.get $value) (i32.const 1024)) (call $no-container)
    (call $outgoing.drop (local.get $value))
    (global.get $wrong))
  (func $begin (result i32)
    (local $value i32)
    (local.set $value (call $new))
    (call $write-data (call $container (i32.const 0)) (i32.const 2) (i32.const 1) (local.get $value) (i32.const 1024)) (call $ok)
    (call $body (local.get $value) (i32.const 1024)) (call $ok)
    (local.get $value))
  (func (export "drop-parent") (call $outgoing.drop (call $begin)))
  (func (export "write-too-much")
    (drop (call $begin))
    (call $write-all (i32.load (i32.const 1028)) (i32.const 65536) (i32.const 4097) (i32.const 1024)))
  (func (export "put-large") (param $mib i32) (result i32)
    (local $value i32) (local $stream i32) (local $left i32)
    (local.set $value (call $new))
    (call $body (local.get $value) (i32.const 1024)) (local.set $stream (call $handle))
    (local.set $left (i32.mul (local.get $mib) (i32.const 16)))
    (loop $next
      ;; No two parts are the same.
      (i32.store (i32.const 65536) (local.get $left))
      (call $check-write (local.get $stream) (i32.const 1024)) (call $ok)
      (call $write (local.get $stream) (i32.const 65536) (i32.const 65536) (i32.const 1024)) (call $ok)
      (br_if $next (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
    (call $output.drop (local.get $stream))
    (call $write-data (call $container (i32.const 0)) (i32.const 2) (i32.const 1) (local.get $value) (i32.const 1024)) (call $ok)
    (call $finish (local.get $value) (i32.const 1024)) (call $ok)
    (global.get $wrong))
  (func (export "read-large") (result i64)
    (local $stream i32) (local $total i64)
    (call $get (call $container (i32.const 0)) (i32.const 2) (i32.const 1) (i64.const 0) (i64.const -1) (i32.const 1024))
    (call $async (call $handle) (i32.const 1024)) (local.set $stream (call $handle))
    (loop $next
      (global.set $free (i32.const 262144))
      (call $read (local.get $stream) (i64.const -1) (i32.const 1024))
      (if (i32.eqz (i32.load8_u (i32.const 1024)))
        (then
          (local.set $total (i64.add (local.get $total) (i64.load32_u (i32.const 1032))))
          (br $next))))
    (local.get $total)))`;
