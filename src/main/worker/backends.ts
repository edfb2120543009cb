import type { BlobstoreBackend } from "../host/blobstore/backend.ts";
import type { KeyvalueBackend } from "../host/keyvalue/backend.ts";
import { openStore, type Store } from "../state/store.ts";
import { throwAwayFolder } from "../state/throw-away.ts";
import { blobsWithOutsideVersions, withOutsideVersions } from "../state/throw-away-versions.ts";
import type { PlannedLink, StateLocation } from "../../shared/worker-protocol.ts";
import type { ClosedBuckets } from "./closed-buckets.ts";

/** The backends that this worker's links lead to; each store is opened when the first call needs it. */
export class Backends {
  readonly #state: StateLocation;
  readonly closed: ClosedBuckets;
  readonly #stores = new Map<boolean, Store>();
  readonly #keyvalue = new Map<PlannedLink, KeyvalueBackend>();
  readonly #blobstore = new Map<PlannedLink, BlobstoreBackend>();

  constructor(state: StateLocation, closed: ClosedBuckets) {
    this.#state = state;
    this.closed = closed;
  }

  keyvalue(link: PlannedLink): KeyvalueBackend {
    let backend = this.#keyvalue.get(link);
    if (backend === undefined) {
      const stored = this.#store(link.persist).keyvalue(link.backend, link.buckets);
      backend = link.persist ? stored : withOutsideVersions(stored);
      this.#keyvalue.set(link, backend);
    }
    return backend;
  }

  blobstore(link: PlannedLink): BlobstoreBackend {
    let backend = this.#blobstore.get(link);
    if (backend === undefined) {
      const stored = this.#store(link.persist).blobstore(link.backend, link.buckets);
      backend = link.persist ? stored : blobsWithOutsideVersions(stored);
      this.#blobstore.set(link, backend);
    }
    return backend;
  }

  #store(persist: boolean): Store {
    let store = this.#stores.get(persist);
    if (store === undefined) {
      const { folder, networkFileSystem } = this.#state;
      store = openStore({
        folder: persist ? folder : throwAwayFolder(folder),
        persist,
        networkFileSystem,
        create: false,
      });
      this.#stores.set(persist, store);
    }
    return store;
  }
}
