import type { HostPackage } from "../context.ts";
import { createBlobstore } from "./interface.ts";

const draft = { versions: ["0.2.0-draft"], note: "local store of the project" } as const;

/** wasi:blobstore. The link of its interface `blobstore` governs the others. */
export const blobstore: HostPackage = {
  name: "wasi:blobstore",
  interfaces: [
    { name: "types", module: "types", ...draft },
    { name: "container", module: "container", ...draft },
    { name: "blobstore", module: "blobstore", ...draft, backend: "blobstore" },
  ],
  create: createBlobstore,
};
