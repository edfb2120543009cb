import { beforeAll, describe, expect, test } from "vitest";
// oxlint-disable-next-line no-restricted-imports -- this cli is the WIT package wasi:cli, not the command line above.
import { cli } from "../cli/index.ts";
import { clocks } from "../clocks/index.ts";
import type { TestContext } from "../test-context.ts";
import { testContext } from "../test-context.ts";
import { buildTestComponent, type TestComponent } from "../test-component.ts";
import { testIncoming } from "../test-pipes.ts";
import { GuestExit, Trap } from "../trap.ts";
import { createIo } from "./index.ts";

const WIT = `
package test:guest;
world guest {
  import wasi:io/error@0.2.12;
  import wasi:io/poll@0.2.12;
  import wasi:io/streams@0.2.12;
  import wasi:cli/stdin@0.2.12;
  import wasi:cli/stdout@0.2.12;
  import wasi:cli/stderr@0.2.12;
  import wasi:cli/exit@0.2.12;
  import wasi:clocks/monotonic-clock@0.2.12;
  /// Copies stdin to stdout to its end; a failure's text goes to stderr.
  export copy: func() -> u64;
  export splice-all: func() -> u64;
  /// Polls stdin, a timer, and stdin again; a bit for each position that was ready.
  export wait-both: func(timeout-ns: u64) -> u32;
  /// Writes more than it could have a permit for.
  export overrun: func();
  export drop-parent: func();
  export empty-poll: func();
  export quit: func(code: u8);
  export ping: func() -> u32;
}`;

const WAT = `
(module
  (import "wasi:cli/stdin@0.2.12" "get-stdin" (func $get-stdin (result i32)))
  (import "wasi:cli/stdout@0.2.12" "get-stdout" (func $get-stdout (result i32)))
  (import "wasi:cli/stderr@0.2.12" "get-stderr" (func $get-stderr (result i32)))
  (import "wasi:cli/exit@0.2.12" "exit-with-code" (func $exit (param i32)))
  (import "wasi:clocks/monotonic-clock@0.2.12" "subscribe-duration" (func $after (param i64) (result i32)))
  (import "wasi:io/poll@0.2.12" "poll" (func $poll (param i32 i32 i32)))
  (import "wasi:io/poll@0.2.12" "[resource-drop]pollable" (func $drop-pollable (param i32)))
  (import "wasi:io/error@0.2.12" "[method]error.to-debug-string" (func $error-text (param i32 i32)))
  (import "wasi:io/error@0.2.12" "[resource-drop]error" (func $drop-error (param i32)))
  (import "wasi:io/streams@0.2.12" "[method]input-stream.blocking-read" (func $read (param i32 i64 i32)))
  (import "wasi:io/streams@0.2.12" "[method]input-stream.subscribe" (func $in-subscribe (param i32) (result i32)))
  (import "wasi:io/streams@0.2.12" "[method]output-stream.subscribe" (func $out-subscribe (param i32) (result i32)))
  (import "wasi:io/streams@0.2.12" "[method]output-stream.blocking-write-and-flush" (func $write-flush (param i32 i32 i32 i32)))
  (import "wasi:io/streams@0.2.12" "[method]output-stream.write" (func $write (param i32 i32 i32 i32)))
  (import "wasi:io/streams@0.2.12" "[method]output-stream.blocking-splice" (func $splice (param i32 i32 i64 i32)))
  (import "wasi:io/streams@0.2.12" "[resource-drop]input-stream" (func $drop-in (param i32)))
  (import "wasi:io/streams@0.2.12" "[resource-drop]output-stream" (func $drop-out (param i32)))
  (memory (export "memory") 17)
  (global $heap (mut i32) (i32.const 4096))
  (func $alloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $heap) (i32.const 7)) (i32.const -8)))
    (global.set $heap (i32.add (local.get $at) (local.get 3)))
    (local.get $at))
  (func (export "copy") (result i64)
    (local $in i32) (local $out i32) (local $err i32) (local $total i64)
    (local.set $in (call $get-stdin))
    (local.set $out (call $get-stdout))
    (block $end
      (loop $next
        (global.set $heap (i32.const 4096))
        (call $read (local.get $in) (i64.const 4096) (i32.const 16))
        (if (i32.load8_u (i32.const 16)) (then
          (if (i32.eqz (i32.load8_u (i32.const 20))) (then
            (call $error-text (i32.load (i32.const 24)) (i32.const 64))
            (local.set $err (call $get-stderr))
            (call $write-flush (local.get $err) (i32.load (i32.const 64)) (i32.load (i32.const 68)) (i32.const 96))
            (call $drop-out (local.get $err))
            (call $drop-error (i32.load (i32.const 24)))))
          (br $end)))
        (call $write-flush (local.get $out) (i32.load (i32.const 20)) (i32.load (i32.const 24)) (i32.const 48))
        (if (i32.load8_u (i32.const 48)) (then unreachable))
        (local.set $total (i64.add (local.get $total) (i64.extend_i32_u (i32.load (i32.const 24)))))
        (br $next)))
    (call $drop-in (local.get $in))
    (call $drop-out (local.get $out))
    (local.get $total))
  (func (export "splice-all") (result i64)
    (local $in i32) (local $out i32) (local $total i64)
    (local.set $in (call $get-stdin))
    (local.set $out (call $get-stdout))
    (block $end
      (loop $next
        (call $splice (local.get $out) (local.get $in) (i64.const -1) (i32.const 16))
        (br_if $end (i32.load8_u (i32.const 16)))
        (local.set $total (i64.add (local.get $total) (i64.load (i32.const 24))))
        (br $next)))
    (call $drop-in (local.get $in))
    (call $drop-out (local.get $out))
    (local.get $total))
  (func (export "wait-both") (param $ns i64) (result i32)
    (local $in i32) (local $p i32) (local $timer i32) (local $bits i32) (local $i i32)
    (local.set $in (call $get-stdin))
    (local.set $p (call $in-subscribe (local.get $in)))
    (local.set $timer (call $after (local.get $ns)))
    (i32.store (i32.const 128) (local.get $p))
    (i32.store (i32.const 132) (local.get $timer))
    (i32.store (i32.const 136) (local.get $p))
    (call $poll (i32.const 128) (i32.const 3) (i32.const 16))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $i) (i32.load (i32.const 20))))
        (local.set $bits (i32.or (local.get $bits) (i32.shl (i32.const 1)
          (i32.load (i32.add (i32.load (i32.const 16)) (i32.shl (local.get $i) (i32.const 2)))))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (call $drop-pollable (local.get $p))
    (call $drop-pollable (local.get $timer))
    (call $drop-in (local.get $in))
    (local.get $bits))
  (func (export "overrun")
    (call $write (call $get-stdout) (i32.const 0) (i32.const 1048577) (i32.const 16)))
  (func (export "drop-parent")
    (local $out i32)
    (local.set $out (call $get-stdout))
    (drop (call $out-subscribe (local.get $out)))
    (call $drop-out (local.get $out)))
  (func (export "empty-poll") (call $poll (i32.const 128) (i32.const 0) (i32.const 16)))
  (func (export "quit") (param i32) (call $exit (local.get 0)))
  (func (export "ping") (result i32) (i32.const 7)))
`;

