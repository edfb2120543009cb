;; Counts its visitors in the key-value store, and greets each with a number. A path that ends in "loop" never gets an answer.
(module
  (import "wasi:keyvalue/store@0.2.0-draft" "open" (func $open (param i32 i32 i32)))
  (import "wasi:keyvalue/store@0.2.0-draft" "[resource-drop]bucket" (func $bucket.drop (param i32)))
  (import "wasi:keyvalue/atomics@0.2.0-draft" "increment" (func $atomics.increment (param i32 i32 i32 i64 i32)))
  (import "wasi:logging/logging@0.1.0-draft" "log" (func $log (param i32 i32 i32 i32 i32)))
  (import "wasi:http/types@0.2.12" "[constructor]fields" (func $fields (result i32)))
  (import "wasi:http/types@0.2.12" "[method]incoming-request.path-with-query" (func $request.path (param i32 i32)))
  (import "wasi:http/types@0.2.12" "[resource-drop]incoming-request" (func $request.drop (param i32)))
  (import "wasi:http/types@0.2.12" "[constructor]outgoing-response" (func $response (param i32) (result i32)))
  (import "wasi:http/types@0.2.12" "[method]outgoing-response.body" (func $response.body (param i32 i32)))
  (import "wasi:http/types@0.2.12" "[method]outgoing-body.write" (func $body.write (param i32 i32)))
  (import "wasi:http/types@0.2.12" "[static]outgoing-body.finish" (func $body.finish (param i32 i32 i32 i32)))
  (import "wasi:http/types@0.2.12" "[static]response-outparam.set"
    (func $outparam.set (param i32 i32 i32 i32 i64 i32 i32 i32 i32)))
  (import "wasi:io/streams@0.2.12" "[method]output-stream.blocking-write-and-flush" (func $write (param i32 i32 i32 i32)))
  (import "wasi:io/streams@0.2.12" "[resource-drop]output-stream" (func $stream.drop (param i32)))

  (memory (export "memory") 1)

  ;; What a visitor reads before the number; ends with a zero.
  (data (i32.const 1024) "Welcome, visitor \00")
  (data (i32.const 2048) "default")
  (data (i32.const 2064) "visits")
  (data (i32.const 2080) "about to loop")

  (global $heap (mut i32) (i32.const 8192))

  ;; Only the path of the request is ever put there, and nothing is given back: an instance serves one request.
  (func (export "cabi_realloc") (param i32 i32 i32) (param $size i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $heap) (i32.const 7)) (i32.const -8)))
    (global.set $heap (i32.add (local.get $at) (local.get $size)))
    (if (i32.gt_u (global.get $heap) (i32.const 65536)) (then unreachable))
    (local.get $at))

  ;; The value of a result at an address; traps for an error.
  (func $ok (param $result i32) (result i32)
    (if (i32.load8_u (local.get $result)) (then unreachable))
    (i32.load offset=4 (local.get $result)))

  (func $count (result i64)
    (local $bucket i32)
    (call $open (i32.const 2048) (i32.const 7) (i32.const 16))
    (local.set $bucket (call $ok (i32.const 16)))
    (call $atomics.increment (local.get $bucket) (i32.const 2064) (i32.const 6) (i64.const 1) (i32.const 32))
    (if (i32.load8_u (i32.const 32)) (then unreachable))
    (call $bucket.drop (local.get $bucket))
    (i64.load (i32.const 40)))

  (func $asks-to-loop (param $request i32) (result i32)
    (call $request.path (local.get $request) (i32.const 16))
    (if (i32.eqz (i32.load8_u (i32.const 16))) (then (return (i32.const 0))))
    (if (i32.lt_u (i32.load (i32.const 24)) (i32.const 4)) (then (return (i32.const 0))))
    (i32.eq
      (i32.load align=1 (i32.sub (i32.add (i32.load (i32.const 20)) (i32.load (i32.const 24))) (i32.const 4)))
      (i32.const 0x706f6f6c)))

  (func $length (param $text i32) (result i32)
    (local $end i32)
    (local.set $end (local.get $text))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (i32.load8_u (local.get $end))))
        (local.set $end (i32.add (local.get $end) (i32.const 1)))
        (br $next)))
    (i32.sub (local.get $end) (local.get $text)))

  ;; Writes the digits of $n and a line feed so that they end at 4000; the address of the first.
  (func $decimal (param $n i64) (result i32)
    (local $at i32)
    (local.set $at (i32.const 3999))
    (i32.store8 (local.get $at) (i32.const 10))
    (loop $next
      (local.set $at (i32.sub (local.get $at) (i32.const 1)))
      (i32.store8 (local.get $at) (i32.add (i32.wrap_i64 (i64.rem_u (local.get $n) (i64.const 10))) (i32.const 48)))
      (local.set $n (i64.div_u (local.get $n) (i64.const 10)))
      (br_if $next (i64.ne (local.get $n) (i64.const 0))))
    (local.get $at))

  (func $print (param $stream i32) (param $text i32) (param $length i32)
    (call $write (local.get $stream) (local.get $text) (local.get $length) (i32.const 32))
    (if (i32.load8_u (i32.const 32)) (then unreachable)))

  (func (export "wasi:http/incoming-handler@0.2.12#handle") (param $request i32) (param $out i32)
    (local $digits i32) (local $loops i32) (local $response i32) (local $body i32) (local $stream i32)
    (local.set $loops (call $asks-to-loop (local.get $request)))
    (call $request.drop (local.get $request))
    (local.set $digits (call $decimal (call $count)))
    (if (local.get $loops) (then
      (call $log (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 2080) (i32.const 13))
      (loop $forever (br $forever))))
    (local.set $response (call $response (call $fields)))
    (call $response.body (local.get $response) (i32.const 64))
    (local.set $body (call $ok (i32.const 64)))
    (call $body.write (local.get $body) (i32.const 64))
    (local.set $stream (call $ok (i32.const 64)))
    (call $outparam.set (local.get $out) (i32.const 0) (local.get $response)
      (i32.const 0) (i64.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))
    (call $print (local.get $stream) (i32.const 1024) (call $length (i32.const 1024)))
    (call $print (local.get $stream) (local.get $digits) (i32.sub (i32.const 4000) (local.get $digits)))
    (call $stream.drop (local.get $stream))
    (call $body.finish (local.get $body) (i32.const 0) (i32.const 0) (i32.const 128))
    (if (i32.load8_u (i32.const 128)) (then unreachable)))
)
