import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { beforeAll, describe, expect, it, onTestFinished } from "vitest";

import { openStore } from "../../state/store.ts";
import { createIo } from "../io/index.ts";
import { buildTestComponent, type TestComponent } from "../test-component.ts";
import { testContext } from "../test-context.ts";
import type { BlobstoreBackend } from "./backend.ts";
import { HeapBlobstore } from "./heap.ts";
import { blobstore } from "./index.ts";
import { BLOB_GUEST_WAT, BLOB_GUEST_WIT } from "./test-guest.ts";

const PACKAGE = new URL("../../../../resources/wit/packages/wasi-blobstore-0.2.0-draft/package.wit", import.meta.url);

let component: TestComponent;
beforeAll(async () => {
  // One text holds all packages, and streams are those of the newest WASI, as in a component built with newer tools.
  const nested = readFileSync(PACKAGE, "utf8")
    .replace(/^package ([^;]+);/, "package $1 {")
    .replaceAll("streams@0.2.0.", "streams@0.2.12.");
  component = await buildTestComponent({
    wat: BLOB_GUEST_WAT,
    wit: `${BLOB_GUEST_WIT}\n${nested}}`,
    world: "blobs",
  });
});

function instance(backend: BlobstoreBackend) {
  const ctx = testContext({ blobstore: () => backend });
  const io = createIo(ctx);
  const modules = blobstore.create(ctx, io);
  const guest = component.instantiate({
    "wasi:blobstore/types": modules["types"],
    "wasi:blobstore/container": modules["container"],
    "wasi:blobstore/blobstore": modules["blobstore"],
    "wasi:io/error": io.modules.error,
    "wasi:io/streams": io.modules.streams,
  });
  return { ctx, guest };
}

function localBackend(): BlobstoreBackend {
  const folder = mkdtempSync(join(tmpdir(), "vitrine-blobstore-"));
  const store = openStore({ folder, create: true, persist: true, networkFileSystem: false });
  onTestFinished(() => {
    store[Symbol.dispose]();
    rmSync(folder, { recursive: true });
  });
  return store.blobstore("blobstore", []);
}

describe.each([
  ["the local store", localBackend],
  ["the heap", () => new HeapBlobstore()],
])("a real guest on %s", (_, open) => {
  it("finds every answer right that it gets", () => {
    const backend = open();
    const { ctx, guest } = instance(backend);
    expect(guest["daily"]?.()).toBe(0);
    expect([backend.hasContainer("d"), backend.names("c"), ctx.printed("stderr")]).toEqual([false, [], ""]);
    // Two containers, o, p, the copy, the move's two, q, p, o, o, and o with its container.
    expect(ctx.versions).toHaveLength(13);
  });

  it("gets every error that it causes", () => {
    expect(instance(open()).guest["errors"]?.()).toBe(0);
  });

  it.each([
    ["dropParent", "resource has children"],
    ["writeTooMuch", "Buffer too large for blocking-write-and-flush (expected at most 4096)"],
  ])("traps on misuse (%s), stores nothing of it, and cannot be called again", (name, text) => {
    const backend = open();
    const { ctx, guest } = instance(backend);
    expect(() => guest[name]?.()).toThrow(text);
    expect(() => guest["daily"]?.()).toThrow(/cannot enter component instance/);
    ctx.endInstance();
    expect(backend.names("c")).toEqual([]);
  });

  it("writes and reads more than one stream takes at a time", () => {
    const backend = open();
    const { guest } = instance(backend);
    expect([guest["putLarge"]?.(5), guest["readLarge"]?.()]).toEqual([0, 5n * 2n ** 20n]);
    const object = backend.read("c", "o");
    const firsts = Array.from({ length: 80 }, (__, part) =>
      new DataView(object.read(part * 65536, 4).buffer).getUint32(0, true),
    );
    expect(firsts).toEqual(Array.from({ length: 80 }, (__, part) => 80 - part));
  });
});
