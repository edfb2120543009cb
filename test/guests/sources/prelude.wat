  ;; Memory and the allocator that every guest here shares. The heap only grows; a call gives all of it back when its
  ;; results were read (post-return), a loop gives back what one round used.
  (memory (export "memory") 1)
  (global $heap (mut i32) (i32.const 8192))

  (func $cabi_realloc (export "cabi_realloc") (param $old i32) (param $old-size i32) (param $align i32) (param $size i32) (result i32)
    (local $at i32) (local $end i32)
    (local.set $at (i32.and
      (i32.add (global.get $heap) (i32.sub (local.get $align) (i32.const 1)))
      (i32.xor (i32.sub (local.get $align) (i32.const 1)) (i32.const -1))))
    (local.set $end (i32.add (local.get $at) (local.get $size)))
    (if (i32.gt_u (local.get $end) (i32.mul (memory.size) (i32.const 65536)))
      (then
        (if (i32.eq
              (memory.grow (i32.add (i32.shr_u (i32.sub (local.get $end) (i32.mul (memory.size) (i32.const 65536))) (i32.const 16)) (i32.const 1)))
              (i32.const -1))
          (then unreachable))))
    (if (local.get $old-size)
      (then (memory.copy (local.get $at) (local.get $old) (local.get $old-size))))
    (global.set $heap (local.get $end))
    (local.get $at))

  (func $reset (param i32) (global.set $heap (i32.const 8192)))
