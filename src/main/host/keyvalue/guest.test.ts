import { beforeAll, expect, it } from "vitest";

import { createIo } from "../io/index.ts";
import { buildTestComponent, type TestComponent } from "../test-component.ts";
import { testContext } from "../test-context.ts";
import { HeapKeyvalue } from "./heap.ts";
import { keyvalue } from "./index.ts";

/** The part of draft2 that the guest uses: where handles travel in every direction, own, borrowed and in an error. */
const WIT = `
package test:guest;

world guest {
  import wasi:keyvalue/store@0.2.0-draft2;
  import wasi:keyvalue/atomics@0.2.0-draft2;
  export attempt: func() -> u32;
}

package wasi:keyvalue@0.2.0-draft2 {
  interface store {
    variant error { no-such-store, access-denied, other(string) }
    open: func(identifier: string) -> result<bucket, error>;
    resource bucket { set: func(key: string, value: list<u8>) -> result<_, error>; }
  }
  interface atomics {
    use store.{bucket, error};
    variant cas-error { store-error(error), cas-failed(cas) }
    resource cas { new: static func(bucket: borrow<bucket>, key: string) -> result<cas, error>; }
    increment: func(bucket: borrow<bucket>, key: string, delta: s64) -> result<s64, error>;
    swap: func(cas: cas, value: list<u8>) -> result<_, cas-error>;
  }
}`;

/** Results: the tag of a result stands at its first byte, what it holds at the fourth (increment: the eighth). */
const WAT = `
(module
  (import "wasi:keyvalue/store@0.2.0-draft2" "open" (func $open (param i32 i32 i32)))
  (import "wasi:keyvalue/store@0.2.0-draft2" "[method]bucket.set" (func $set (param i32 i32 i32 i32 i32 i32)))
  (import "wasi:keyvalue/atomics@0.2.0-draft2" "[static]cas.new" (func $cas (param i32 i32 i32 i32)))
  (import "wasi:keyvalue/atomics@0.2.0-draft2" "swap" (func $swap (param i32 i32 i32 i32)))
  (import "wasi:keyvalue/atomics@0.2.0-draft2" "increment" (func $increment (param i32 i32 i32 i64 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "bk1other")
  (data (i32.const 16) "mine")
  (global $free (mut i32) (i32.const 4096))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (local $at i32)
    (local.set $at (global.get $free))
    (global.set $free (i32.and (i32.add (i32.add (local.get $at) (local.get 3)) (i32.const 7)) (i32.const -8)))
    (local.get $at))
  ;; 1000 × swap refused, 100 × because it was written since, 10 × second swap refused, 1 × increment refused
  (func (export "attempt") (result i32)
    (local $bucket i32)
    (call $open (i32.const 0) (i32.const 1) (i32.const 100))
    (local.set $bucket (i32.load (i32.const 104)))
    (call $cas (local.get $bucket) (i32.const 1) (i32.const 1) (i32.const 200))
    (call $set (local.get $bucket) (i32.const 1) (i32.const 1) (i32.const 3) (i32.const 5) (i32.const 300))
    (call $swap (i32.load (i32.const 204)) (i32.const 16) (i32.const 4) (i32.const 400))
    (call $swap (i32.load (i32.const 408)) (i32.const 16) (i32.const 4) (i32.const 500))
    (call $increment (local.get $bucket) (i32.const 1) (i32.const 1) (i64.const 1) (i32.const 600))
    (i32.add
      (i32.add
        (i32.mul (i32.load8_u (i32.const 400)) (i32.const 1000))
        (i32.mul (i32.load8_u (i32.const 404)) (i32.const 100)))
      (i32.add
        (i32.mul (i32.load8_u (i32.const 500)) (i32.const 10))
        (i32.load8_u (i32.const 600))))))`;

let component: TestComponent;
beforeAll(async () => {
  component = await buildTestComponent({ wat: WAT, wit: WIT, world: "guest" });
});

it("serves a real guest: a swap refused, the fresh handle in its error used, an error with a text", () => {
  const heap = new HeapKeyvalue();
  const ctx = testContext({ keyvalue: () => heap });
  const modules = keyvalue.create(ctx, createIo(ctx));
  const guest = component.instantiate({
    "wasi:keyvalue/store": modules["store@draft2"],
    "wasi:keyvalue/atomics": modules["atomics@draft2"],
  });
  expect([guest["attempt"]?.(), heap.get("b", "k"), ctx.versions]).toEqual([
    1101,
    new TextEncoder().encode("mine"),
    [1, 2],
  ]);
});
