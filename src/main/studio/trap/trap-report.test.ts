import { request } from "node:http";

import { afterAll, beforeAll, expect, it } from "vitest";

import { componentFrom } from "../../../../test/guests/guests.ts";
import type { TrapKind } from "../../../shared/model.ts";
import { openTestStudio, testProject, type TestStudio } from "../test-studio.ts";

/** One export for each way to trap, below functions whose names are as compilers leave them. */
function trapper(): Promise<Uint8Array> {
  return componentFrom(
    `(module $trapper
      (import "wasi:logging/logging@0.1.0-draft" "log" (func $log (param i32 i32 i32 i32 i32)))
      (import "test:trapper/missing" "ask" (func $ask))
      {{prelude}}
      (data (i32.const 1024) "about to trap")
      (data (i32.const 1100) "\\ff\\fe")
      (table 2 funcref)
      (elem (i32.const 0) func $takes-one)
      (func $takes-one (param i32))
      (func $_ZN4core9panicking9panic_fmt17h0123456789abcdefE unreachable)
      (func $_RNvNtCsd5WxHR8zp5_7mycrate3ops7divided (drop (i32.div_s (i32.const 1) (i32.const 0))))
      (func $_ZN3foo3Bar3getEv (drop (i32.load (i32.const 0x7fffffff))))
      (func $even (call $odd)) (func $odd (call $even))
      (func (export "panic")
        (call $log (i32.const 4) (i32.const 1024) (i32.const 5) (i32.const 1024) (i32.const 13))
        (call $_ZN4core9panicking9panic_fmt17h0123456789abcdefE))
      (func (export "divide") (call $_RNvNtCsd5WxHR8zp5_7mycrate3ops7divided))
      (func (export "overflow") (drop (i32.div_s (i32.const 0x80000000) (i32.const -1))))
      (func (export "convert") (drop (i32.trunc_f32_s (f32.const nan))))
      (func (export "load") (call $_ZN3foo3Bar3getEv))
      (func (export "call-other-type") (call_indirect (i32.const 0)))
      (func (export "call-null") (call_indirect (i32.const 1)))
      (func (export "call-nowhere") (call_indirect (i32.const 9)))
      (func (export "recurse") (call $even))
      (func (export "ask") (call $ask))
      (func (export "no-text") (call $log (i32.const 2) (i32.const 1024) (i32.const 5) (i32.const 1100) (i32.const 2)))
      (func (export "no-level") (call $log (i32.const 77) (i32.const 1024) (i32.const 5) (i32.const 1024) (i32.const 2))))`,
    `package test:trapper;
     interface missing { ask: func(); }
     world trapper {
       import wasi:logging/logging@0.1.0-draft;
       import missing;
       export panic: func(); export divide: func(); export overflow: func(); export convert: func(); export load: func();
       export call-other-type: func(); export call-null: func(); export call-nowhere: func(); export recurse: func();
       export ask: func(); export no-text: func(); export no-level: func();
     }`,
    "trapper",
  );
}

/** Answers HTTP with a trap, without a name for any of its functions. */
function nameless(): Promise<Uint8Array> {
  return componentFrom(
    `(module
      (import "wasi:http/types@0.2.12" "[constructor]fields" (func (result i32)))
      (memory (export "memory") 1)
      (func (param i32 i32) unreachable)
      (func (export "wasi:http/incoming-handler@0.2.12#handle") (param i32 i32) (call 1 (local.get 0) (local.get 1)))
      (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024)))`,
    "package test:nameless; world nameless { import wasi:http/types@0.2.12; export wasi:http/incoming-handler@0.2.12; }",
    "nameless",
  );
}

let studio: TestStudio;
beforeAll(async () => {
  const components = { trapper: await trapper(), nameless: await nameless() };
  studio = await openTestStudio(await testProject({ components }));
  await studio.ready("trapper");
  await studio.ready("nameless");
});
afterAll(() => studio[Symbol.asyncDispose]());

async function trapOf(target: string) {
  const reply = await studio.api.invoke({ component: "trapper", target, args: [] });
  const detail = await studio.ended(reply.invocation);
  expect([detail.outcome, detail.trap?.name]).toEqual(["trap", detail.reason]);
  return { detail, trap: detail.trap, functions: detail.trap?.frames.map((frame) => frame.function) };
}

it.each([
  [
    "panic",
    "unreachable",
    "unreachable executed",
    ["core::panicking::panic_fmt", "panic"],
    /^A Rust panic .*last lines of the log/,
  ],
  [
    "divide",
    "divide-by-zero",
    "integer divide by zero",
    ["mycrate::ops::divided", "divide"],
    /in mycrate::ops::divided: check the divisor/,
  ],
  ["overflow", "integer-overflow", "integer overflow", ["overflow"], /divided by -1 in overflow/],
  ["convert", "invalid-conversion", "invalid conversion to integer", ["convert"], /NaN/],
  [
    "load",
    "memory-out-of-bounds",
    "out of bounds memory access",
    ["foo::Bar::get", "load"],
    /outside of the guest's memory/,
  ],
  ["call-other-type", "indirect-call", /^indirect call of a null function/, ["call-other-type"], /function pointer/],
  ["call-null", "indirect-call", /^indirect call of a null function/, ["call-null"], /function pointer was null/],
  ["call-nowhere", "table-out-of-bounds", /out of bounds table access/, ["call-nowhere"], /stands for no function/],
  ["ask", "host", /^test:trapper\/missing#ask was called, but nobody offers it/, ["ask"], /The last host call/],
  ["no-text", "invalid-value", /utf-8/i, ["no-text"], /WIT type does not allow/],
  ["no-level", "invalid-value", /enum|discriminant|77/, ["no-level"], /WIT type does not allow/],
] satisfies [string, TrapKind, string | RegExp, string[], RegExp][])(
  "%s: names the trap, the functions it was in and what to try",
  async (target, kind, name, functions, advice) => {
    const { trap, functions: found } = await trapOf(target);
    expect([trap?.kind, found, trap?.cut]).toEqual([kind, functions, false]);
    expect(trap?.name).toMatch(typeof name === "string" ? new RegExp(`^${name}$`) : name);
    expect(trap?.advice.join(" ")).toMatch(advice);
  },
);

it("names the functions that call each other without end", async () => {
  const { trap } = await trapOf("recurse");
  expect([trap?.kind, trap?.name, trap?.cut]).toEqual(["stack-exhausted", "call stack exhausted", true]);
  expect(trap?.repeating?.toSorted()).toEqual(["even", "odd"]);
  expect(trap?.advice[0]).toMatch(/^(even → odd|odd → even) → … call each other without end/);
});

it("has the place of each frame in its core module, and the symbol where it reads differently", async () => {
  const { trap } = await trapOf("panic");
  expect(trap?.frames[0]).toEqual({
    function: "core::panicking::panic_fmt",
    symbol: "_ZN4core9panicking9panic_fmt17h0123456789abcdefE",
    index: expect.any(Number) as number,
    offset: expect.any(Number) as number,
  });
});

it("is in the answer that an HTTP client gets, with the way to names where there are none", async () => {
  const answer = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    request(`${studio.http}/`, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode, text }));
    })
      .on("error", reject)
      .end();
  });
  expect(answer.status).toBe(500);
  expect(answer.text).toMatch(
    /^The component trapped before it set a response \(component nameless, invocation \d+\): unreachable executed\n {4}at wasm-function\[1\] \(wasm-function\[1\]:0x[0-9a-f]+\)\n {4}at wasi:http\/incoming-handler@0\.2\.12#handle /,
  );
  expect(answer.text).toMatch(/Keep the name section to see them/);
});
