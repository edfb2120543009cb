import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { WriterView } from "../../../shared/model.ts";
import type { KeyvalueBackend } from "./backend.ts";

const writer: WriterView = {
  kind: "invocation",
  invocation: 7,
  component: "counter",
  build: "b1",
  function: "bucket.set",
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (value: Uint8Array | undefined): string | undefined =>
  value === undefined ? undefined : new TextDecoder().decode(value);

export interface OpenedBackend {
  readonly backend: KeyvalueBackend;
  close(): void;
}

/** What every key-value backend must do. */
export function keyvalueBackendSuite(name: string, open: () => OpenedBackend): void {
  describe(`key-value backend: ${name}`, () => {
    let opened: OpenedBackend;
    let kv: KeyvalueBackend;

    beforeEach(() => {
      opened = open();
      kv = opened.backend;
    });
    afterEach(() => opened.close());

    it("returns what was set last, and nothing for keys never set", () => {
      kv.set("b", [["k", bytes("one")]], writer);
      kv.set("b", [["k", bytes("two")]], writer);
      expect([text(kv.get("b", "k")), kv.get("b", "other"), kv.get("no bucket", "k")]).toEqual([
        "two",
        undefined,
        undefined,
      ]);
    });

    it("keeps the bytes exactly, at every size around its inner limits", () => {
      const sizes = [0, 1, 255, 256, 257, 128 * 1024, 128 * 1024 + 1, 1024 * 1024];
      const values = sizes.map((size) => Uint8Array.from({ length: size }, (_, at) => (at * 7 + size) & 0xff));
      for (const value of values) kv.set("b", [[`size ${value.length}`, value]], writer);
      const read = sizes.map((size) => kv.get("b", `size ${size}`));
      expect(read.map((value) => value?.length)).toEqual(sizes);
      expect(read.every((value, at) => Buffer.compare(value ?? bytes("?"), values[at] ?? bytes("!")) === 0)).toBe(true);
    });

    it("takes any text as bucket and key", () => {
      const names = [
        "",
        " ",
        "/test/path",
        "../../etc/passwd",
        "a\0b",
        "a\0c",
        "\u{1F600}",
        "é",
        "e\u0301",
        "%",
        "x".repeat(5000),
      ];
      for (const bucket of names) for (const key of names) kv.set(bucket, [[key, bytes(`${bucket}|${key}`)]], writer);
      const read = names.map((bucket) => names.map((key) => text(kv.get(bucket, key))));
      expect(read).toEqual(names.map((bucket) => names.map((key) => `${bucket}|${key}`)));
    });

    it("keeps buckets apart", () => {
      kv.set("one", [["k", bytes("1")]], writer);
      expect([kv.exists("one", "k"), kv.exists("two", "k"), kv.list("two", 0, 10)]).toEqual([
        true,
        false,
        { keys: [], more: false },
      ]);
    });

    it("does not keep hold of the caller's bytes, nor hand out its own", () => {
      const given = bytes("abc");
      kv.set("b", [["k", given]], writer);
      given.fill(0);
      kv.get("b", "k")?.fill(0);
      expect(text(kv.get("b", "k"))).toBe("abc");
    });

    it("gives every mutation a version above all earlier ones", () => {
      const versions = [
        ...kv.set("b", [["k", bytes("1")]], writer),
        ...kv.set(
          "b",
          [
            ["k", bytes("1")],
            ["l", bytes("2")],
            ["k", bytes("3")],
          ],
          writer,
        ),
        ...kv.delete("b", ["k"], writer),
        ...kv.set("c", [["k", bytes("4")]], writer),
      ];
      expect(versions).toHaveLength(6);
      expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    });

    it("deletes, and passes over keys that do not exist", () => {
      kv.set(
        "b",
        [
          ["k", bytes("1")],
          ["l", bytes("2")],
          ["m", bytes("3")],
        ],
        writer,
      );
      expect(kv.delete("b", ["k", "never", "l", "k"], writer)).toHaveLength(2);
      expect(kv.delete("b", ["k"], writer)).toEqual([]);
      expect(kv.delete("no bucket", ["k"], writer)).toEqual([]);
      expect([kv.exists("b", "k"), kv.get("b", "k"), kv.list("b", 0, 10).keys]).toEqual([false, undefined, ["m"]]);
    });

    it("reads many keys in the order asked, repeated ones too", () => {
      kv.set(
        "b",
        [
          ["x", bytes("1")],
          ["y", bytes("2")],
        ],
        writer,
      );
      expect(kv.getMany("b", ["y", "none", "x", "y"]).map(text)).toEqual(["2", undefined, "1", "2"]);
      expect(kv.getMany("b", [])).toEqual([]);
    });

    it("sets many: the last of a repeated key stays, and none is no mutation", () => {
      kv.set(
        "b",
        [
          ["k", bytes("1")],
          ["k", bytes("2")],
        ],
        writer,
      );
      expect([text(kv.get("b", "k")), kv.set("b", [], writer)]).toEqual(["2", []]);
    });

    it("lists keys sorted by code point", () => {
      const sorted = ["", "A", "Z", "a", "a\0", "a\0b", "aa", "é", "\uffff", "\u{10000}", "\u{1F600}"];
      kv.set(
        "b",
        sorted.toReversed().map((key) => [key, bytes("v")] as const),
        writer,
      );
      expect(kv.list("b", 0, 100)).toEqual({ keys: sorted, more: false });
    });

    it("lists in pages, and an offset past the end is an empty page", () => {
      kv.set(
        "b",
        ["a", "b", "c", "d"].map((key) => [key, bytes("v")] as const),
        writer,
      );
      kv.delete("b", ["b"], writer);
      expect([kv.list("b", 0, 2), kv.list("b", 2, 2), kv.list("b", 1, 2), kv.list("b", 99, 2)]).toEqual([
        { keys: ["a", "c"], more: true },
        { keys: ["d"], more: false },
        { keys: ["c", "d"], more: false },
        { keys: [], more: false },
      ]);
    });

    it("counts in decimal text, from 0 where there is nothing", () => {
      const first = kv.increment("b", "hits", 1n, "u64", writer);
      const second = kv.increment("b", "hits", 41n, "u64", writer);
      kv.set("b", [["set", bytes("5")]], writer);
      const third = kv.increment("b", "set", 2n, "u64", writer);
      expect([first, second, third]).toMatchObject([{ value: 1n }, { value: 42n }, { value: 7n }]);
      expect([text(kv.get("b", "hits")), text(kv.get("b", "set"))]).toEqual(["42", "7"]);
    });

    it("counts from 0 again after a deletion", () => {
      kv.increment("b", "k", 5n, "u64", writer);
      kv.delete("b", ["k"], writer);
      expect(kv.increment("b", "k", 1n, "u64", writer)).toMatchObject({ kind: "done", value: 1n });
    });

    it.each(["", "abc", "1.5", "0x10", " 1", "+1", "-", "1e3", "18446744073709551616", "-1", "x".repeat(300)])(
      "does not count on from %j",
      (value) => {
        kv.set("b", [["k", bytes(value)]], writer);
        expect(kv.increment("b", "k", 1n, "u64", writer)).toEqual({ kind: "not-a-number" });
        expect(text(kv.get("b", "k"))).toBe(value);
      },
    );

    it("does not take the bytes of a number for its text", () => {
      kv.set("b", [["k", Uint8Array.of(5, 0, 0, 0, 0, 0, 0, 0)]], writer);
      expect(kv.increment("b", "k", 1n, "u64", writer)).toEqual({ kind: "not-a-number" });
    });

    it("counts exactly up to the end of each range, and not beyond", () => {
      const u64 = 2n ** 64n - 1n;
      const s64 = 2n ** 63n;
      kv.set(
        "b",
        [
          ["u", bytes(String(u64 - 1n))],
          ["s", bytes(String(s64 - 2n))],
          ["n", bytes(String(1n - s64))],
        ],
        writer,
      );
      expect([
        kv.increment("b", "u", 1n, "u64", writer),
        kv.increment("b", "u", 1n, "u64", writer),
        kv.increment("b", "s", 1n, "s64", writer),
        kv.increment("b", "s", 1n, "s64", writer),
        kv.increment("b", "n", -1n, "s64", writer),
        kv.increment("b", "n", -1n, "s64", writer),
      ]).toMatchObject([
        { value: u64 },
        { kind: "overflow" },
        { value: s64 - 1n },
        { kind: "overflow" },
        { value: -s64 },
        { kind: "overflow" },
      ]);
      expect([text(kv.get("b", "u")), text(kv.get("b", "n"))]).toEqual([String(u64), String(-s64)]);
    });

    it("swaps only when the version is the expected one", () => {
      const [first = 0] = kv.set("b", [["k", bytes("1")]], writer);
      const second = kv.swap("b", "k", bytes("2"), first, writer);
      expect(second).toBeGreaterThan(first);
      expect(kv.swap("b", "k", bytes("3"), first, writer)).toBeUndefined();
      expect(kv.current("b", "k")).toEqual({ version: second, value: bytes("2") });
    });

    it("swaps a key in only where there is none: version 0", () => {
      expect(kv.current("b", "k")).toEqual({ version: 0, value: undefined });
      expect(kv.swap("b", "k", bytes("1"), 0, writer)).toBeGreaterThan(0);
      expect(kv.swap("b", "k", bytes("2"), 0, writer)).toBeUndefined();
      kv.delete("b", ["k"], writer);
      expect(kv.current("b", "k")).toEqual({ version: 0, value: undefined });
      expect(kv.swap("b", "k", bytes("3"), 0, writer)).toBeGreaterThan(0);
      expect(text(kv.get("b", "k"))).toBe("3");
    });
  });
}
