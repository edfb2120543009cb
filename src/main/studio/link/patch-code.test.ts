import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { componentFrom, guest, httpHello } from "../../../../test/guests/guests.ts";
import { WitError } from "../../host/wit-error.ts";
import { patchCode } from "./patch-code.ts";
import { generated, openTestCodes, type GuestFunction, type Host, type TestCodes } from "./test-codes.ts";

let codes: TestCodes;
beforeAll(async () => {
  codes = await openTestCodes();
});
afterAll(() => codes[Symbol.asyncDispose]());

/** A key-value host that misbehaves for certain keys. */
function keyvalue(log: unknown[]): Host {
  const values = new Map<string, Uint8Array>();
  class Bucket {
    get(key: string): unknown {
      log.push(["get", key]);
      return values.get(key);
    }
    set(key: string, value: Uint8Array): void {
      log.push(["set", key, value]);
      values.set(key, value);
    }
    [Symbol.dispose](): void {
      log.push("dropped");
    }
  }
  const increment = (bucket: unknown, key: string, by: bigint): unknown => {
    log.push(["increment", bucket instanceof Bucket, key, by]);
    if (key === "refuse") throw new WitError({ tag: "access-denied" });
    if (key === "other") throw new WitError({ tag: "other", val: "naïve ☃ 𝄞" });
    if (key === "return-err") return { tag: "err", val: { tag: "no-such-store" } };
    if (key === "trap") throw new WebAssembly.RuntimeError("the host says no");
    if (key === "fault") throw new Error("a fault of the host");
    if (key === "wrong-tag") throw new WitError({ tag: "no-such-case" });
    if (key === "wrong-type") return "text";
    return by + 1n;
  };
  const store = { Bucket, open: (id: string) => (log.push(["open", id]), new Bucket()) };
  return { "wasi:keyvalue/store": store, "wasi:keyvalue/atomics": { increment } };
}

