import type { BlobstoreBackend } from "./blobstore-backend.ts";
import { LocalBlobstore } from "./blobstore.ts";
import { Containers } from "./containers.ts";
import { ContentFolder } from "./content.ts";
import type { KeyvalueBackend } from "./keyvalue-backend.ts";
import { LocalKeyvalue } from "./keyvalue.ts";
import { Ledger } from "./ledger.ts";
import { openDatabase, type StoreOptions } from "./open-database.ts";
import { statePaths } from "./state-folder.ts";

/** One connection to the versioned store of a folder. Every thread and process opens its own. */
export interface Store extends Disposable {
  /** A key-value backend by its name in the project. `renames`: what the guest calls a bucket → what it is called here. */
  keyvalue(backend: string, renames: readonly (readonly [string, string])[]): KeyvalueBackend;
  /** A blobstore backend, likewise. `renames`: of containers. */
  blobstore(backend: string, renames: readonly (readonly [string, string])[]): BlobstoreBackend;
}

/**
 * Opens the store of a folder. `now`: milliseconds since the epoch, for the time of versions.
 * @throws StudioError `store-newer`, `store-damaged`, `store-not-writable`.
 */
export function openStore(options: StoreOptions, now: () => number = Date.now): Store {
  const paths = statePaths(options.folder);
  const db = openDatabase(paths, options);
  const ledger = new Ledger(db, new ContentFolder(paths.content), now);
  const containers = new Containers(ledger);
  return {
    blobstore: (backend, renames) => new LocalBlobstore(ledger, containers, backend, new Map(renames)),
    keyvalue: (backend, renames) => new LocalKeyvalue(ledger, backend, new Map(renames)),
    [Symbol.dispose]: () => db[Symbol.dispose](),
  };
}
