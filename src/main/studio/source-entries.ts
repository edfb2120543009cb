import type { StudioEntries } from "./entries.ts";

/** The same modules as source, for tests and benchmarks: Node strips their types. Never part of a build. */
export function sourceEntries(): StudioEntries {
  return {
    worker: new URL("../worker/entry.ts", import.meta.url),
    journal: new URL("../journal/worker.ts", import.meta.url),
    stateReader: new URL("../state/reader-worker.ts", import.meta.url),
    transpile: new URL("./link/transpile-worker.ts", import.meta.url),
    adapters: new URL("../../../node_modules/@bytecodealliance/jco/lib/", import.meta.url),
    renderer: new URL("../../../out/renderer/", import.meta.url),
    resources: new URL("../../../resources/", import.meta.url),
  };
}
