import { componentWit } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { decodeComponent } from "./decode-component.ts";
import { printWorld } from "./print.ts";
import { dummyComponent, watBinary, watComponent, witTrees } from "./test-components.ts";
import { interfacesOf } from "./world.ts";

/** Order and blank lines differ between printers. */
function sortedLines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/^type \S+ = [a-z0-9-]+;$/.test(line))
    .toSorted();
}

test.each(witTrees())(
  "the worlds of $name read as wasm-tools reads them, and print as WIT that says the same",
  async (tree) => {
    expect(tree.worlds).not.toEqual([]);
    for (const world of tree.worlds) {
      const component = await dummyComponent(tree.witSource, world);
      const printed = printWorld(decodeComponent(component));
      const worldOnly = printed.split("\npackage ")[0] ?? "";
      expect(sortedLines(worldOnly), world).toEqual(sortedLines(await componentWit(component)));

      const again = await dummyComponent(printed, "root:component/root");
      expect(sortedLines(printWorld(decodeComponent(again))), world).toEqual(sortedLines(printed));
    }
  },
);

const sample = `package demo:counter@0.1.0;
interface store {
  variant error { no-such-store, other(string) }
  record page { keys: list<string>, cursor: option<u64> }
  open: func(name: string) -> result<bucket, error>;
  resource bucket {
    constructor(size: u32);
    get: func(key: string) -> result<option<list<u8>>, error>;
    all: static func() -> list<bucket>;
  }
}
interface ops {
  use store.{bucket, error as store-error};
  flags perms { can-read, can-write }
  hit: func(on: borrow<bucket>, perms: perms) -> result<u64, store-error>;
}
world app {
  import store;
  import log: func(text: string);
  export ops;
  export run-me: func(x: tuple<u8, char>) -> f64;
}`;

test("types are resolved down to primitives, with the names they were given and the resources they stand for", async () => {
  const world = decodeComponent(await dummyComponent(sample));
  const [store] = interfacesOf(world.imports);
  const [ops] = interfacesOf(world.exports);
  expect(world.imports.map((item) => [item.kind, item.name])).toEqual([
    ["interface", "demo:counter/store@0.1.0"],
    ["function", "log"],
  ]);
  expect(store?.functions.map((fn) => fn.name).toSorted()).toEqual([
    "[constructor]bucket",
    "[method]bucket.get",
    "[static]bucket.all",
    "open",
  ]);
  const open = store?.functions.find((fn) => fn.name === "open");
  const hit = ops?.functions.find((fn) => fn.name === "hit");
  const handle = open?.result?.kind === "result" ? open.result.ok : undefined;
  const borrowed = hit?.params[0]?.type;
  expect(handle?.kind).toBe("own");
  expect(borrowed?.kind).toBe("borrow");
  const resource = handle?.kind === "own" ? handle.resource : undefined;
  expect(resource?.label).toEqual({ name: "bucket", owner: { id: "demo:counter/store@0.1.0" } });
  expect(borrowed?.kind === "borrow" ? borrowed.resource : undefined).toBe(resource);
  expect(hit?.params[1]?.type).toEqual({
    kind: "flags",
    names: ["can-read", "can-write"],
    label: { name: "perms", owner: { id: "demo:counter/ops@0.1.0" } },
  });
  const error = hit?.result?.kind === "result" ? hit.result.err : undefined;
  expect(error?.label).toEqual({ name: "error", owner: { id: "demo:counter/store@0.1.0" } });
});

test("facts tell the core modules with their memories, the tools and the size", async () => {
  const wat = `(module $counting (memory (export "memory") 3 17)
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) unreachable)
    (func (export "hit") (result i32) i32.const 1))`;
  const component = await watComponent("package demo:counter; world app { export hit: func() -> u32; }", wat);
  const { facts } = decodeComponent(component);
  expect(facts.size).toBe(component.length);
  expect(facts.coreModules[0]).toMatchObject({
    name: "counting",
    memories: [{ initial: 3, maximum: 17, shared: false, index: "i32", pageSize: 65536 }],
  });
  const { offset = 0, size = 0 } = facts.coreModules[0] ?? {};
  expect(WebAssembly.validate(component.slice(offset, offset + size))).toBe(true);
  expect(facts.producers).toContainEqual({ field: "processed-by", name: "wit-component", version: expect.any(String) });
});

test("a component inside a component is instantiated where the outer one says so", async () => {
  const world = decodeComponent(
    await watBinary(`(component
      (component $inner
        (type $u32 u32)
        (import "size" (type $size (eq $u32)))
        (type $keys (list string))
        (type $page (record (field "keys" $keys) (field "size" $size)))
        (export $page-out "page" (type $page))
        (core module $m (func (export "f") (result i32) i32.const 0))
        (core instance $i (instantiate $m))
        (func $f (result u32) (canon lift (core func $i "f")))
        (export "count" (func $f)))
      (type $size u32)
      (instance $made (instantiate $inner (with "size" (type $size))))
      (export "demo:nested/pages@1.0.0" (instance $made)))`),
  );
  expect(printWorld(world)).toBe(`package root:component;

world root {
  export demo:nested/pages@1.0.0;
}

package demo:nested@1.0.0 {
  interface pages {
    record page {
      keys: list<string>,
      size: u32,
    }
    count: func() -> u32;
  }
}
`);
});

test.each(["record", "variant", "tuple", "flags", "enum"])(
  "an empty %s tells that old tools wrote it",
  async (kind) => {
    const bytes = await watBinary(`(component (type $t (${kind})) (import "t" (type (eq $t))))`);
    expect(() => decodeComponent(bytes)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(`from before WASI 0.2: at byte \\d+, there is an empty ${kind},`) as string,
        details: { reason: "unknown-version", offset: expect.any(Number) as number },
      }),
    );
  },
);

test("streams, futures and async functions of later generations are kept by name", async () => {
  const wit = `package demo:later; world app {
    export f: async func(a: stream<u8>, b: future<string>, c: list<u8, 4>, d: map<string, u8>, e: error-context) -> future;
  }`;
  expect(printWorld(decodeComponent(await dummyComponent(wit)))).toContain(
    "export f: async func(a: stream<u8>, b: future<string>, c: list<u8, 4>, d: map<string, u8>, e: error-context) -> future;",
  );
});
