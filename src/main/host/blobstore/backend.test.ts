import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openStore } from "../../state/store.ts";
import { blobsWithOutsideVersions, outsideVersion } from "../../state/throw-away-versions.ts";
import { blobstoreBackendSuite, type OpenedBlobstore } from "./backend.suite.ts";
import { HeapBlobstore } from "./heap.ts";
import { expect, it } from "vitest";

const START_MS = 1_750_000_000_000;

blobstoreBackendSuite("local", () => openLocal({ persist: true, networkFileSystem: false }));
blobstoreBackendSuite("local, thrown away", () => openLocal({ persist: false, networkFileSystem: false }));
blobstoreBackendSuite("local, on a network file system", () => openLocal({ persist: true, networkFileSystem: true }));
blobstoreBackendSuite("heap", () => {
  const clock = { now: START_MS };
  return { backend: new HeapBlobstore(() => clock.now), clock, close: () => undefined };
});

it("names versions of the throw-away store by their negatives", () => {
  const opened = openLocal({ persist: false, networkFileSystem: false });
  const outside = blobsWithOutsideVersions(opened.backend);
  const writer = { kind: "person", action: "test" } as const;
  outside.createContainer("c", writer);
  const versions = outside.put("c", "o", outside.body(), writer);
  versions.push(...outside.move({ container: "c", name: "o" }, { container: "c", name: "p" }, writer));
  versions.push(...outside.deleteContainer("c", writer));
  opened.close();
  expect(versions).toEqual([2, 3, 4, 5, 6].map(outsideVersion));
});

function openLocal(how: { readonly persist: boolean; readonly networkFileSystem: boolean }): OpenedBlobstore {
  const folder = mkdtempSync(join(tmpdir(), "vitrine-blobstore-"));
  const clock = { now: START_MS };
  const store = openStore({ folder, create: true, ...how }, () => clock.now);
  return {
    backend: store.blobstore("blobstore", []),
    clock,
    close: () => {
      store[Symbol.dispose]();
      rmSync(folder, { recursive: true });
    },
  };
}
