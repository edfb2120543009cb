import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { afterAll, beforeAll, expect, it } from "vitest";

import { type GuestFunction, openTestCodes, type TestCodes } from "./test-codes.ts";

let codes: TestCodes;
beforeAll(async () => {
  codes = await openTestCodes();
});
afterAll(() => codes[Symbol.asyncDispose]());

it("lets components that were composed hand one another a resource whose representation is 0, back and forth", async () => {
  const { plain, patched } = await codes.both(
    await parse(HAND_OVER),
    () => ({}),
    (instantiate, attempt) => {
      attempt("run", () => (instantiate()["run"] as unknown as GuestFunction)());
    },
  );
  expect(plain).toEqual([["run", "threw", expect.objectContaining({ message: "unknown handle index 3" })]]);
  expect(patched).toEqual([["run", 777]]);
});

/**
 * `user` makes a thing of `maker`, reads it, gives it to `keeper`, takes it back, and lends it to `keeper`, which
 * reads it: three reads of 7, as hundreds, tens and ones. Every component drops what it has.
 */
const HAND_OVER = `(component
  (component $maker
    (type $thing (resource (rep i32)))
    (core func $new (canon resource.new $thing))
    (core module $m
      (import "" "new" (func $new (param i32) (result i32)))
      (func (export "make") (result i32) (call $new (i32.const 0)))
      (func (export "read") (param i32) (result i32) (i32.add (local.get 0) (i32.const 7))))
    (core instance $i (instantiate $m (with "" (instance (export "new" (func $new))))))
    (export $exported "thing" (type $thing))
    (func (export "make") (result (own $exported)) (canon lift (core func $i "make")))
    (func (export "read") (param "self" (borrow $exported)) (result u32) (canon lift (core func $i "read"))))
  (component $keeper
    (import "maker" (instance $maker
      (export "thing" (type $thing (sub resource)))
      (export "read" (func (param "self" (borrow $thing)) (result u32)))))
    (alias export $maker "thing" (type $thing))
    (core func $read (canon lower (func $maker "read")))
    (core func $drop (canon resource.drop $thing))
    (core module $m
      (import "" "read" (func $read (param i32) (result i32)))
      (import "" "drop" (func $drop (param i32)))
      (global $kept (mut i32) (i32.const 0))
      (func (export "take") (param i32) (global.set $kept (local.get 0)))
      (func (export "give") (result i32) (global.get $kept))
      (func (export "peek") (param i32) (result i32) (call $read (local.get 0)) (call $drop (local.get 0))))
    (core instance $i (instantiate $m (with "" (instance (export "read" (func $read)) (export "drop" (func $drop))))))
    (func (export "take") (param "it" (own $thing)) (canon lift (core func $i "take")))
    (func (export "give") (result (own $thing)) (canon lift (core func $i "give")))
    (func (export "peek") (param "it" (borrow $thing)) (result u32) (canon lift (core func $i "peek"))))
  (component $user
    (import "maker" (instance $maker
      (export "thing" (type $thing (sub resource)))
      (export "make" (func (result (own $thing))))
      (export "read" (func (param "self" (borrow $thing)) (result u32)))))
    (alias export $maker "thing" (type $thing))
    (import "keeper" (instance $keeper
      (export "take" (func (param "it" (own $thing))))
      (export "give" (func (result (own $thing))))
      (export "peek" (func (param "it" (borrow $thing)) (result u32)))))
    (core func $make (canon lower (func $maker "make")))
    (core func $read (canon lower (func $maker "read")))
    (core func $take (canon lower (func $keeper "take")))
    (core func $give (canon lower (func $keeper "give")))
    (core func $peek (canon lower (func $keeper "peek")))
    (core func $drop (canon resource.drop $thing))
    (core module $m
      (import "" "make" (func $make (result i32)))
      (import "" "read" (func $read (param i32) (result i32)))
      (import "" "take" (func $take (param i32)))
      (import "" "give" (func $give (result i32)))
      (import "" "peek" (func $peek (param i32) (result i32)))
      (import "" "drop" (func $drop (param i32)))
      (func (export "run") (result i32)
        (local $it i32) (local $sum i32)
        (local.set $it (call $make))
        (local.set $sum (i32.mul (call $read (local.get $it)) (i32.const 100)))
        (call $take (local.get $it))
        (local.set $it (call $give))
        (local.set $sum (i32.add (local.get $sum) (i32.mul (call $peek (local.get $it)) (i32.const 10))))
        (local.set $sum (i32.add (local.get $sum) (call $read (local.get $it))))
        (call $drop (local.get $it))
        (local.get $sum)))
    (core instance $i (instantiate $m (with "" (instance
      (export "make" (func $make)) (export "read" (func $read)) (export "take" (func $take))
      (export "give" (func $give)) (export "peek" (func $peek)) (export "drop" (func $drop))))))
    (func (export "run") (result u32) (canon lift (core func $i "run"))))
  (instance $makerInstance (instantiate $maker))
  (instance $keeperInstance (instantiate $keeper (with "maker" (instance $makerInstance))))
  (instance $userInstance (instantiate $user
    (with "maker" (instance $makerInstance)) (with "keeper" (instance $keeperInstance))))
  (func (export "run") (alias export $userInstance "run")))`;
