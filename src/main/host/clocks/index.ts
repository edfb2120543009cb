import type { HostPackage } from "../context.ts";
import { createMonotonicClock, createTimezone, createWallClock } from "./interface.ts";

export const clocks: HostPackage = {
  name: "wasi:clocks",
  interfaces: [
    { name: "monotonic-clock", versions: ["0.2.x"], module: "monotonic-clock", note: "this machine's clock" },
    { name: "wall-clock", versions: ["0.2.x"], module: "wall-clock", note: "this machine's clock" },
    { name: "timezone", versions: ["0.2.x"], module: "timezone", note: "UTC" },
  ],
  create: (ctx, io) => ({
    "monotonic-clock": createMonotonicClock(ctx, io),
    "wall-clock": createWallClock(ctx),
    timezone: createTimezone(),
  }),
};
