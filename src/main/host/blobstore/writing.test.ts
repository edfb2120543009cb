import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import { StorageError } from "../../state/storage-error.ts";
import { openStore } from "../../state/store.ts";
import { Trap } from "../trap.ts";
import type { ObjectBody } from "./backend.ts";
import { HeapBlobstore } from "./heap.ts";
import { MAX_U64, payloadOf, testModules } from "./test-modules.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Takes no more bytes once it is full. */
class LimitedDisk extends HeapBlobstore {
  full = false;

  override body(): ObjectBody {
    const body = super.body();
    const write = body.write.bind(body);
    body.write = (bytes) => {
      if (this.full) throw new StorageError("the disk is full");
      write(bytes);
    };
    return body;
  }
}

function localStore() {
  const folder = mkdtempSync(join(tmpdir(), "vitrine-blobstore-"));
  const store = openStore({ folder, create: true, persist: true, networkFileSystem: false });
  onTestFinished(() => {
    store[Symbol.dispose]();
    rmSync(folder, { recursive: true });
  });
  return { store, content: () => readdirSync(join(folder, "content")) };
}

describe("writing", () => {
  it("shows the object at finish, whichever of write-data and the bytes came first", () => {
    const { create, outgoing, finish, text } = testModules();
    const container = create("c");
    for (const first of ["write-data", "bytes"]) {
      const data = outgoing();
      const stream = data.outgoingValueWriteBody();
      if (first === "write-data") container.writeData(first, data);
      stream.blockingWriteAndFlush(bytes("some "));
      stream.blockingWriteAndFlush(bytes("bytes"));
      stream[Symbol.dispose]();
      if (first === "bytes") container.writeData(first, data);
      expect(container.hasObject(first)).toBe(false);
      finish(data);
      expect(text(container, first)).toBe("some bytes");
    }
  });

  it("finishes with the stream alive, which is closed from then on and may still be dropped", () => {
    const { create, outgoing, finish, text } = testModules();
    const container = create("c");
    const data = outgoing();
    const stream = data.outgoingValueWriteBody();
    const pollable = stream.subscribe();
    stream.blockingWriteAndFlush(bytes("all"));
    container.writeData("o", data);
    finish(data);
    expect([text(container, "o"), payloadOf(() => stream.checkWrite())]).toEqual(["all", { tag: "closed" }]);
    expect(payloadOf(() => stream.blockingWriteAndFlush(bytes("more")))).toEqual({ tag: "closed" });
    pollable[Symbol.dispose]();
    stream[Symbol.dispose]();
    expect(text(container, "o")).toBe("all");
  });

  it("writes an empty object when there was no stream", () => {
    const { create, outgoing, finish } = testModules();
    const container = create("c");
    const data = outgoing();
    container.writeData("o", data);
    finish(data);
    expect(container.objectInfo("o")).toEqual({ name: "o", container: "c", createdAt: 1_750_000_000n, size: 0n });
  });

  it("gives one stream: a second one is an error without a payload", () => {
    const { outgoing } = testModules();
    const data = outgoing();
    data.outgoingValueWriteBody();
    expect(payloadOf(() => data.outgoingValueWriteBody())).toBeUndefined();
  });

  it("goes to one object: a second write-data is an error, and the first holds", () => {
    const { create, outgoing, finish } = testModules();
    const container = create("c");
    const data = outgoing();
    container.writeData("o", data);
    expect(payloadOf(() => container.writeData("p", data))).toBe(
      'this outgoing-value is already written to "o": write-data was called before',
    );
    finish(data);
    expect(container.listObjects().readStreamObjectNames(9n)).toEqual([["o"], true]);
  });

  it("needs a name", () => {
    const { create, call, outgoing, write } = testModules();
    const container = create("c");
    write(container, "o", "1");
    const text = "an object needs a name of at least one character";
    const [source, target] = [
      { container: "c", object: "o" },
      { container: "c", object: "" },
    ];
    expect(payloadOf(() => container.writeData("", outgoing()))).toBe(text);
    expect(payloadOf(() => call("copyObject", source, target))).toBe(text);
    expect(payloadOf(() => call("moveObject", source, target))).toBe(text);
  });

  it("says at finish that the container went meanwhile, and stores nothing", () => {
    const { call, create, outgoing, finish } = testModules();
    const container = create("c");
    const data = outgoing();
    data.outgoingValueWriteBody().blockingWriteAndFlush(bytes("lost"));
    container.writeData("o", data);
    call("deleteContainer", "c");
    expect(payloadOf(() => finish(data))).toBe("container does not exist");
    expect(create("c").hasObject("o")).toBe(false);
  });

  it("finishes without write-data, warns, and stores nothing", () => {
    const { ctx, create, outgoing, finish } = testModules();
    const data = outgoing();
    data.outgoingValueWriteBody().blockingWriteAndFlush(bytes("lost"));
    finish(data);
    expect(create("c").listObjects().readStreamObjectNames(9n)).toEqual([[], true]);
    expect(ctx.printed("stderr")).toContain("finish was called before write-data");
  });

  it("stores nothing when it is dropped without finish, and warns", () => {
    const { ctx, create, outgoing } = testModules();
    const container = create("c");
    const data = outgoing();
    const stream = data.outgoingValueWriteBody();
    stream.blockingWriteAndFlush(bytes("half"));
    container.writeData("o", data);
    stream[Symbol.dispose]();
    data[Symbol.dispose]();
    expect(container.hasObject("o")).toBe(false);
    expect(ctx.printed("stderr")).toBe(
      'wasi:blobstore: an outgoing-value for "o" was dropped without finish: nothing was stored\n',
    );
  });

  it("stores at the drop for a component that does not import finish, and says when that fails", () => {
    const { ctx, call, create, outgoing, text } = testModules({
      notImported: ["wasi:blobstore/types#outgoing-value.finish"],
    });
    const container = create("c");
    const write = () => {
      const data = outgoing();
      container.writeData("o", data);
      const stream = data.outgoingValueWriteBody();
      stream.blockingWriteAndFlush(bytes("all"));
      stream[Symbol.dispose]();
      return data;
    };
    write()[Symbol.dispose]();
    expect([text(container, "o"), ctx.printed("stderr")]).toEqual(["all", ""]);
    const late = write();
    call("deleteContainer", "c");
    late[Symbol.dispose]();
    expect(ctx.printed("stderr")).toBe(
      'wasi:blobstore: an outgoing-value for "o" could not be stored when it was dropped: container does not exist\n',
    );
  });

  it("cannot be dropped while its stream lives", () => {
    const { outgoing } = testModules();
    const data = outgoing();
    const stream = data.outgoingValueWriteBody();
    expect(() => data[Symbol.dispose]()).toThrow("resource has children");
    stream[Symbol.dispose]();
    data[Symbol.dispose]();
  });

  it("takes what another stream of this host gives", () => {
    const { create, outgoing, finish, text, write, consumeAsync } = testModules();
    const container = create("c");
    write(container, "from", "spliced");
    const data = outgoing();
    const stream = data.outgoingValueWriteBody();
    stream.blockingSplice(consumeAsync(container.getData("from", 0n, MAX_U64)), 100n);
    container.writeData("to", data);
    finish(data);
    expect(text(container, "to")).toBe("spliced");
  });

  it("fails the stream and the finish when the disk is full, and leaves what was there", () => {
    const disk = new LimitedDisk();
    const { create, outgoing, finish, text, write } = testModules({ blobstore: () => disk });
    const container = create("c");
    write(container, "o", "before");
    disk.full = true;
    const data = outgoing();
    const stream = data.outgoingValueWriteBody();
    container.writeData("o", data);
    expect(payloadOf(() => stream.blockingWriteAndFlush(bytes("more")))).toMatchObject({
      tag: "last-operation-failed",
    });
    expect(payloadOf(() => finish(data))).toBe("the disk is full");
    expect(text(container, "o")).toBe("before");
  });

  it("traps beyond 4096 bytes in one blocking write, and stores nothing of it", () => {
    const { ctx, create, outgoing } = testModules();
    const container = create("c");
    const data = outgoing();
    const stream = data.outgoingValueWriteBody();
    container.writeData("o", data);
    expect(() => stream.blockingWriteAndFlush(new Uint8Array(4097))).toThrow(Trap);
    ctx.endInstance();
    expect(container.hasObject("o")).toBe(false);
  });

  it("leaves nothing on the disk when the instance ends over unfinished values", () => {
    const { store, content } = localStore();
    const backend = store.blobstore("blobstore", []);
    const { ctx, create, outgoing } = testModules({ blobstore: () => backend });
    const container = create("c");
    const data = outgoing();
    const stream = data.outgoingValueWriteBody();
    container.writeData("o", data);
    for (let part = 0; part < 10; part++) {
      stream.checkWrite();
      stream.write(new Uint8Array(64 * 1024));
    }
    expect(content()).toHaveLength(1);
    ctx.endInstance();
    expect([content(), container.hasObject("o")]).toEqual([[], false]);
  });

  it("puts every mutation on the record, at the call that made it, and nothing else", () => {
    const { ctx, call, create, write, outgoing } = testModules();
    const container = create("c");
    create("c");
    container.writeData("unfinished", outgoing());
    write(container, "o", "1");
    container.hasObject("o");
    call("copyObject", { container: "c", object: "o" }, { container: "c", object: "p" });
    call("moveObject", { container: "c", object: "o" }, { container: "c", object: "q" });
    container.deleteObject("p");
    container.deleteObjects(["p", "q"]);
    write(container, "o", "1");
    container.clear();
    call("deleteContainer", "c");
    expect(ctx.versions).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});
