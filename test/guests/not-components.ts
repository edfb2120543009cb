// What people open by mistake, and what breaks the tools: the input for every refusal.
import { componentEmbed, parse } from "@bytecodealliance/jco-transpile/wasm-tools";

import { guest } from "./guests.ts";

/** A component that ends in the middle: what a watcher sees while a compiler writes. */
export async function truncatedComponent(): Promise<Uint8Array> {
  const whole = await guest("kv");
  return whole.slice(0, Math.floor(whole.length * 0.6));
}

/** A core module: what a compiler makes before `wasm-tools component new`. */
export function coreModule(): Promise<Uint8Array> {
  return parse(`(module (memory (export "memory") 1) (func (export "run") (result i32) (i32.const 7)))`);
}

/** A WIT package in binary form: a component by its header, but one that only holds types. */
export async function witPackage(): Promise<Uint8Array> {
  // The section that `wit-component` embeds holds the package in that form.
  const embedded = await componentEmbed({
    dummy: true,
    world: "lonely",
    witSource: "package test:lonely@0.1.0; interface things { count: func() -> u32; } world lonely { import things; }",
  });
  const [section] = WebAssembly.Module.customSections(new WebAssembly.Module(embedded), "component-type");
  if (section === undefined) throw new Error("wasm-tools embeds the package under another name now");
  return new Uint8Array(section);
}

/** Not WebAssembly at all. */
export function text(): Uint8Array {
  return new TextEncoder().encode("#!/bin/sh\necho not a component\n");
}

/** A valid component that imports a core module: jco has not implemented that and panics. */
export function jcoPanics(): Promise<Uint8Array> {
  return parse(`(component
    (import "needed" (core module $m (export "f" (func))))
    (core instance $i (instantiate $m))
    (func (export "run") (canon lift (core func $i "f"))))`);
}

/** A valid component that exports again what it imports: jco says that it cannot do that. */
export function jcoRefuses(): Promise<Uint8Array> {
  return parse(`(component (import "f" (func $f)) (export "g" (func $f)))`);
}
