import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openStore } from "../../state/store.ts";
import { keyvalueBackendSuite, type OpenedBackend } from "./backend.suite.ts";
import { HeapKeyvalue } from "./heap.ts";

keyvalueBackendSuite("local", () => openLocal({ persist: true, networkFileSystem: false }));
keyvalueBackendSuite("local, thrown away", () => openLocal({ persist: false, networkFileSystem: false }));
keyvalueBackendSuite("local, on a network file system", () => openLocal({ persist: true, networkFileSystem: true }));
keyvalueBackendSuite("heap", () => ({ backend: new HeapKeyvalue(), close: () => undefined }));

function openLocal(how: { readonly persist: boolean; readonly networkFileSystem: boolean }): OpenedBackend {
  const folder = mkdtempSync(join(tmpdir(), "vitrine-keyvalue-"));
  const store = openStore({ folder, create: true, ...how });
  return {
    backend: store.keyvalue("keyvalue", []),
    close: () => {
      store[Symbol.dispose]();
      rmSync(folder, { recursive: true });
    },
  };
}
