import type { HostPackage } from "../context.ts";

export { createIo } from "./create-io.ts";
export { atInstanceEnd } from "./instance-end.ts";
export type {
  InputSource,
  InputStream,
  IoError,
  IoModules,
  OutputSink,
  OutputStream,
  Pollable,
  StreamEnd,
} from "./modules.ts";
export { callbackSink } from "./sinks.ts";
export { emptySource, pipeSource } from "./sources.ts";

export const io: HostPackage = {
  name: "wasi:io",
  interfaces: [
    { name: "error", versions: ["0.2.x"], module: "error", note: "errors of streams" },
    { name: "poll", versions: ["0.2.x"], module: "poll", note: "waiting, without using guest time" },
    { name: "streams", versions: ["0.2.x"], module: "streams", note: "byte streams" },
  ],
  create: (_ctx, modules) => modules.modules,
};
