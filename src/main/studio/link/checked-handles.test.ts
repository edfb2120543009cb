import { afterAll, beforeAll, expect, it } from "vitest";

import { componentFrom } from "../../../../test/guests/guests.ts";
import { withOneRangeOfHandles } from "./checked-handles.ts";
import { type GuestFunction, type Host, openTestCodes, type TestCodes } from "./test-codes.ts";

let codes: TestCodes;
beforeAll(async () => {
  codes = await openTestCodes();
});
afterAll(() => codes[Symbol.asyncDispose]());

it("ends a guest that uses the handle of one kind as that of another, of which it has one, too", async () => {
  const source = await componentFrom(
    `(module
      (import "wasi:cli/stdout@0.2.12" "get-stdout" (func $stdout (result i32)))
      (import "wasi:io/streams@0.2.12" "[method]output-stream.subscribe" (func $subscribe (param i32) (result i32)))
      (import "wasi:io/streams@0.2.12" "[method]output-stream.flush" (func $flush (param i32 i32)))
      (import "wasi:io/streams@0.2.12" "[resource-drop]output-stream" (func $drop-stream (param i32)))
      (import "wasi:io/poll@0.2.12" "[resource-drop]pollable" (func $drop-pollable (param i32)))
      {{prelude}}
      (func (export "right") (result i32) (local $pollable i32)
        (local.set $pollable (call $subscribe (call $stdout)))
        (call $drop-pollable (local.get $pollable))
        (call $flush (call $stdout) (i32.const 16))
        (local.get $pollable))
      (func (export "wrong-use") (call $flush (call $subscribe (call $stdout)) (i32.const 16)))
      (func (export "wrong-drop") (call $drop-stream (call $subscribe (call $stdout))))
      (func (export "drop-unknown") (call $drop-stream (i32.const 99))))`,
    `package test:kinds; world kinds {
      import wasi:cli/stdout@0.2.12;
      import wasi:io/streams@0.2.12;
      import wasi:io/poll@0.2.12;
      export right: func() -> u32;
      export wrong-use: func();
      export wrong-drop: func();
      export drop-unknown: func();
    }`,
    "kinds",
  );
  const makeHost = (log: unknown[]): Host => {
    class Pollable {}
    class IoError {}
    class OutputStream {
      subscribe = () => new Pollable();
      flush = () => void log.push("flushed");
      [Symbol.dispose] = () => void log.push("dropped");
    }
    return {
      "wasi:cli/stdout": { getStdout: () => new OutputStream() },
      "wasi:io/error": { Error: IoError },
      "wasi:io/streams": { OutputStream },
      "wasi:io/poll": { Pollable },
    };
  };
  const { patched, warnings } = await codes.both(source, makeHost, (instantiate, attempt) => {
    for (const name of ["right", "wrongUse", "wrongDrop", "dropUnknown"]) {
      attempt(name, () => (instantiate()[name] as unknown as GuestFunction)());
    }
  });
  const unknown = (handle: number) => ({
    message: `unknown handle index ${handle}: the resource was dropped, is of another kind, or never was`,
    type: "RuntimeError",
    payload: "none",
    trap: true,
  });
  expect(patched).toEqual([
    "flushed",
    ["right", 2],
    ["wrongUse", "threw", unknown(2)],
    ["wrongDrop", "threw", unknown(2)],
    ["dropUnknown", "threw", unknown(99)],
  ]);
  expect(warnings).toEqual([]);
});

interface Things {
  readonly Thing: new () => { number(): number };
  readonly peek: (thing: object) => number;
}

it("serves a component that makes resources itself beside those of the host", async () => {
  const source = await componentFrom(
    `(module
      (import "[export]test:maker/things" "[resource-new]thing" (func $new (param i32) (result i32)))
      (import "wasi:keyvalue/store@0.2.0-draft" "open" (func $open (param i32 i32 i32)))
      {{prelude}}
      (func (export "test:maker/things#[constructor]thing") (result i32)
        (call $open (i32.const 0) (i32.const 0) (i32.const 16))
        (call $new (i32.const 7)))
      (func (export "test:maker/things#peek") (param i32) (result i32) (local.get 0))
      (func (export "test:maker/things#[method]thing.number") (param i32) (result i32) (local.get 0)))`,
    `package test:maker;
    interface things { resource thing { constructor(); number: func() -> u32; } peek: func(t: borrow<thing>) -> u32; }
    world maker { import wasi:keyvalue/store@0.2.0-draft; export things; }`,
    "maker",
  );
  class Bucket {}
  const makeHost = (): Host => ({ "wasi:keyvalue/store": { Bucket, open: () => new Bucket() } });
  const { plain, patched, warnings } = await codes.both(source, makeHost, (instantiate, attempt) => {
    attempt("number", () => {
      const { Thing, peek } = instantiate()["things"] as unknown as Things;
      return [new Thing().number(), peek(new Thing())];
    });
  });
  expect(patched).toEqual([["number", [7, 7]]]);
  expect(patched).toEqual(plain);
  expect(warnings).toEqual([]);
});

it("leaves tables alone whose handles are made or looked up in other ways, and says why it could not change others", () => {
  const table = "  const handleTable0 = [T_FLAG, 0];\n";
  const lending = `${table}function rscTableCreateBorrow(table, rep, scopeId) {}`;
  expect(withOneRangeOfHandles(lending)).toBe(lending);
  expect(withOneRangeOfHandles(`${table}function rscTableCreateOwn(table, rep) { return 1; }`)).toEqual({
    unfit: "rscTableCreateOwn has an unknown shape",
  });
  expect(withOneRangeOfHandles(`${table}  {\n    const handleTable1 = [T_FLAG, 0];\n  }`)).toEqual({
    unfit: "the tables stand in different blocks",
  });
  expect(withOneRangeOfHandles("const nothing = 0;")).toBe("const nothing = 0;");
});
