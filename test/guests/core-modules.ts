// What compilers write before, or in place of, a component: core modules that import WASI preview 1.
import { componentEmbed, parse } from "@bytecodealliance/jco-transpile/wasm-tools";

/** Prints `text` (printable ASCII without quotes and backslashes) and its arguments, one a line, and ends with an exit code that is not 0 when the last of them is `fail`. */
export function preview1Program(text = "hello"): Promise<Uint8Array> {
  return parse(`(module
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (memory (export "memory") 1)
    (data (i32.const 1024) "${text}")
    (data (i32.const 1020) "\\n")
    (func $put (param $at i32) (param $length i32)
      (i32.store (i32.const 0) (local.get $at))
      (i32.store (i32.const 4) (local.get $length))
      (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16))))
    (func $print (param $at i32) (param $length i32)
      (call $put (local.get $at) (local.get $length))
      (call $put (i32.const 1020) (i32.const 1)))
    (func $length (param $at i32) (result i32)
      (local $end i32)
      (local.set $end (local.get $at))
      (loop $more
        (if (i32.load8_u (local.get $end))
          (then (local.set $end (i32.add (local.get $end) (i32.const 1))) (br $more))))
      (i32.sub (local.get $end) (local.get $at)))
    (func (export "_start")
      (local $index i32) (local $arg i32)
      (call $print (i32.const 1024) (i32.const ${text.length}))
      (drop (call $sizes (i32.const 32) (i32.const 36)))
      (drop (call $args (i32.const 2048) (i32.const 4096)))
      (loop $more
        (if (i32.lt_u (local.get $index) (i32.load (i32.const 32)))
          (then
            (local.set $arg (i32.load (i32.add (i32.const 2048) (i32.shl (local.get $index) (i32.const 2)))))
            (call $print (local.get $arg) (call $length (local.get $arg)))
            (local.set $index (i32.add (local.get $index) (i32.const 1)))
            (br $more))))
      (if (i32.eq (i32.load (local.get $arg)) (i32.const 0x6c696166)) (then (call $exit (i32.const 3))))))`);
}

/** Carries the WIT of `double: func(of: u32) -> u32`; with preview 1, it prints a dot whenever it is called. */
export async function moduleWithWit({ preview1 }: { readonly preview1: boolean }): Promise<Uint8Array> {
  const says = `(i32.store (i32.const 0) (i32.const 16)) (i32.store (i32.const 4) (i32.const 1))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))`;
  const binary = await parse(`(module
    ${preview1 ? '(import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))' : ""}
    (memory (export "memory") 1)
    (data (i32.const 16) ".")
    (func (export "double") (param i32) (result i32)
      ${preview1 ? says : ""}
      (i32.shl (local.get 0) (i32.const 1))))`);
  const witSource = "package test:doubler@0.1.0; world doubler { export double: func(of: u32) -> u32; }";
  return componentEmbed({ binary, witSource, world: "doubler" });
}
