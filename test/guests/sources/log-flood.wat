(module
  (import "wasi:logging/logging@0.1.0-draft" "log" (func $log (param i32 i32 i32 i32 i32)))
  {{prelude}}
  (data (i32.const 1024) "flood")
  (func (export "run") (param $times i32) (param $size i32)
    (local $text i32)
    (local.set $text (call $cabi_realloc (i32.const 0) (i32.const 0) (i32.const 1) (local.get $size)))
    (memory.fill (local.get $text) (i32.const 0x78) (local.get $size))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $times)))
        (call $log (i32.rem_u (local.get $times) (i32.const 6)) (i32.const 1024) (i32.const 5) (local.get $text) (local.get $size))
        (local.set $times (i32.sub (local.get $times) (i32.const 1)))
        (br $next)))
    (call $reset (i32.const 0)))
)
