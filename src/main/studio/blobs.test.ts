import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { componentFrom } from "../../../test/guests/guests.ts";
import { VALUE_CHUNK_BYTES } from "../../shared/contract.ts";
import type { ObjectRef } from "../../shared/blob-model.ts";
import type { StudioEvents } from "../../shared/contract.ts";
import { BLOB_GUEST_WAT, BLOB_GUEST_WIT } from "../host/blobstore/test-guest.ts";
import { UNFINISHED_GUEST_WAT } from "../host/blobstore/test-unfinished-guest.ts";
import { openTestStudio, testProject, type TestStudio, windowOf } from "./test-studio.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

let studio: TestStudio;
beforeAll(async () => {
  const blobs = await componentFrom(BLOB_GUEST_WAT, BLOB_GUEST_WIT, "blobs");
  const unfinished = await componentFrom(UNFINISHED_GUEST_WAT, BLOB_GUEST_WIT, "unfinished");
  const linked = (to: string) => ({ links: [{ import: "wasi:blobstore", to }] });
  const project = await testProject({
    components: { blobs, unfinished, scratch: blobs },
    settings: { unfinished: linked("old"), scratch: linked("scratch") },
    manifest: {
      backends: {
        blobstore: { kind: "blobstore" },
        old: { kind: "blobstore", buckets: { c: "renamed" } },
        scratch: { kind: "blobstore", persist: false },
      },
    },
  });
  studio = await openTestStudio(project);
});
afterAll(() => studio[Symbol.asyncDispose]());

async function readAll(ref: ObjectRef): Promise<Buffer> {
  const { version, size } = await studio.api.object(ref);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < size; at += VALUE_CHUNK_BYTES) parts.push(await studio.api.readValue(version, at));
  return Buffer.concat(parts);
}

async function call(component: string, target: string, args: readonly unknown[] = []) {
  const reply = await studio.api.invoke({ component, target, args });
  const { reason } = await studio.ended(reply.invocation);
  expect([reply.outcome, reason]).toEqual(["ok", undefined]);
  return reply;
}

async function put(ref: ObjectRef, parts: readonly Uint8Array[], expected?: number): Promise<number> {
  const upload = randomUUID();
  const done = studio.api.putObject({ ...ref, upload, ...(expected === undefined ? {} : { expected }) });
  for (const part of parts) void studio.api.objectBytes(upload, part);
  await studio.api.objectBytes(upload, null);
  return done;
}

describe("what a guest does with blobs", () => {
  it("is right, recorded with the link that led to the store, and counted as changes", async () => {
    const reply = await call("blobs", "daily");
    expect(reply.value).toBe(0);
    const calls = await studio.hostCalls(reply.invocation);
    expect(
      new Set(calls.map(({ interface: name, link, backend }) => `${name.replace(/@.*/, "")} ${link} ${backend}`)),
    ).toEqual(
      new Set([
        "wasi:blobstore/blobstore default blobstore",
        "wasi:blobstore/container default blobstore",
        "wasi:blobstore/types default blobstore",
        "wasi:io/streams  ",
      ]),
    );
    const { changed, changes } = await studio.ended(reply.invocation);
    expect([changes, changed.length, changed.map(({ kind }) => kind).slice(0, 3)]).toEqual([
      13,
      13,
      ["containers", "containers", "container"],
    ]);
    expect(changed[2]).toMatchObject({
      backend: "blobstore",
      bucket: "c",
      key: "o",
      writer: { kind: "invocation", function: "wasi:blobstore/types@0.2.0-draft#outgoing-value.finish" },
      after: { kept: bytes("hello world"), total: 11 },
    });
  });

  it("gets every error it causes", async () => {
    expect((await call("blobs", "errors")).value).toBe(0);
  });

  it("is stored at the drop where the component knows no finish, under the name the project gives the container", async () => {
    await call("unfinished", "drop-value");
    const ref = { backend: "old", container: "renamed", name: "o" };
    expect((await readAll(ref)).toString()).toBe("hello world");
    expect(await studio.api.object(ref)).toMatchObject({
      writer: { kind: "invocation", function: "wasi:blobstore/container@0.2.0-draft#container.write-data" },
    });
  });

  it("goes to the throw-away store where the backend says so, with versions that lead there", async () => {
    await call("scratch", "put-large", [1]);
    const ref = { backend: "scratch", container: "c", name: "o" };
    const object = await studio.api.object(ref);
    expect([object.size, object.version < 0, (await readAll(ref)).length]).toEqual([2 ** 20, true, 2 ** 20]);
    const [removed = 0] = await studio.api.deleteObjects("scratch", "c", ["o"]);
    await expect(studio.api.object(ref)).rejects.toMatchObject({ code: "state-not-found" });
    const { versions = [], ...undone } = await studio.api.undo([removed]);
    expect(undone).toEqual({ restored: 1, skipped: [] });
    expect((await readAll(ref)).length).toBe(2 ** 20);
    expect(await studio.api.undo(versions)).toMatchObject({ restored: 1, skipped: [] });
    await expect(studio.api.object(ref)).rejects.toMatchObject({ code: "state-not-found" });
  });
});

