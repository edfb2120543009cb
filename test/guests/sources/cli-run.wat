;; Writes its arguments to standard output, a line each, and "done" to standard error; an error when the last one is "fail".
(module
  (import "wasi:cli/stdout@0.2.12" "get-stdout" (func $get-stdout (result i32)))
  (import "wasi:cli/stderr@0.2.12" "get-stderr" (func $get-stderr (result i32)))
  (import "wasi:cli/environment@0.2.12" "get-arguments" (func $get-arguments (param i32)))
  (import "wasi:io/streams@0.2.12" "[method]output-stream.blocking-write-and-flush" (func $write (param i32 i32 i32 i32)))
  (import "wasi:io/streams@0.2.12" "[resource-drop]output-stream" (func $stream.drop (param i32)))
  {{prelude}}
  (data (i32.const 1024) "\n")
  (data (i32.const 1040) "done\n")

  (func $print (param $stream i32) (param $at i32) (param $len i32)
    (call $write (local.get $stream) (local.get $at) (local.get $len) (i32.const 32))
    (if (i32.load8_u (i32.const 32)) (then unreachable)))

  (func (export "wasi:cli/run@0.2.12#run") (result i32)
    (local $out i32) (local $err i32) (local $arg i32) (local $left i32) (local $failed i32)
    (local.set $out (call $get-stdout))
    (local.set $err (call $get-stderr))
    (call $get-arguments (i32.const 16))
    (local.set $arg (i32.load (i32.const 16)))
    (local.set $left (i32.load (i32.const 20)))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $left)))
        (call $print (local.get $out) (i32.load (local.get $arg)) (i32.load offset=4 (local.get $arg)))
        (call $print (local.get $out) (i32.const 1024) (i32.const 1))
        (local.set $failed
          (if (result i32) (i32.eq (i32.load offset=4 (local.get $arg)) (i32.const 4))
            (then (i32.eq (i32.load align=1 (i32.load (local.get $arg))) (i32.const 0x6c696166)))
            (else (i32.const 0))))
        (local.set $arg (i32.add (local.get $arg) (i32.const 8)))
        (local.set $left (i32.sub (local.get $left) (i32.const 1)))
        (br $next)))
    (call $print (local.get $err) (i32.const 1040) (i32.const 5))
    (call $stream.drop (local.get $out))
    (call $stream.drop (local.get $err))
    (call $reset (i32.const 0))
    (local.get $failed))
)
