import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { WriterView } from "../../../shared/model.ts";
import { type BlobstoreBackend, NoSuchBlob } from "./backend.ts";

const writer: WriterView = {
  kind: "invocation",
  invocation: 7,
  component: "uploader",
  build: "b1",
  function: "outgoing-value.finish",
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Bytes that differ from their neighbours, so that a lost or doubled part shows. */
function pattern(length: number, seed = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8) + seed) % 251);
}

export interface OpenedBlobstore {
  readonly backend: BlobstoreBackend;
  /** What the clock of the backend says, in milliseconds; the test moves it. */
  readonly clock: { now: number };
  close(): void;
}

/** What every blobstore backend must do. */
export function blobstoreBackendSuite(name: string, open: () => OpenedBlobstore): void {
  describe(`blobstore backend: ${name}`, () => {
    let opened: OpenedBlobstore;
    let blobs: BlobstoreBackend;

    beforeEach(() => {
      opened = open();
      blobs = opened.backend;
      blobs.createContainer("c", writer);
    });
    afterEach(() => opened.close());

    function put(object: string, value: string | Uint8Array, container = "c"): number[] {
      const body = blobs.body();
      body.write(typeof value === "string" ? bytes(value) : value);
      return blobs.put(container, object, body, writer);
    }
    function text(object: string, container = "c"): string {
      const { size, read } = blobs.read(container, object);
      return new TextDecoder().decode(read(0, size));
    }
    function missing(call: () => unknown): string {
      try {
        call();
      } catch (error) {
        if (error instanceof NoSuchBlob) return error.what;
        throw error;
      }
      return "nothing is missing";
    }

    it("keeps containers apart, and their names", () => {
      blobs.createContainer("d", writer);
      put("o", "in c");
      put("o", "in d", "d");
      put("only d", "x", "d");
      expect([text("o"), text("o", "d"), blobs.names("c"), blobs.names("d")]).toEqual([
        "in c",
        "in d",
        ["o"],
        ["o", "only d"],
      ]);
    });

    it("creates a container once: a second time it keeps its content and its time", () => {
      opened.clock.now += 5000;
      const created = blobs.containerCreated("c");
      put("o", "kept");
      expect([blobs.createContainer("c", writer), text("o"), blobs.containerCreated("c")]).toEqual([
        [],
        "kept",
        created,
      ]);
      expect(created).toBe(opened.clock.now - 5000);
    });

    it("deletes a container with everything in it; a new one of the name begins empty and later", () => {
      put("o", "1");
      put("p", "2");
      expect(blobs.deleteContainer("c", writer)).toHaveLength(3);
      expect(blobs.hasContainer("c")).toBe(false);
      opened.clock.now += 1000;
      blobs.createContainer("c", writer);
      expect([blobs.names("c"), blobs.has("c", "o"), blobs.containerCreated("c")]).toEqual([
        [],
        false,
        opened.clock.now,
      ]);
    });

    it("empties a container, which stays", () => {
      put("o", "1");
      put("p", "2");
      expect(blobs.clear("c", writer)).toHaveLength(2);
      expect([blobs.names("c"), blobs.hasContainer("c"), blobs.clear("c", writer)]).toEqual([[], true, []]);
    });

    it("says that a container is missing, whatever is asked of it", () => {
      const body = blobs.body();
      put("o", "1");
      const calls = [
        () => blobs.containerCreated("no"),
        () => blobs.deleteContainer("no", writer),
        () => blobs.clear("no", writer),
        () => blobs.names("no"),
        () => blobs.has("no", "o"),
        () => blobs.info("no", "o"),
        () => blobs.read("no", "o"),
        () => blobs.delete("no", ["o"], writer),
        () => blobs.put("no", "o", body, writer),
        () => blobs.copy({ container: "no", name: "o" }, { container: "c", name: "o" }, writer),
        () => blobs.copy({ container: "c", name: "o" }, { container: "no", name: "o" }, writer),
        () => blobs.move({ container: "no", name: "o" }, { container: "c", name: "o" }, writer),
        () => blobs.move({ container: "c", name: "o" }, { container: "no", name: "o" }, writer),
      ];
      expect(calls.map(missing)).toEqual(calls.map(() => "container"));
      expect([blobs.hasContainer("no"), text("o")]).toEqual([false, "1"]);
    });

    it("says that an object is missing", () => {
      const [from, to] = [
        { container: "c", name: "no" },
        { container: "c", name: "o" },
      ];
      put("o", "1");
      const calls = [
        () => blobs.info("c", "no"),
        () => blobs.read("c", "no"),
        () => blobs.copy(from, to, writer),
        () => blobs.move(from, to, writer),
        () => blobs.move(from, from, writer),
      ];
      expect(calls.map(missing)).toEqual(calls.map(() => "object"));
      expect([blobs.has("c", "no"), text("o")]).toEqual([false, "1"]);
    });

    it("keeps the bytes exactly, at every size around its inner limits, in one part or in many", () => {
      const sizes = [0, 1, 256, 257, 128 * 1024, 128 * 1024 + 1, 1024 * 1024];
      for (const size of sizes) {
        const value = pattern(size);
        put(`whole ${size}`, value);
        const body = blobs.body();
        for (let at = 0; at < size; at += 50_000) body.write(value.subarray(at, at + 50_000));
        expect(body.size).toBe(size);
        blobs.put("c", `parts ${size}`, body, writer);
      }
      for (const size of sizes) {
        for (const object of [`whole ${size}`, `parts ${size}`]) {
          const snapshot = blobs.read("c", object);
          expect(snapshot.size).toBe(size);
          expect(Buffer.compare(snapshot.read(0, size), pattern(size))).toBe(0);
        }
      }
    });

    it.each([1000, 300_000])("reads any part of %i bytes, and no more than there is", (size) => {
      put("o", pattern(size));
      const { read } = blobs.read("c", "o");
      expect(read(size - 10, 5)).toEqual(pattern(size).subarray(size - 10, size - 5));
      expect(read(size - 3, 100)).toEqual(pattern(size).subarray(size - 3));
      expect(read(size, 10)).toEqual(new Uint8Array(0));
    });

    it.each([1000, 300_000])("reads %i bytes as they were when it was asked for them", (size) => {
      put("o", pattern(size));
      const snapshots = [blobs.read("c", "o")];
      put("o", pattern(size, 1));
      snapshots.push(blobs.read("c", "o"));
      blobs.delete("c", ["o"], writer);
      blobs.deleteContainer("c", writer);
      const read = snapshots.map((snapshot) => snapshot.read(0, size));
      expect(read.map((found, at) => Buffer.compare(found, pattern(size, at)))).toEqual([0, 0]);
    });

    it("shows nothing of a body before it is put, nor of one that never is", () => {
      put("o", "before");
      const body = blobs.body();
      body.write(pattern(500_000));
      const dropped = blobs.body();
      dropped.write(pattern(500_000, 1));
      expect([text("o"), blobs.names("c")]).toEqual(["before", ["o"]]);
      dropped[Symbol.dispose]();
      blobs.put("c", "o", body, writer);
      expect([blobs.info("c", "o").size, blobs.names("c")]).toEqual([500_000, ["o"]]);
    });

    it("does not keep hold of the caller's bytes, nor hand out its own", () => {
      const given = bytes("abc");
      const body = blobs.body();
      body.write(given);
      given.fill(0);
      blobs.put("c", "o", body, writer);
      blobs.read("c", "o").read(0, 3).fill(0);
      expect(text("o")).toBe("abc");
    });

    it("knows when an object was created: overwriting keeps that, deleting forgets it", () => {
      const start = opened.clock.now;
      put("o", "1");
      opened.clock.now += 1000;
      put("o", "12");
      const overwritten = blobs.info("c", "o");
      blobs.delete("c", ["o"], writer);
      opened.clock.now += 1000;
      put("o", "123");
      expect([overwritten, blobs.info("c", "o")]).toEqual([
        { size: 2, created: start },
        { size: 3, created: start + 2000 },
      ]);
    });

    it("deletes, and passes over objects that do not exist", () => {
      for (const object of ["k", "l", "m"]) put(object, "1");
      expect(blobs.delete("c", ["k", "never", "l", "k"], writer)).toHaveLength(2);
      expect([blobs.delete("c", ["k"], writer), blobs.delete("c", [], writer), blobs.names("c")]).toEqual([
        [],
        [],
        ["m"],
      ]);
    });

    it("takes any text as a name, and lists names sorted by code point", () => {
      const sorted = [
        " ",
        "%",
        "../../etc/passwd",
        "/a",
        "A",
        "a",
        "a\0",
        "a\0b",
        "a/b",
        "aa",
        "e\u0301",
        "x".repeat(5000),
        "é",
        "\uffff",
        "\u{1F600}",
      ];
      for (const object of sorted.toReversed()) {
        blobs.createContainer(object, writer);
        put(object, object);
        put("o", `in ${object}`, object);
      }
      expect(blobs.names("c")).toEqual(sorted);
      expect(sorted.map((object) => text("o", object))).toEqual(sorted.map((object) => `in ${object}`));
    });

    it.each([10, 300_000])("copies %i bytes, over what is there, also into another container", (size) => {
      blobs.createContainer("d", writer);
      put("o", pattern(size));
      put("o", "other", "d");
      opened.clock.now += 1000;
      const versions = [
        ...blobs.copy({ container: "c", name: "o" }, { container: "d", name: "o" }, writer),
        ...blobs.copy({ container: "c", name: "o" }, { container: "c", name: "p" }, writer),
      ];
      put("o", "changed since");
      expect(versions).toHaveLength(2);
      expect(Buffer.compare(blobs.read("d", "o").read(0, size), pattern(size))).toBe(0);
      expect([blobs.info("d", "o"), blobs.info("c", "p"), blobs.has("c", "o")]).toEqual([
        { size, created: opened.clock.now - 1000 },
        { size, created: opened.clock.now },
        true,
      ]);
    });

    it("moves: afterwards only the target is there", () => {
      blobs.createContainer("d", writer);
      put("o", "1");
      put("o", "2", "d");
      expect(blobs.move({ container: "c", name: "o" }, { container: "d", name: "o" }, writer)).toHaveLength(2);
      expect([blobs.names("c"), text("o", "d")]).toEqual([[], "1"]);
    });

    it("does nothing when source and target are the same", () => {
      put("o", "1");
      const same = { container: "c", name: "o" };
      expect([blobs.copy(same, same, writer), blobs.move(same, same, writer), text("o")]).toEqual([[], [], "1"]);
    });

    it("gives every mutation a version above all earlier ones", () => {
      const [from, to] = [
        { container: "c", name: "a" },
        { container: "c", name: "z" },
      ];
      const versions = [
        ...put("a", "1"),
        ...put("b", pattern(200_000)),
        ...blobs.createContainer("d", writer),
        ...blobs.copy(from, to, writer),
        ...blobs.move(to, { container: "d", name: "z" }, writer),
        ...blobs.delete("c", ["a", "b"], writer),
        ...put("a", "2"),
        ...blobs.clear("c", writer),
        ...blobs.deleteContainer("d", writer),
      ];
      expect(versions).toHaveLength(12);
      expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    });
  });
}
