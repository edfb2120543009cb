import type { HostPackage } from "../context.ts";
import { createMessaging } from "./interface.ts";

/** wasmcloud:messaging. `handler` is what a component exports; a 0.3.0 exists in two shapes, neither of which is served. */
export const messaging: HostPackage = {
  name: "wasmcloud:messaging",
  interfaces: [
    { name: "types", versions: ["0.2.0"], module: "types", note: "types only" },
    {
      name: "consumer",
      versions: ["0.2.0"],
      module: "consumer",
      note: "local broker of the project",
      backend: "messaging",
    },
  ],
  create: (ctx) => createMessaging(ctx),
};
