import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, it } from "vitest";

import { ReusedMemories } from "./reused-memories.ts";

interface Guest {
  readonly memory: WebAssembly.Memory;
  readonly giveBack: () => void;
}

const WAT = `(module
  (import "vitrine:memory" "1..3" (memory 1 3))
  (export "memory" (memory 0))
  (data (i32.const 16) "begins so"))`;

async function guests(wat = WAT): Promise<() => Guest> {
  const module = new WebAssembly.Module(new Uint8Array(await parse(wat)));
  const memories = new ReusedMemories();
  return () => {
    const lent = memories.lend(module);
    if (lent === undefined) throw new Error("no memory was lent");
    const instance = new WebAssembly.Instance(module, lent.joined({}));
    return { memory: instance.exports["memory"] as WebAssembly.Memory, giveBack: lent.giveBack };
  };
}

function nonZero({ buffer }: WebAssembly.Memory): string {
  return Buffer.from(new Uint8Array(buffer).filter((byte) => byte !== 0)).toString();
}

describe("a memory that was used before", () => {
  it("begins for the next instance as a new one does", async () => {
    const next = await guests();
    const first = next();
    new Uint8Array(first.memory.buffer).fill(0xff);
    first.giveBack();
    const second = next();
    expect([second.memory, nonZero(second.memory)]).toEqual([first.memory, "begins so"]);
  });

  it("is not given to anybody while its instance may still run", async () => {
    const next = await guests();
    const [first, second] = [next(), next()];
    expect(second.memory).not.toBe(first.memory);
  });

  it("is given up when it has grown: the next instance begins as small as the first", async () => {
    const next = await guests();
    const first = next();
    first.memory.grow(1);
    first.giveBack();
    const second = next();
    expect([second.memory === first.memory, second.memory.buffer.byteLength]).toEqual([false, 65_536]);
  });

  it("may grow as far as its module says", async () => {
    const { memory } = (await guests())();
    memory.grow(2);
    expect(() => memory.grow(1)).toThrow(RangeError);
  });
});

describe("a module that does not ask for a memory of ours", () => {
  it.each([
    ["makes its own", "(memory 1 3)"],
    ["has a name of its own for one", '(import "vitrine:memory" "main" (memory 1))'],
    ["imports something else under our name", '(import "vitrine:memory" "1..3" (func))'],
  ])("and %s gets none", async (_name, wat) => {
    const module = new WebAssembly.Module(new Uint8Array(await parse(`(module ${wat})`)));
    expect(new ReusedMemories().lend(module)).toBeUndefined();
  });

  it("keeps what else it imports from the same name", async () => {
    const wat = `(module (import "vitrine:memory" "other" (global i32)) (import "vitrine:memory" "1..3" (memory 1 3)))`;
    const module = new WebAssembly.Module(new Uint8Array(await parse(wat)));
    const joined = new ReusedMemories().lend(module)?.joined({ "vitrine:memory": { other: 7 }, a: { b: 1 } });
    expect(joined).toEqual({
      "vitrine:memory": { other: 7, "1..3": expect.any(WebAssembly.Memory) as unknown },
      a: { b: 1 },
    });
  });
});
