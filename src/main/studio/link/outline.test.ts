import { $init, generate } from "@bytecodealliance/jco-transpile/component";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { beforeAll, describe, expect, it } from "vitest";

import { type GuestName, guest, httpHello } from "../../../../test/guests/guests.ts";
import { coreModule, text, truncatedComponent } from "../../../../test/guests/not-components.ts";
import { outlineComponent } from "./outline.ts";

type Files = ReadonlyMap<string, Uint8Array>;

function files(component: Uint8Array): Files {
  const options = { name: "component", instantiation: { tag: "sync" } as const, base64Cutoff: 0, noTypescript: true };
  return new Map(generate(component, options).files);
}

/** What jco makes of the outline, with its core modules put back. */
function filesByOutline(component: Uint8Array): Files {
  const outline = outlineComponent(component);
  if (outline === undefined) throw new Error("there is no outline");
  return new Map(
    [...files(outline.bytes)].map(([name, bytes]) => {
      const whole = name.endsWith(".wasm") ? outline.original(bytes) : bytes;
      if (whole === undefined) throw new Error(`${name} is not of the outline`);
      return [name, whole];
    }),
  );
}

/** Takes core modules as texts, makes an instance of each, and exports `run` of each as `run0`, `run1` … */
function componentOf(...modules: readonly string[]): Promise<Uint8Array> {
  const parts = modules.map(
    (module, at) => `
      (core module $m${at} ${module})
      (core instance $i${at} (instantiate $m${at}))
      (func (export "run${at}") (result u32) (canon lift (core func $i${at} "run")))`,
  );
  return parse(`(component ${parts.join("\n")})`);
}

describe("the outline of a component", () => {
  beforeAll(async () => $init);

  it.each(["kv", "typed", "grow-memory", "trap-unreachable"] satisfies GuestName[])(
    "makes jco write for %s what it writes for the whole",
    async (name) => {
      const component = await guest(name);
      expect(filesByOutline(component)).toEqual(files(component));
    },
  );

  it("makes jco write the same for a component with an HTTP handler, and is much smaller where there is much code", async () => {
    const component = await httpHello({ text: "t" });
    expect(filesByOutline(component)).toEqual(files(component));
    const steps = "(drop (i32.const 1))".repeat(10_000);
    const large = await componentOf(`(func (export "run") (result i32) ${steps} (i32.const 7))`);
    expect(filesByOutline(large)).toEqual(files(large));
    expect(outlineComponent(large)?.bytes.length).toBeLessThan(1_000);
  });

  it("tells modules apart that differ in nothing but what their functions do", async () => {
    const component = await componentOf(
      `(func (export "run") (result i32) (i32.const 1))`,
      `(func (export "run") (result i32) (i32.const 2))`,
    );
    expect(filesByOutline(component)).toEqual(files(component));
  });

  it("has no functions but the exported ones, whatever fills tables and memories or runs at the start", async () => {
    const inner = Array.from({ length: 5_000 }, (_, at) => `(func $f${at} (result i32) (i32.const ${at}))`).join("\n");
    const component = await componentOf(
      `(memory 1) (data $d "passive") (data (i32.const 8) "active")
       (func (export "run") (result i32)
         (memory.init $d (i32.const 0) (i32.const 0) (i32.const 7)) (data.drop $d) (i32.load8_u (i32.const 0)))`,
      `(table 1 funcref) (elem (i32.const 0) $f7) (start $s) (func $s) (elem declare func $f9) ${inner}
       (func (export "run") (result i32) (drop (ref.func $f9)) (call_indirect (result i32) (i32.const 0)))`,
    );
    expect(filesByOutline(component)).toEqual(files(component));
    expect(outlineComponent(component)?.bytes.length).toBeLessThan(1_000);
  });

  it("keeps exported functions apart by their types, among imported ones and where one has several names", async () => {
    const component = await parse(`(component
      (core module $from
        (func $unused (param i64)) (func (export "one") (result i32) (i32.const 1))
        (func $two (param i32) (result i32) (local.get 0)) (export "two" (func $two)) (export "again" (func $two)))
      (core module $to
        (import "from" "two" (func $two (param i32) (result i32))) (import "from" "one" (func $one (result i32)))
        (func (result i64) (i64.const 0))
        (func (export "run") (result i32) (call $two (call $one)))
        (export "one" (func $one)) (export "two" (func $two)))
      (core instance $from (instantiate $from))
      (core instance $to (instantiate $to (with "from" (instance $from))))
      (func (export "run") (result u32) (canon lift (core func $to "run")))
      (func (export "one") (result u32) (canon lift (core func $to "one")))
      (func (export "two") (param "n" u32) (result u32) (canon lift (core func $to "two")))
      (func (export "again") (param "n" u32) (result u32) (canon lift (core func $from "again"))))`);
    expect(filesByOutline(component)).toEqual(files(component));
  });

  it("keeps functions that a global or a table begins with", async () => {
    const component = await componentOf(
      `(global funcref (ref.func $f)) (table 1 funcref) (elem (i32.const 0) $f)
       (func (export "run") (result i32) (call_indirect (result i32) (i32.const 0)))
       (func $f (result i32) (i32.const 3))`,
    );
    expect(filesByOutline(component)).toEqual(files(component));
  });

  it("is not made where jco changes code, of what is no component, or ends too early", async () => {
    const memories = await componentOf(
      `(memory 1) (memory $two 1)
       (func (export "run") (result i32) (i32.store $two (i32.const 0) (i32.const 9)) (i32.load $two (i32.const 0)))`,
    );
    const composed = await parse(`(component
      (component $inner (core module $m (func (export "run"))) (core instance $i (instantiate $m))
        (func (export "run") (canon lift (core func $i "run"))))
      (instance $inner (instantiate $inner)) (export "run" (func $inner "run")))`);
    const inputs = [memories, composed, await coreModule(), await truncatedComponent(), text(), new Uint8Array()];
    expect(inputs.map(outlineComponent)).toEqual(inputs.map(() => undefined));
  });

  it("is not made for a count that is not true", () => {
    const header = [0x00, 0x61, 0x73, 0x6d];
    const many = [0x80, 0x80, 0x80, 0x80, 0x01];
    // A function section that says it has 2^28 functions, alone and with a global that may refer to one of them.
    const modules = [
      [...header, 0x01, 0, 0, 0, 3, 5, ...many],
      [...header, 0x01, 0, 0, 0, 3, 5, ...many, 6, 6, 1, 0x70, 0, 0xd2, 0, 0x0b],
    ];
    const components = modules.map((module) => Uint8Array.of(...header, 0x0d, 0, 0x01, 0, 1, module.length, ...module));
    expect(components.map(outlineComponent)).toEqual([undefined, undefined]);
  });
});
