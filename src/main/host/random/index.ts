import type { HostPackage } from "../context.ts";
import { createInsecure, createInsecureSeed, createRandom } from "./interface.ts";

export const random: HostPackage = {
  name: "wasi:random",
  interfaces: [
    { name: "random", versions: ["0.2.x"], module: "random", note: "this machine's random source" },
    { name: "insecure", versions: ["0.2.x"], module: "insecure", note: "this machine's random source" },
    { name: "insecure-seed", versions: ["0.2.x"], module: "insecure-seed", note: "a new seed for each call" },
  ],
  create: () => ({
    random: createRandom(),
    insecure: createInsecure(),
    "insecure-seed": createInsecureSeed(),
  }),
};