describe("what a person does with blobs", () => {
  const ref = { backend: "blobstore", container: "mine", name: "a/b.txt" };

  it("shows in containers and objects, in the history, to the guest, and in events", async () => {
    const told: StudioEvents["state-changed"][number][] = [];
    const stop = studio.window.on("state-changed", (buckets) => void told.push(...buckets));
    await studio.api.changeContainer({ backend: "blobstore", container: "mine", change: "create" });
    const large = new Uint8Array(600_000).fill(7);
    await put(ref, [large.subarray(0, 250_000), large.subarray(250_000, 500_000), large.subarray(500_000)]);
    await put({ ...ref, name: "z" }, []);
    const { backends, containers } = await studio.api.containers();
    expect(backends).toEqual(["blobstore", "old", "scratch"]);
    expect(containers.find(({ name }) => name === "mine")).toMatchObject({ objects: 2, bytes: 600_000 });
    const query = { backend: "blobstore", container: "mine", limit: 10 };
    expect((await studio.api.objects(query)).map(({ name, size }) => [name, size])).toEqual([
      ["a/b.txt", 600_000],
      ["z", 0],
    ]);
    expect((await studio.api.objects({ ...query, prefix: "a/" })).map(({ name }) => name)).toEqual(["a/b.txt"]);
    const history = await studio.api.keyHistory(
      { backend: "blobstore", kind: "container", bucket: "mine", key: "a/b.txt" },
      10,
    );
    expect(history).toMatchObject([{ writer: { kind: "person", action: "uploaded" }, after: { total: 600_000 } }]);
    await studio.until(async () => told.some(({ kind, bucket }) => kind === "container" && bucket === "mine"));
    stop();
    expect(await studio.api.buckets()).toEqual([]);
  });

  it("writes nothing over what it has not seen, and says so", async () => {
    const version = await put(ref, [bytes("seen")]);
    await put(ref, [bytes("newer")]);
    await expect(put(ref, [bytes("mine")], version)).rejects.toMatchObject({ code: "state-conflict" });
    await expect(put(ref, [bytes("mine")], 0)).rejects.toMatchObject({ code: "state-conflict" });
    expect((await readAll(ref)).toString()).toBe("newer");
  });

  it("copies and moves in one step that undo takes back", async () => {
    await put(ref, [bytes("text")]);
    const to = { container: "mine", name: "moved" };
    const versions = await studio.api.copyObject({ backend: "blobstore", from: ref, to, move: true });
    expect((await readAll({ ...ref, ...to })).toString()).toBe("text");
    await expect(studio.api.object(ref)).rejects.toMatchObject({ code: "state-not-found" });
    const { versions: back = [], ...undone } = await studio.api.undo(versions);
    expect(undone).toEqual({ restored: 2, skipped: [] });
    expect((await readAll(ref)).toString()).toBe("text");
    expect(await studio.api.undo(back)).toMatchObject({ restored: 2, skipped: [] });
    expect((await readAll({ ...ref, ...to })).toString()).toBe("text");
  });

  it("leaves nothing of an upload that is given up, or whose window goes away", async () => {
    const name = { ...ref, name: "never" };
    const given = new AbortController();
    const aborted = studio.api.putObject({ ...name, upload: "given up" }, given.signal);
    await studio.api.objectBytes("given up", bytes("half"));
    given.abort();
    await expect(aborted).rejects.toThrow();
    const other = windowOf(studio.studio);
    const lost = other.api.putObject({ ...name, upload: "lost" });
    await other.api.objectBytes("lost", bytes("half"));
    other.close();
    await expect(lost).rejects.toMatchObject({ code: "studio-lost" });
    await expect(studio.api.objectBytes("given up", null)).rejects.toMatchObject({ code: "request-invalid" });
    await expect(studio.api.object(name)).rejects.toMatchObject({ code: "state-not-found" });
  });

  it.each([
    ["objects", () => studio.api.objects({ backend: "blobstore", container: "no", limit: 1 })],
    ["object", () => studio.api.object({ backend: "blobstore", container: "no", name: "o" })],
    ["putObject", () => put({ backend: "blobstore", container: "no", name: "o" }, [bytes("x")])],
    ["deleteObjects", () => studio.api.deleteObjects("blobstore", "no", ["o"])],
    ["changeContainer", () => studio.api.changeContainer({ backend: "blobstore", container: "no", change: "delete" })],
    [
      "copyObject",
      () =>
        studio.api.copyObject({
          backend: "blobstore",
          from: { container: "mine", name: "z" },
          to: { container: "no", name: "o" },
        }),
    ],
  ])("%s says that a container is not there", async (_, ask) => {
    await expect(ask()).rejects.toMatchObject({ code: "state-not-found", message: 'There is no container "no".' });
  });
});
