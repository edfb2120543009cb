import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { StudioError } from "../../shared/errors.ts";
import { decodeComponent } from "./decode-component.ts";
import { dummyComponent, watBinary } from "./test-components.ts";

function refusal(bytes: Uint8Array): { readonly message: string; readonly details: Readonly<Record<string, unknown>> } {
  try {
    decodeComponent(bytes);
  } catch (error) {
    if (error instanceof StudioError && error.code === "component-invalid") {
      return { message: error.message, details: error.details };
    }
    throw error;
  }
  throw new Error("it was taken for a component");
}

function text(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}

const component = await dummyComponent("package demo:a; world w { export f: func(x: u32) -> string; }");

test.each([
  ["an HTML page", text("\n<!DOCTYPE html><html><body>Not found</body></html>"), "HTML page", "Download it again"],
  ["a zip archive", Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), "zip archive", "Unpack it"],
  ["a gzip archive", gzipSync("x"), "gzip archive", "Unpack it"],
  ["a native program", Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1), "ELF", "as a WebAssembly component"],
  ["a Git LFS pointer", text("version https://git-lfs.github.com/spec/v1\noid sha256:00"), "Git LFS", "git lfs pull"],
  ["component text", text("(component)"), "WAT", "wasm-tools parse"],
  ["WIT text", text("// mine\npackage demo:a@1.0.0;\nworld w {}"), "WIT text", "open the .wasm"],
  ["JSON", text('{"mediaType": "x"}'), "JSON", "pull the component"],
  ["plain text with umlauts", text("grüße".repeat(300)), "text", "as a WebAssembly component"],
  ["reserved but unwritten bytes", new Uint8Array(5000), "zero bytes", "not written yet"],
  ["some binary", Uint8Array.of(9, 250, 7, 1, 0), "0x09 0xfa 0x07 0x01", "as a WebAssembly component"],
])("%s is called what it is, with what to do", (_title, bytes, says, advice) => {
  const { message, details } = refusal(bytes);
  expect(message).toContain(says);
  expect(message).toContain(advice);
  expect(details["reason"]).toBe("not-wasm");
});

test("an empty file is said to be empty", () => {
  expect(refusal(new Uint8Array())).toMatchObject({
    details: { reason: "empty" },
    message: expect.stringContaining("empty"),
  });
});

const WRITE = '(import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32)))';

test.each([
  ["nothing known and carries no WIT", '(import "env" "x" (func))', "`wasm-tools component embed WIT-FOLDER"],
  ["preview 1, but has nothing to call", `${WRITE} (func (export "run"))`, "a library for WASI preview 1"],
  ["preview 1 and more", `${WRITE} (import "acme:host/env" "x" (func)) (func (export "_start"))`, "`acme:host/env`"],
  ["the first preview", '(import "wasi_unstable" "x" (func)) (func (export "_start"))', "first preview of WASI"],
])("a core module that imports %s is told what it lacks", async (_title, fields, says) => {
  const { message, details } = refusal(await watBinary(`(module ${fields})`));
  expect(details["reason"]).toBe("core-module");
  expect(message).toContain(says);
  expect(message).toContain("Build the project as a WebAssembly component");
});

test.each([
  ["wapc", "wasmCloud 0.x"],
  ["__wbindgen_placeholder__", "wasm-bindgen"],
])("a core module that imports %s is told what it was built for", async (module, says) => {
  expect(refusal(await watBinary(`(module (import "${module}" "f" (func)))`)).message).toContain(says);
});

test("a WIT package in binary form is told apart from the component built from it", async () => {
  const packageBinary = await watBinary(`(component
    (type (;0;) (component
      (type (;0;) (component (type (;0;) (instance)) (export "demo:a/store" (instance (type 0)))))
      (export "store" (component (type 0)))))
    (export "w" (type 0)))`);
  expect(refusal(packageBinary)).toMatchObject({
    details: { reason: "wit-package" },
    message: expect.stringContaining("WIT package"),
  });
});

test("a component without any content is empty", async () => {
  expect(refusal(await watBinary("(component)")).details["reason"]).toBe("empty");
});

test("a truncated component tells where it ends and how much is missing", () => {
  const cut = refusal(component.subarray(0, component.length - 3));
  expect(cut.details).toMatchObject({ reason: "truncated", missing: 3 });
  expect(cut.message).toContain(`at byte ${String(cut.details["offset"])}`);
  expect(refusal(component.subarray(0, 6)).details["reason"]).toBe("truncated");
});

test.each([
  ["an older component", [0x0c, 0, 1, 0], "unknown-version", "older"],
  ["a newer component", [0x0e, 0, 1, 0], "unknown-version", "newer"],
  ["a core module of a later version", [2, 0, 0, 0], "unknown-version", "core module"],
  ["another layer", [0x0d, 0, 2, 0], "unknown-layer", "layer 2"],
])("%s is refused by its version", (_title, version, reason, says) => {
  const bytes = component.slice();
  bytes.set(version, 4);
  expect(refusal(bytes)).toMatchObject({ details: { reason }, message: expect.stringContaining(says) });
});

test("a section kind that nobody knows yet is named with its offset", () => {
  const bytes = Uint8Array.of(...component, 60, 1, 0);
  expect(refusal(bytes)).toMatchObject({
    details: { reason: "unknown-feature", offset: component.length },
    message: expect.stringContaining("60"),
  });
});
