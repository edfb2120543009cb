import { expect, it } from "vitest";

import { repeatingFrames, wasmFrames } from "./wasm-frames.ts";

const GLUE = "    at Object.run (file:///cache/component.mjs:10:2)";

it("reads names with brackets and spaces, without the module's name, and leaves out frames that are not the guest's", () => {
  const stack = [
    "RuntimeError: wasm trap: wasm `unreachable` instruction executed",
    "    at trap (file:///host/trap.ts:3:1)",
    "    at my mod._ZN4core9panicking9panic_fmt17h0123456789abcdefE (wasm://wasm/my mod-e3ee892e:wasm-function[2]:0xb3)",
    "    at my mod.std::foo(int, char)::x y (wasm://wasm/my mod-e3ee892e:wasm-function[3]:0xb7)",
    "    at my mod (wasm://wasm/my mod-e3ee892e:wasm-function[5]:0x10)",
    "    at my mod (wasm://wasm/my mod-e3ee892e:wasm-function[4]:0xbc)",
    GLUE,
  ].join("\n");
  expect(wasmFrames(stack, "test:x/ops#run")).toEqual({
    frames: [
      {
        function: "core::panicking::panic_fmt",
        symbol: "_ZN4core9panicking9panic_fmt17h0123456789abcdefE",
        index: 2,
        offset: 0xb3,
      },
      { function: "std::foo(int, char)::x y", index: 3, offset: 0xb7 },
      { function: "wasm-function[5]", index: 5, offset: 0x10 },
      { function: "test:x/ops#run", index: 4, offset: 0xbc },
    ],
    cut: false,
  });
});

it("leaves out the module that passes calls on from the guest to its host", () => {
  const host = "    at _trampoline0 (file:///cache/component.mjs:3:1)";
  const shim = "    at wasm://wasm/f85c821e:wasm-function[0]:0x41";
  const guest = "    at guest.main (wasm://wasm/guest-fef681e2:wasm-function[3]:0xf5)";
  expect(
    wasmFrames(["E: x", host, shim, guest, GLUE].join("\n"), "run").frames.map(({ function: name }) => name),
  ).toEqual(["main"]);
});

it("does not name the last frame of a stack that was cut after the export", () => {
  const { frames, cut } = wasmFrames("E: x\n    at wasm://wasm/e3ee892e:wasm-function[5]:0x10", "run");
  expect([frames[0]?.function, cut]).toEqual(["wasm-function[5]", true]);
});

it("keeps a bounded number of frames with bounded names", () => {
  const line = `    at ${"x".repeat(5_000)} (wasm://wasm/e3ee892e:wasm-function[5]:0x10)`;
  const { frames, cut } = wasmFrames([...Array<string>(48).fill(line), GLUE].join("\n"), "run");
  expect([frames.length, frames[0]?.function.length, cut]).toEqual([32, 300, true]);
});

it("has nothing to say of a stack without a guest", () => {
  expect(wasmFrames("", "run")).toEqual({ frames: [], cut: false });
  expect(wasmFrames("Error: x\n    at f (file:///a.ts:1:1)", "run")).toEqual({ frames: [], cut: false });
});

it("finds the functions that call each other in a circle", () => {
  const frames = (...names: string[]) =>
    names.map((name, offset) => ({ function: name, index: name.codePointAt(0) ?? 0, offset }));
  expect(repeatingFrames(frames("a", "a", "a", "b"))).toEqual(["a"]);
  expect(repeatingFrames(frames("b", "a", "b", "a", "b", "a"))).toEqual(["b", "a"]);
  expect(repeatingFrames(frames("a", "a", "b", "c"))).toBeUndefined();
  expect(repeatingFrames([])).toBeUndefined();
});
