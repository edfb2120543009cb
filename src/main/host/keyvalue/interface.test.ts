import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import { openStore } from "../../state/store.ts";
import type { HostModule } from "../context.ts";
import { createIo } from "../io/index.ts";
import { labelOf } from "../resource-label.ts";
import { testContext } from "../test-context.ts";
import { Trap } from "../trap.ts";
import { WitError } from "../wit-error.ts";
import type { KeyvalueBackend } from "./backend.ts";
import { HeapKeyvalue } from "./heap.ts";
import { keyvalue } from "./index.ts";

type AnyFunction = (...args: unknown[]) => unknown;
interface Bucket {
  get(key: string): Uint8Array | undefined;
  set(key: string, value: Uint8Array): void;
  delete(key: string): void;
  exists(key: string): boolean;
  listKeys(cursor: unknown): { keys: string[]; cursor: unknown };
}
interface Cas {
  current(): Uint8Array | undefined;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function make(backends: (interfaceName: string) => KeyvalueBackend | undefined = () => undefined) {
  const ctx = testContext({ keyvalue: backends });
  const modules = keyvalue.create(ctx, createIo(ctx));
  const call = (module: string, name: string, ...args: unknown[]) =>
    (member(modules[module], name) as AnyFunction)(...args);
  const open = (name: string, module = "store") => call(module, "open", name) as Bucket;
  return { ctx, modules, call, open };
}

function member(module: HostModule | undefined, name: string): unknown {
  return module?.[name];
}

/** What a guest is handed in place of a result. */
function payloadOf(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    if (error instanceof WitError) return error.payload;
    throw error;
  }
  return "no error";
}