describe("patched code", () => {
  it("makes no task and writes no debug log for a host call", async () => {
    const { plain, patched } = await generated(await guest("kv"));
    const tasks = (text: string): number => text.split("= createNewCurrentTask(").length - 1;
    // One for each of 8 exports, each of 4 imports, and one in the wrapper that no import uses any more.
    expect([tasks(plain), tasks(patched)]).toEqual([13, 9]);
    expect(patched).not.toMatch(/_debugLog\('\[iface=/);
    expect(patched).not.toMatch(/_lowerImportBackwardsCompat\.bind/);
  });

  it("answers like the unpatched code: values, errors of the WIT, traps, faults of the host", async () => {
    const { plain, patched } = await codes.both(await guest("kv"), keyvalue, (instantiate, attempt) => {
      let ops = instantiate()["ops"] as Record<string, GuestFunction>;
      attempt("get nothing", () => ops["get"]?.("naïve ☃ 𝄞"));
      attempt("set", () => ops["set"]?.("", new Uint8Array(100_000).fill(7)));
      attempt("get", () => ops["get"]?.(""));
      attempt("increment", () => ops["increment"]?.("n", 2n ** 64n - 2n));
      for (const key of ["refuse", "other", "return-err", "wrong-tag", "wrong-type", "fault", "trap"]) {
        ops = instantiate()["ops"] as Record<string, GuestFunction>;
        attempt(key, () => ops["increment"]?.(key, 1n));
        attempt(`after ${key}`, () => ops["increment"]?.("n", 1n));
      }
      ops = instantiate()["ops"] as Record<string, GuestFunction>;
      attempt("many", () => ops["incrementTimes"]?.("n", 1000));
      attempt("unreachable", () => ops["incrementThenTrap"]?.("n", 2));
      attempt("after unreachable", () => ops["get"]?.("n"));
      attempt("wrong argument", () => instantiate()["ops"]?.["get"]?.(7));
    });
    expect(patched).toEqual(plain);
    expect(plain).toContainEqual(["increment", 2n ** 64n - 1n]);
  });

  it("carries every flat kind, results in memory and resources like the unpatched code", async () => {
    const values: Record<string, readonly unknown[]> = {
      Bool: [true, false],
      U8: [0, 255],
      S8: [-128, 127],
      U16: [65535],
      S16: [-32768],
      U32: [4294967295],
      S32: [-2147483648],
      U64: [0n, 2n ** 64n - 1n],
      S64: [-(2n ** 63n)],
      F32: [1.5, NaN, -0, Infinity],
      F64: [Math.PI, NaN, -Infinity],
      Char: ["☃", "𝄞"],
      Color: ["green"],
      Permissions: [{ read: true, executeNow: true }],
      String: ["", "naïve ☃ 𝄞"],
      Words: [[], ["a", "", "☃"]],
      Numbers: [[], BigUint64Array.of(1n, 2n ** 63n)],
      Option: [undefined, 7],
    };
    const peer = (log: unknown[]): Host => {
      class Thing {
        readonly weight: number;
        constructor(weight: number) {
          this.weight = weight;
        }
        size(): number {
          return this.weight;
        }
        static merge(left: Thing, right: Thing): Thing {
          log.push(["merge", left.weight, right.weight]);
          return new Thing(left.weight + right.weight);
        }
        [Symbol.dispose](): void {
          log.push(["dropped", this.weight]);
        }
      }
      const pass = (value: unknown): unknown => (log.push(["host got", value]), value);
      const host: Record<string, unknown> = { Thing, passNothing: pass, weigh: (thing: Thing) => thing.size() };
      for (const kind of Object.keys(values)) host[`pass${kind}`] = pass;
      host["passEmptyResult"] = (value: { tag: string }) => {
        if (value.tag === "err") throw new WitError(undefined);
      };
      host["passResult"] = (value: { tag: string; val: unknown }) => {
        if (value.tag === "err") throw new WitError(value.val);
        return value.val;
      };
      return { "test:relay/peer": host };
    };
    const { plain, patched } = await codes.both(await guest("relay"), peer, (instantiate, attempt) => {
      const forward = instantiate()["forward"] as Record<string, GuestFunction>;
      for (const [kind, samples] of Object.entries(values)) {
        for (const sample of samples) attempt(kind, () => forward[`pass${kind}`]?.(sample));
      }
      attempt("nothing", () => forward["passNothing"]?.());
      for (const tag of ["ok", "err"]) attempt("empty", () => forward["passEmptyResult"]?.({ tag }));
      attempt("ok", () => forward["passResult"]?.({ tag: "ok", val: 5 }));
      attempt("err", () => forward["passResult"]?.({ tag: "err", val: "because ☃" }));
      for (let round = 0; round < 3; round++) attempt("juggle", () => forward["juggle"]?.(3, 4));
    });
    expect(patched).toEqual(plain);
    expect(plain.filter((entry) => Array.isArray(entry) && entry[0] === "juggle")).toEqual([
      ["juggle", 14],
      ["juggle", 14],
      ["juggle", 14],
    ]);
    expect(plain.filter((entry) => Array.isArray(entry) && entry[1] === "threw").length).toBe(2);
  });

  it("refuses what is no instance of the resource's class like the unpatched code", async () => {
    const makeHost = (): Host => ({
      "wasi:keyvalue/store": { Bucket: class Bucket {}, open: () => ({ get: () => undefined }) },
      "wasi:keyvalue/atomics": { increment: () => 1n },
    });
    const { plain, patched } = await codes.both(await guest("kv"), makeHost, (instantiate, attempt) => {
      attempt("get", () => instantiate()["ops"]?.["get"]?.("key"));
    });
    expect(patched).toEqual(plain);
    expect(plain[0]).toMatchObject(["get", "threw", { message: 'Resource error: Not a valid "Bucket" resource.' }]);
  });

  it("ends a guest that uses a resource it has dropped; the host sees no such call", async () => {
    const source = await componentFrom(
      `(module
        (import "wasi:keyvalue/store@0.2.0-draft" "open" (func $open (param i32 i32 i32)))
        (import "wasi:keyvalue/store@0.2.0-draft" "[method]bucket.get" (func $get (param i32 i32 i32 i32)))
        (import "wasi:keyvalue/store@0.2.0-draft" "[resource-drop]bucket" (func $drop (param i32)))
        {{prelude}}
        (func (export "use-dropped")
          (call $open (i32.const 0) (i32.const 0) (i32.const 16))
          (call $drop (i32.load (i32.const 20)))
          (call $get (i32.load (i32.const 20)) (i32.const 0) (i32.const 0) (i32.const 32))))`,
      "package test:dropped; world dropped { import wasi:keyvalue/store@0.2.0-draft; export use-dropped: func(); }",
      "dropped",
    );
    const { patched } = await codes.both(source, keyvalue, (instantiate, attempt) => {
      attempt("use it", () => (instantiate()["useDropped"] as unknown as GuestFunction)());
    });
    const message = "unknown handle index 1: the resource was dropped, is of another kind, or never was";
    expect(patched).toEqual([
      ["open", ""],
      "dropped",
      ["use it", "threw", { message, type: "RuntimeError", payload: "none", trap: true }],
    ]);
  });

  it("ends a guest that uses a resource nobody gave it, also where its class is called like one of JavaScript's", async () => {
    const source = await componentFrom(
      `(module
        (import "wasi:io/error@0.2.12" "[method]error.to-debug-string" (func $text (param i32 i32)))
        {{prelude}}
        (func (export "use-unknown") (call $text (i32.const 7) (i32.const 16))))`,
      `package test:unknown; world unknown { import wasi:io/error@0.2.12; export use-unknown: func(); }`,
      "unknown",
    );
    class IoError {}
    const makeHost = (): Host => ({ "wasi:io/error": { Error: IoError } });
    const { patched, warnings } = await codes.both(source, makeHost, (instantiate, attempt) => {
      attempt("use it", () => (instantiate()["useUnknown"] as unknown as GuestFunction)());
    });
    const message = "unknown handle index 7: the resource was dropped, is of another kind, or never was";
    expect(patched).toEqual([["use it", "threw", { message, type: "RuntimeError", payload: "none", trap: true }]]);
    expect(warnings).toEqual([]);
  });

  it("traps a guest that calls out of its post-return like the unpatched code", async () => {
    const bytes = await componentFrom(
      `(module
        (import "$root" "log" (func $log (param i32)))
        {{prelude}}
        (func (export "run") (result i32) (call $log (i32.const 1)) (i32.const 64))
        (func (export "cabi_post_run") (param i32) (call $log (i32.const 2))))`,
      `package test:leave; world leave { import log: func(n: u32); export run: func() -> string; }`,
      "leave",
    );
    const makeHost = (log: unknown[]): Host => ({ log: { default: (n: number) => void log.push(n) } });
    const { plain, patched } = await codes.both(bytes, makeHost, (instantiate, attempt) => {
      attempt("run", () => instantiate()["run"]?.());
    });
    expect(patched).toEqual(plain);
    expect(plain).toMatchObject([1, ["run", "threw", { message: "cannot leave component instance", trap: true }]]);
  });

  it("calls the host from a start function like the unpatched code", async () => {
    const bytes = await parse(`(component
      (import "log" (func $log (param "n" u32)))
      (core func $lowered (canon lower (func $log)))
      (core module $m
        (import "" "log" (func $log (param i32)))
        (func $start (call $log (i32.const 1)) (call $log (i32.const 2)))
        (func (export "run") (call $log (i32.const 3)))
        (start $start))
      (core instance $i (instantiate $m (with "" (instance (export "log" (func $lowered))))))
      (func (export "run") (canon lift (core func $i "run"))))`);
    const makeHost = (log: unknown[]): Host => ({ log: { default: (n: number) => void log.push(n) } });
    const { plain, patched } = await codes.both(bytes, makeHost, (instantiate, attempt) => {
      const exports = instantiate();
      attempt("run", () => exports["run"]?.());
    });
    expect(patched).toEqual(plain);
    expect(patched).toEqual([1, 2, 3, ["run", undefined]]);
  });

  it.each(["trap-unreachable", "stack-overflow", "grow-memory"] as const)("ends in the same trap: %s", async (name) => {
    const { plain, patched } = await codes.both(
      await guest(name),
      () => ({}),
      (instantiate, attempt) => {
        const exports = instantiate();
        // The limit of a memory without a maximum is 4 GiB: that case belongs to the one that lowers it.
        if (name === "grow-memory") attempt("grow", () => exports["growTo"]?.(20));
        else attempt("run", () => exports["run"]?.());
      },
    );
    expect(patched).toEqual(plain);
  });

  it("hands text over exactly, where jco drops a byte order mark and mends what is no UTF-8", async () => {
    const bytes = await componentFrom(
      String.raw`(module
        (import "$root" "log" (func $log (param i32 i32)))
        (memory (export "memory") 1)
        (data (i32.const 0) "\ef\bb\bfkey")
        (data (i32.const 16) "a\ffb")
        (func (export "marked") (call $log (i32.const 0) (i32.const 6)))
        (func (export "broken") (call $log (i32.const 16) (i32.const 3))))`,
      `package test:texts; world texts { import log: func(text: string); export marked: func(); export broken: func(); }`,
      "texts",
    );
    const makeHost = (log: unknown[]): Host => ({ log: { default: (text: string) => void log.push(text) } });
    const { plain, patched } = await codes.both(bytes, makeHost, (instantiate, attempt) => {
      attempt("marked", () => instantiate()["marked"]?.());
      attempt("broken", () => instantiate()["broken"]?.());
    });
    expect(plain).toEqual(["key", ["marked", undefined], "a\uFFFDb", ["broken", undefined]]);
    expect(patched).toMatchObject(["\uFEFFkey", ["marked", undefined], ["broken", "threw", { type: "TypeError" }]]);
  });

  it("leaves the tasks alone where components are composed, and says so", async () => {
    const bytes = await parse(`(component
      (component $inner
        (core module $m (func (export "f") (result i32) (i32.const 7)))
        (core instance $i (instantiate $m))
        (func (export "f") (result u32) (canon lift (core func $i "f"))))
      (component $outer
        (import "f" (func $f (result u32)))
        (core func $lowered (canon lower (func $f)))
        (core module $m (import "" "f" (func $f (result i32))) (func (export "g") (result i32) (call $f)))
        (core instance $i (instantiate $m (with "" (instance (export "f" (func $lowered))))))
        (func (export "g") (result u32) (canon lift (core func $i "g"))))
      (instance $a (instantiate $inner))
      (instance $b (instantiate $outer (with "f" (func $a "f"))))
      (export "g" (func $b "g")))`);
    const { plain, patched, warnings } = await codes.both(
      bytes,
      () => ({}),
      (instantiate, attempt) => attempt("g", () => instantiate()["g"]?.()),
    );
    expect(warnings).toEqual([expect.stringContaining("composed of several") as string]);
    expect([plain, patched]).toEqual([[["g", 7]], [["g", 7]]]);
  });

  it("gives code of an unknown shape back as it is, with warnings", () => {
    const code = "export function instantiate() {\n  const _trampoline0 = function(a) {\n    return a;\n  }\n}";
    const patched = patchCode(code);
    expect(patched.code).toBe(code);
    expect(patched.warnings).toEqual([
      "host calls stay slow: the task bookkeeping could not be taken out (_trampoline0: its task begins in an unknown way)",
      "host calls stay slow: the debug log could not be taken out (no _debugLog of the known shape)",
    ]);
  });

  it.each([
    ["HTTP", () => httpHello()],
    ["standard output", () => guest("cli-run")],
    ["imports nobody offers", () => guest("unknown-import")],
    ["exported resources", () => guest("typed")],
  ])("applies without a warning to a component with %s", async (_what, make) => {
    expect((await generated(await make())).warnings).toEqual([]);
  });
});