let component: TestComponent;
beforeAll(async () => {
  component = await buildTestComponent({ wat: WAT, wit: WIT, world: "guest" });
});

function start(ctx: TestContext) {
  const io = createIo(ctx);
  const imports: Record<string, unknown> = {};
  for (const [name, module] of Object.entries(io.modules)) imports[`wasi:io/${name}`] = module;
  for (const [name, module] of Object.entries(cli.create(ctx, io))) imports[`wasi:cli/${name}`] = module;
  for (const [name, module] of Object.entries(clocks.create(ctx, io))) imports[`wasi:clocks/${name}`] = module;
  return component.instantiate(imports);
}

function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("a real component", () => {
  test("copies its standard input, waiting for each part, to its end", () => {
    const stdin = testIncoming();
    const ctx = testContext({ stdin: stdin.reader });
    const text = "a line with an € that arrives\n".repeat(1000);
    stdin.push(text.slice(0, 10_000));
    ctx.later(() => stdin.push(text.slice(10_000)));
    ctx.later(() => stdin.finish());
    expect(start(ctx)["copy"]?.()).toBe(BigInt(Buffer.byteLength(text)));
    expect(ctx.printed("stdout")).toBe(text);
  });

  test("is told the text of a failed read, once, as an error it owns", () => {
    const stdin = testIncoming();
    const ctx = testContext({ stdin: stdin.reader });
    stdin.push("half");
    stdin.fail("the line was cut");
    expect(start(ctx)["copy"]?.()).toBe(4n);
    expect([ctx.printed("stdout"), ctx.printed("stderr")]).toEqual(["half", "the line was cut"]);
  });

  test("splices as much as there is when it asks for 2^64 - 1 bytes", () => {
    const stdin = testIncoming();
    const ctx = testContext({ stdin: stdin.reader });
    stdin.push("one ");
    ctx.later(() => stdin.push("two"));
    ctx.later(() => stdin.finish());
    expect(start(ctx)["spliceAll"]?.()).toBe(7n);
    expect(ctx.printed("stdout")).toBe("one two");
  });

  test("finds one pollable at both positions it gave it", () => {
    const stdin = testIncoming();
    const ctx = testContext({ stdin: stdin.reader });
    ctx.later(() => stdin.push("x"), 5n);
    expect(start(ctx)["waitBoth"]?.(1_000_000n)).toBe(0b101);
  });

  test("is woken by a timer when nothing arrives", () => {
    const ctx = testContext({ stdin: testIncoming().reader });
    const before = ctx.clock.monotonicNs();
    expect(start(ctx)["waitBoth"]?.(1_000_000n)).toBe(0b010);
    expect(ctx.clock.monotonicNs() - before).toBe(1_000_000n);
  });

  test.each([
    ["overrun", "write exceeded budget"],
    ["dropParent", "resource has children"],
    ["emptyPoll", "empty poll list"],
  ])("that breaks the contract (%s) traps and its instance cannot be entered again", (member, text) => {
    const ctx = testContext();
    const instance = start(ctx);
    expect(instance["ping"]?.()).toBe(7);
    const error = thrownBy(() => instance[member]?.());
    expect(error).toBeInstanceOf(Trap);
    expect((error as Trap).message).toBe(text);
    expect(() => instance["ping"]?.()).toThrow("cannot enter component instance");
    expect(ctx.printed("stdout")).toBe("");
  });

  test("ends itself with its exit code", () => {
    const error = thrownBy(() => start(testContext())["quit"]?.(42));
    expect(error).toBeInstanceOf(GuestExit);
    expect((error as GuestExit).code).toBe(42);
  });
});
