import { expect, it } from "vitest";
import type { PutObjectInput } from "../../shared/blob-model.ts";
import { type StudioApi, VALUE_CHUNK_BYTES } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import { ToastStore } from "../toast/toast-store.ts";
import { TransferStore } from "./transfer-store.ts";

const TARGET = { backend: "files", container: "c", folder: "in/" };

/** The part of the studio that takes uploads. */
function studio() {
  const objects = new Map<string, number>();
  const chunks: number[] = [];
  const under = new Map<string, { bytes: number; readonly end: (error?: unknown) => void }>();
  const api: Partial<StudioApi> = {
    object: ({ name }) => {
      const size = objects.get(name);
      if (size === undefined) return Promise.reject(new StudioError("state-not-found", `There is no ${name}.`));
      return Promise.resolve({
        name,
        size,
        version: 1,
        updated: 0,
        created: 0,
        digest: "",
        writer: { kind: "person", action: "uploaded" },
      });
    },
    putObject: ({ name, upload }: PutObjectInput, signal?: AbortSignal) =>
      new Promise((resolve, reject) => {
        const entry = {
          bytes: 0,
          end: (error?: unknown) => {
            under.delete(upload);
            if (error !== undefined) return reject(error as Error);
            objects.set(name, entry.bytes);
            return resolve(objects.size);
          },
        };
        under.set(upload, entry);
        signal?.addEventListener("abort", () => entry.end(signal.reason));
      }),
    objectBytes: (upload, bytes) => {
      const entry = under.get(upload);
      if (entry === undefined) return Promise.reject(new StudioError("request-invalid", "That upload is over."));
      if (bytes === null) entry.end();
      else {
        chunks.push(bytes.length);
        entry.bytes += bytes.length;
      }
      return Promise.resolve();
    },
  };
  const toasts = new ToastStore();
  const transfers = new TransferStore(api as StudioApi, toasts);
  return { objects, chunks, under, transfers, told: () => toasts.get().map(({ text }) => text) };
}

const file = (name: string, size: number) => ({ name, file: new File([new Uint8Array(size)], name) });

it("sends files in chunks, under their folder, and tells what was replaced", async () => {
  const { objects, chunks, transfers, told } = studio();
  objects.set("in/a", 1);
  const size = 2 * VALUE_CHUNK_BYTES + 5;
  expect(await transfers.upload(TARGET, [file("a", size), file("sub/empty", 0)])).toEqual(["in/a", "in/sub/empty"]);
  expect([...objects]).toEqual([
    ["in/a", size],
    ["in/sub/empty", 0],
  ]);
  expect(chunks).toEqual([VALUE_CHUNK_BYTES, VALUE_CHUNK_BYTES, 5]);
  expect([told(), transfers.get()]).toEqual([["Uploaded 2 files to c, 1 over what was there."], []]);
});

it("leaves nothing of what is cancelled, begun or not, and goes on with the rest", async () => {
  const { objects, under, transfers, told } = studio();
  const files = [file("first", VALUE_CHUNK_BYTES + 1), file("second", 1), file("third", 1)];
  // As soon as a chunk of the first one is through.
  const stop = transfers.subscribe(() => {
    const [first, second] = transfers.get();
    if (first === undefined || second === undefined || first.done === 0) return;
    stop();
    transfers.cancel(first.id);
    transfers.cancel(second.id);
  });
  expect(await transfers.upload(TARGET, files)).toEqual(["in/third"]);
  expect([[...objects.keys()], under.size, told(), transfers.get()]).toEqual([
    ["in/third"],
    0,
    ["Uploaded third to c."],
    [],
  ]);
});

it("tells of a file that cannot be read any more, and uploads the others", async () => {
  const { objects, under, transfers, told } = studio();
  const broken = file("broken", 10);
  broken.file.slice = () => {
    throw new Error("it was deleted");
  };
  expect(await transfers.upload(TARGET, [broken, file("fine", 1)])).toEqual(["in/fine"]);
  expect([[...objects.keys()], under.size]).toEqual([["in/fine"], 0]);
  expect(told()).toEqual(["broken was not uploaded. it was deleted", "Uploaded fine to c."]);
});
