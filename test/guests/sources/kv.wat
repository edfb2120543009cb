;; Everything works on the bucket "default". An error of the store ends in a trap, but for `increment`.
(module
  (import "wasi:keyvalue/store@0.2.0-draft" "open" (func $open (param i32 i32 i32)))
  (import "wasi:keyvalue/store@0.2.0-draft" "[method]bucket.get" (func $bucket.get (param i32 i32 i32 i32)))
  (import "wasi:keyvalue/store@0.2.0-draft" "[method]bucket.set" (func $bucket.set (param i32 i32 i32 i32 i32 i32)))
  (import "wasi:keyvalue/store@0.2.0-draft" "[resource-drop]bucket" (func $bucket.drop (param i32)))
  (import "wasi:keyvalue/atomics@0.2.0-draft" "increment" (func $atomics.increment (param i32 i32 i32 i64 i32)))
  {{prelude}}
  (data (i32.const 1024) "default")
  (data (i32.const 1040) "no-such-store")
  (data (i32.const 1056) "access-denied")

  ;; result<bucket, error> at 16: u8 tag, handle at 20
  (func $bucket (result i32)
    (call $open (i32.const 1024) (i32.const 7) (i32.const 16))
    (if (i32.load8_u (i32.const 16)) (then unreachable))
    (i32.load (i32.const 20)))

  ;; The result option<list<u8>> lies at 36, inside result<option<list<u8>>, error> at 32.
  (func (export "test:kv/ops@0.1.0#get") (param $key i32) (param $len i32) (result i32)
    (local $b i32)
    (local.set $b (call $bucket))
    (call $bucket.get (local.get $b) (local.get $key) (local.get $len) (i32.const 32))
    (if (i32.load8_u (i32.const 32)) (then unreachable))
    (call $bucket.drop (local.get $b))
    (i32.const 36))
  (func (export "cabi_post_test:kv/ops@0.1.0#get") (param i32) (call $reset (i32.const 0)))

  (func (export "test:kv/ops@0.1.0#set") (param $key i32) (param $len i32) (param $value i32) (param $size i32)
    (local $b i32)
    (local.set $b (call $bucket))
    (call $bucket.set (local.get $b) (local.get $key) (local.get $len) (local.get $value) (local.get $size) (i32.const 32))
    (if (i32.load8_u (i32.const 32)) (then unreachable))
    (call $bucket.drop (local.get $b))
    (call $reset (i32.const 0)))

  ;; result<u64, error> at 32: u8 tag, u64 at 40, or u8 error tag at 40 and text at 44, 48.
  ;; result<u64, string> at 64: u8 tag, u64 at 72, or text at 72, 76.
  (func (export "test:kv/ops@0.1.0#increment") (param $key i32) (param $len i32) (param $by i64) (result i32)
    (local $b i32)
    (local.set $b (call $bucket))
    (call $atomics.increment (local.get $b) (local.get $key) (local.get $len) (local.get $by) (i32.const 32))
    (call $bucket.drop (local.get $b))
    (i32.store8 (i32.const 64) (i32.load8_u (i32.const 32)))
    (if (i32.eqz (i32.load8_u (i32.const 32)))
      (then (i64.store (i32.const 72) (i64.load (i32.const 40))) (return (i32.const 64))))
    (i32.store (i32.const 76) (i32.const 13))
    (if (i32.eqz (i32.load8_u (i32.const 40))) (then (i32.store (i32.const 72) (i32.const 1040)) (return (i32.const 64))))
    (i32.store (i32.const 72) (i32.const 1056))
    (if (i32.eq (i32.load8_u (i32.const 40)) (i32.const 2))
      (then (i32.store (i32.const 72) (i32.load (i32.const 44))) (i32.store (i32.const 76) (i32.load (i32.const 48)))))
    (i32.const 64))
  (func (export "cabi_post_test:kv/ops@0.1.0#increment") (param i32) (call $reset (i32.const 0)))

  (func (export "test:kv/ops@0.1.0#get-times") (param $key i32) (param $len i32) (param $times i32) (result i32)
    (local $b i32) (local $sum i32) (local $mark i32)
    (local.set $b (call $bucket))
    (local.set $mark (global.get $heap))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $times)))
        (call $bucket.get (local.get $b) (local.get $key) (local.get $len) (i32.const 32))
        (if (i32.load8_u (i32.const 32)) (then unreachable))
        (if (i32.load8_u (i32.const 36)) (then (local.set $sum (i32.add (local.get $sum) (i32.load (i32.const 44))))))
        (global.set $heap (local.get $mark))
        (local.set $times (i32.sub (local.get $times) (i32.const 1)))
        (br $next)))
    (call $bucket.drop (local.get $b))
    (call $reset (i32.const 0))
    (local.get $sum))

  (func (export "test:kv/ops@0.1.0#set-times") (param $key i32) (param $len i32) (param $size i32) (param $times i32)
    (local $b i32) (local $value i32)
    (local.set $b (call $bucket))
    (local.set $value (call $cabi_realloc (i32.const 0) (i32.const 0) (i32.const 1) (local.get $size)))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $times)))
        (if (i32.ge_u (local.get $size) (i32.const 4)) (then (i32.store align=1 (local.get $value) (local.get $times))))
        (call $bucket.set (local.get $b) (local.get $key) (local.get $len) (local.get $value) (local.get $size) (i32.const 32))
        (if (i32.load8_u (i32.const 32)) (then unreachable))
        (local.set $times (i32.sub (local.get $times) (i32.const 1)))
        (br $next)))
    (call $bucket.drop (local.get $b))
    (call $reset (i32.const 0)))

  (func $increment-times (param $key i32) (param $len i32) (param $times i32) (result i64)
    (local $b i32) (local $sum i64)
    (local.set $b (call $bucket))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $times)))
        (call $atomics.increment (local.get $b) (local.get $key) (local.get $len) (i64.const 1) (i32.const 32))
        (if (i32.load8_u (i32.const 32)) (then unreachable))
        (local.set $sum (i64.load (i32.const 40)))
        (local.set $times (i32.sub (local.get $times) (i32.const 1)))
        (br $next)))
    (call $bucket.drop (local.get $b))
    (call $reset (i32.const 0))
    (local.get $sum))
  (export "test:kv/ops@0.1.0#increment-times" (func $increment-times))

  (func (export "test:kv/ops@0.1.0#increment-then-loop") (param i32 i32 i32)
    (drop (call $increment-times (local.get 0) (local.get 1) (local.get 2)))
    (loop $forever (br $forever)))

  (func (export "test:kv/ops@0.1.0#increment-then-trap") (param i32 i32 i32)
    (drop (call $increment-times (local.get 0) (local.get 1) (local.get 2)))
    unreachable)
)