describe("wasi:keyvalue", () => {
  it("has a module for every interface it names", () => {
    const { modules } = make();
    expect(keyvalue.interfaces.map(({ module }) => module).toSorted()).toEqual(Object.keys(modules).toSorted());
  });

  it("makes classes of each context's own", () => {
    expect(member(make().modules["store"], "Bucket")).not.toBe(member(make().modules["store"], "Bucket"));
  });

  it("opens any bucket without asking a backend, and shows its name", () => {
    const { open, modules } = make();
    expect(labelOf(open(""))).toBe("");
    expect(labelOf(open("sessions"))).toBe("sessions");
    expect(open("x")).toBeInstanceOf(member(modules["store"], "Bucket") as typeof Object);
  });

  it("asks for the backend of each interface anew at each call, so that a link name applies at once", () => {
    const [one, two] = [new HeapKeyvalue(), new HeapKeyvalue()];
    let linked = one;
    const asked: string[] = [];
    const { open, call } = make((name) => {
      asked.push(name);
      return linked;
    });
    const bucket = open("b");
    bucket.set("k", bytes("1"));
    linked = two;
    call("batch", "setMany", bucket, [["k", bytes("2")]]);
    call("atomics", "increment", bucket, "k", 1n);
    expect([one.get("b", "k"), two.get("b", "k")]).toEqual([bytes("1"), bytes("3")]);
    expect(asked).toEqual(["wasi:keyvalue/store", "wasi:keyvalue/batch", "wasi:keyvalue/atomics"]);
  });

  it("traps when there is no link", () => {
    expect(() => make().open("b").get("k")).toThrow(Trap);
  });

  it("works through its own functions when those of its classes are replaced", () => {
    const heap = new HeapKeyvalue();
    const { open, modules, call } = make(() => heap);
    const bucket = open("b");
    const prototype = (member(modules["store"], "Bucket") as { prototype: Record<string, unknown> }).prototype;
    for (const name of ["get", "set", "delete", "exists", "listKeys"]) {
      prototype[name] = () => {
        throw new Error(`${name} was called from inside`);
      };
    }
    call("batch", "setMany", bucket, [["k", bytes("1")]]);
    expect(call("atomics", "increment", bucket, "k", 1n)).toBe(2n);
    expect(call("batch", "getMany", bucket, ["k"])).toEqual([["k", bytes("2")]]);
  });

  it("puts the versions of every mutation on the record, and none for reads", () => {
    const heap = new HeapKeyvalue();
    const { open, call, ctx } = make(() => heap);
    const bucket = open("b");
    bucket.set("k", bytes("1"));
    bucket.get("k");
    bucket.exists("k");
    bucket.listKeys(undefined);
    call("atomics", "increment", bucket, "k", 1n);
    call("batch", "setMany", bucket, [
      ["l", bytes("1")],
      ["m", bytes("2")],
    ]);
    call("batch", "getMany", bucket, ["l"]);
    bucket.delete("k");
    bucket.delete("k");
    call("batch", "deleteMany", bucket, ["l", "none", "m"]);
    expect(ctx.versions).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("names the running invocation and function as the writer", () => {
    const writers: unknown[] = [];
    const spy: KeyvalueBackend = Object.assign(new HeapKeyvalue(), {
      set: (...args: Parameters<KeyvalueBackend["set"]>) => {
        writers.push(args[2]);
        return [];
      },
    });
    const { open, ctx } = make(() => spy);
    open("b").set("k", bytes("1"));
    expect(writers).toEqual([ctx.writer()]);
  });

  it("answers get-many with one item for each key asked, in order", () => {
    const heap = new HeapKeyvalue();
    heap.set("b", [["x", bytes("1")]]);
    const { open, call } = make(() => heap);
    expect(call("batch", "getMany", open("b"), ["x", "none", "x"])).toEqual([
      ["x", bytes("1")],
      undefined,
      ["x", bytes("1")],
    ]);
  });

  it("lists up to 10 000 keys a page, with an index as cursor", () => {
    const heap = new HeapKeyvalue();
    const keys = Array.from({ length: 10_003 }, (_, at) => `key ${String(at).padStart(5, "0")}`);
    heap.set(
      "b",
      keys.map((key) => [key, bytes("v")] as const),
    );
    const bucket = make(() => heap).open("b");
    const first = bucket.listKeys(undefined);
    expect([first.keys.length, first.cursor, bucket.listKeys(0n).keys.length]).toEqual([10_000, 10_000n, 10_000]);
    expect(bucket.listKeys(10_000n)).toEqual({ keys: keys.slice(10_000), cursor: undefined });
    expect([bucket.listKeys(10_003n), bucket.listKeys(2n ** 64n - 1n)]).toEqual([
      { keys: [], cursor: undefined },
      { keys: [], cursor: undefined },
    ]);
  });

  it("answers other(text) for what cannot be counted", () => {
    const heap = new HeapKeyvalue();
    heap.set("b", [
      ["word", bytes("abc")],
      ["full", bytes(String(2n ** 64n - 1n))],
    ]);
    const { open, call } = make(() => heap);
    expect([
      payloadOf(() => call("atomics", "increment", open("b"), "word", 1n)),
      payloadOf(() => call("atomics", "increment", open("b"), "full", 1n)),
    ]).toEqual([
      { tag: "other", val: 'the value of the key "word" is not a decimal number (u64)' },
      { tag: "other", val: "overflow incrementing value: the sum is not a u64" },
    ]);
  });

  it("answers other(text) when the environment fails, and keeps faults of the host apart", () => {
    const folder = mkdtempSync(join(tmpdir(), "vitrine-keyvalue-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    using store = openStore({ folder, persist: true, networkFileSystem: false, create: true });
    const backend = store.keyvalue("keyvalue", []);
    const bucket = make(() => backend).open("b");
    bucket.set("large", new Uint8Array(200_000));
    for (const name of readdirSync(join(folder, "content"))) rmSync(join(folder, "content", name));
    expect(payloadOf(() => bucket.get("large"))).toEqual({
      tag: "other",
      val: 'the value of the key "large" is missing from the store, or has another size',
    });
    class Broken extends HeapKeyvalue {
      override get(): never {
        throw new TypeError("a fault of ours");
      }
    }
    expect(() =>
      make(() => new Broken())
        .open("b")
        .get("k"),
    ).toThrow(TypeError);
  });
});

describe("wasi:keyvalue@0.2.0-draft2", () => {
  it("takes and returns cursors as text, and refuses text that is none", () => {
    const heap = new HeapKeyvalue();
    heap.set(
      "b",
      Array.from({ length: 10_001 }, (_, at) => [`key ${String(at).padStart(5, "0")}`, bytes("v")] as const),
    );
    const bucket = make(() => heap).open("b", "store@draft2");
    expect(bucket.listKeys(undefined).cursor).toBe("10000");
    expect(bucket.listKeys("10000")).toEqual({ keys: ["key 10000"], cursor: undefined });
    expect(payloadOf(() => bucket.listKeys("key 1"))).toEqual({
      tag: "other",
      val: '"key 1" is not a cursor that list-keys returned',
    });
  });

  it("counts down as well as up", () => {
    const heap = new HeapKeyvalue();
    const { open, call } = make(() => heap);
    expect(call("atomics@draft2", "increment", open("b", "store@draft2"), "k", -5n)).toBe(-5n);
    expect(call("atomics@draft2", "increment", open("b", "store@draft2"), "k", 2n)).toBe(-3n);
  });

  it("answers get-many in the shape of upstream and in that of Spin", () => {
    const heap = new HeapKeyvalue();
    heap.set("b", [["x", bytes("1")]]);
    const { open, call } = make(() => heap);
    const bucket = open("b", "store@draft2");
    expect([
      call("batch@draft2", "getMany", bucket, ["x", "none"]),
      call("batch@draft2-spin", "getMany", bucket, ["x", "none"]),
    ]).toEqual([
      [["x", bytes("1")], undefined],
      [
        ["x", bytes("1")],
        ["none", undefined],
      ],
    ]);
  });

  it("swaps a value that is still the one seen", () => {
    const heap = new HeapKeyvalue();
    heap.set("b", [["k", bytes("1")]]);
    const { open, call, modules, ctx } = make(() => heap);
    const { new: create } = member(modules["atomics@draft2"], "Cas") as { new: (bucket: Bucket, key: string) => Cas };
    const cas = create(open("b", "store@draft2"), "k");
    expect(cas.current()).toEqual(bytes("1"));
    call("atomics@draft2", "swap", cas, bytes("2"));
    expect([heap.get("b", "k"), ctx.versions]).toEqual([bytes("2"), [2]]);
  });

  it("refuses to swap what was written since, handing back a fresh handle that can", () => {
    const heap = new HeapKeyvalue();
    const { open, call, modules } = make(() => heap);
    const { new: create } = member(modules["atomics@draft2"], "Cas") as { new: (bucket: Bucket, key: string) => Cas };
    const cas = create(open("b", "store@draft2"), "k");
    expect(cas.current()).toBeUndefined();
    heap.set("b", [["k", bytes("other")]]);
    const payload = payloadOf(() => call("atomics@draft2", "swap", cas, bytes("mine"))) as { tag: string; val: Cas };
    expect([payload.tag, payload.val.current(), heap.get("b", "k")]).toEqual([
      "cas-failed",
      bytes("other"),
      bytes("other"),
    ]);
    call("atomics@draft2", "swap", payload.val, bytes("mine"));
    expect(heap.get("b", "k")).toEqual(bytes("mine"));
  });
});
