import type { HostPackage } from "../context.ts";
import { createDraft2 } from "./interface-draft2.ts";
import { createDraft } from "./interface.ts";

const note = "local store of the project";
const draft = { versions: ["0.2.0-draft"], note, backend: "keyvalue" } as const;
const draft2 = { versions: ["0.2.0-draft2"], note, backend: "keyvalue" } as const;

/** wasi:keyvalue. Two interfaces carry the id `batch@0.2.0-draft2`; the imported shape tells them apart. */
export const keyvalue: HostPackage = {
  name: "wasi:keyvalue",
  interfaces: [
    { name: "store", module: "store", ...draft },
    { name: "atomics", module: "atomics", ...draft },
    { name: "batch", module: "batch", ...draft },
    { name: "store", module: "store@draft2", ...draft2 },
    { name: "atomics", module: "atomics@draft2", ...draft2 },
    { name: "batch", module: "batch@draft2", ...draft2 },
    { name: "batch", module: "batch@draft2-spin", ...draft2 },
  ],
  create: (ctx) => ({ ...createDraft(ctx), ...createDraft2(ctx) }),
};
