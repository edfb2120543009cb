(module
  (func $innermost unreachable)
  (func $middle (call $innermost))
  (func (export "run") (call $middle))
  (func (export "answer") (result i32) (i32.const 7))
)
