import { describe, expect, it } from "vitest";

import { StorageError } from "../../state/storage-error.ts";
import { Trap } from "../trap.ts";
import type { ObjectSnapshot } from "./backend.ts";
import { HeapBlobstore } from "./heap.ts";
import { MAX_U64, payloadOf, readAll, testModules } from "./test-modules.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Every object of it reads as this one. */
class HolderOf extends HeapBlobstore {
  readonly #object: ObjectSnapshot;

  constructor(object: ObjectSnapshot) {
    super();
    this.#object = object;
  }

  override read(): ObjectSnapshot {
    return this.#object;
  }
}

describe("reading", () => {
  /** Both ends count; what components pass for "all of it" gives all of it. */
  it.each([
    [0n, 9n, "0123456789"],
    [0n, 10n, "0123456789"],
    [0n, 1000n, "0123456789"],
    [0n, MAX_U64, "0123456789"],
    [3n, 5n, "345"],
    [3n, 3n, "3"],
    [9n, 9n, "9"],
    [9n, 10n, "9"],
    [10n, 10n, ""],
    [10n, 20n, ""],
    [MAX_U64, MAX_U64, ""],
  ])("from %i to %i gives %j, and says how much that is", (start, end, expected) => {
    const { create, write, consumeSync, consumeAsync } = testModules();
    const container = create("c");
    write(container, "o", "0123456789");
    const value = container.getData("o", start, end);
    expect(value.size()).toBe(BigInt(expected.length));
    expect(consumeSync(value)).toEqual(bytes(expected));
    expect(readAll(consumeAsync(container.getData("o", start, end)), 4n)).toEqual(bytes(expected));
  });

  it("of an empty object is empty, also up to the last byte of nothing", () => {
    const { create, write, text } = testModules();
    const container = create("c");
    write(container, "o", "");
    expect([text(container, "o", 0n, 0n), text(container, "o", 0n, MAX_U64)]).toEqual(["", ""]);
  });

  it("backwards is an error", () => {
    const { create, write } = testModules();
    const container = create("c");
    write(container, "o", "0123456789");
    expect(payloadOf(() => container.getData("o", 5n, 4n))).toBe("`end` (4) must not be less than `start` (5)");
  });

  it("of a missing object is an error at once", () => {
    const { create } = testModules();
    const container = create("c");
    expect([payloadOf(() => container.getData("o", 0n, 1n)), payloadOf(() => container.objectInfo("o"))]).toEqual([
      "object does not exist",
      "object does not exist",
    ]);
  });

  it("gives what was there at get-data, whatever happens to the object or its container meanwhile", () => {
    const { call, create, write, consumeSync, consumeAsync } = testModules();
    const container = create("c");
    write(container, "o", "first");
    const values = [container.getData("o", 0n, 99n), container.getData("o", 0n, 99n)] as const;
    const stream = consumeAsync(values[0]);
    const begun = stream.blockingRead(2n);
    write(container, "o", "second");
    call("deleteContainer", "c");
    expect([
      Buffer.concat([begun, readAll(stream)]).toString(),
      Buffer.from(consumeSync(values[1])).toString(),
    ]).toEqual(["first", "first"]);
  });

  it("consumes a value once", () => {
    const { create, write, consumeSync } = testModules();
    const container = create("c");
    write(container, "o", "1");
    const value = container.getData("o", 0n, 9n);
    consumeSync(value);
    expect(() => consumeSync(value)).toThrow(Trap);
    expect(() => value.size()).toThrow(Trap);
  });

  it("refuses to hand over at once what fits no memory, and names the way that works", () => {
    const holder = new HolderOf({ size: 2 ** 40, read: () => new Uint8Array(0) });
    const { create, consumeSync } = testModules({ blobstore: () => holder });
    expect(payloadOf(() => consumeSync(create("c").getData("o", 0n, MAX_U64)))).toContain(
      "use incoming-value-consume-async",
    );
  });

  it("tells of bytes that cannot be read as a failed stream, once", () => {
    const read = () => {
      throw new StorageError("the disk failed");
    };
    const holder = new HolderOf({ size: 10, read });
    const { create, consumeSync, consumeAsync } = testModules({ blobstore: () => holder });
    const container = create("c");
    const stream = consumeAsync(container.getData("o", 0n, 9n));
    expect(payloadOf(() => consumeSync(container.getData("o", 0n, 9n)))).toBe("the disk failed");
    expect(payloadOf(() => stream.blockingRead(1n))).toMatchObject({ tag: "last-operation-failed" });
    expect(payloadOf(() => stream.blockingRead(1n))).toEqual({ tag: "closed" });
  });
});
