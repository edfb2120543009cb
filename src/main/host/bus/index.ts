import type { HostPackage } from "../context.ts";
import { createLattice } from "./interface.ts";

const note = "the links of the project file";

/** wasmcloud:bus. Two shapes of one function: 1.0.0 stores any name, 2.0.0 and 2.0.1 check it first. */
export const bus: HostPackage = {
  name: "wasmcloud:bus",
  interfaces: [
    { name: "lattice", versions: ["1.0.0"], module: "lattice@1", note },
    { name: "lattice", versions: ["2.0.0", "2.0.1"], module: "lattice@2", note },
  ],
  create: (ctx) => ({ "lattice@1": createLattice(ctx, false), "lattice@2": createLattice(ctx, true) }),
};
