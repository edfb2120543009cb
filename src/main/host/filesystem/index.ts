import type { HostPackage } from "../context.ts";
import { createPreopens, createTypes } from "./interface.ts";

export const filesystem: HostPackage = {
  name: "wasi:filesystem",
  interfaces: [
    { name: "types", versions: ["0.2.x"], module: "types", note: "no folders, as on wasmCloud 1.x" },
    { name: "preopens", versions: ["0.2.x"], module: "preopens", note: "no folders, as on wasmCloud 1.x" },
  ],
  create: () => ({ types: createTypes(), preopens: createPreopens() }),
};
