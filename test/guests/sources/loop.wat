(module
  (import "wasi:logging/logging@0.1.0-draft" "log" (func $log (param i32 i32 i32 i32 i32)))
  {{prelude}}
  (data (i32.const 1024) "loop")
  (data (i32.const 1040) "about to loop")
  (func (export "run") (param $calls i32)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $calls)))
        (call $log (i32.const 2) (i32.const 1024) (i32.const 4) (i32.const 1040) (i32.const 13))
        (local.set $calls (i32.sub (local.get $calls) (i32.const 1)))
        (br $next)))
    (loop $forever (br $forever)))
)
