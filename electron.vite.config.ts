import { readFileSync } from "node:fs";

import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";

/**
 * Every file that runs as a process or thread of its own, with its name in `out/main`. `studio/entries.ts` names the
 * same files; `scripts/check-artifacts.mjs` checks that they are there and that only `index` reaches Electron.
 */
const entries = {
  index: "src/main/shell/index.ts",
  studio: "src/main/studio/process.ts",
  cli: "src/main/cli/main.ts",
  worker: "src/main/worker/entry.ts",
  journal: "src/main/journal/worker.ts",
  "state-reader": "src/main/state/reader-worker.ts",
  transpile: "src/main/studio/link/transpile-worker.ts",
};

/** What makes components of core modules; `studio/entries.ts` names the folder. */
const adapters = ["command", "reactor"].map((name) => `wasi_snapshot_preview1.${name}.wasm`);

function withAdapters() {
  return {
    name: "adapters",
    generateBundle(this: { emitFile(file: { type: "asset"; fileName: string; source: Uint8Array }): string }) {
      for (const name of adapters) {
        const source = readFileSync(new URL(`node_modules/@bytecodealliance/jco/lib/${name}`, import.meta.url));
        this.emitFile({ type: "asset", fileName: `adapters/${name}`, source });
      }
    },
  };
}

export default defineConfig({
  main: { plugins: [withAdapters()], build: { rolldownOptions: { input: entries } } },
  preload: {
    build: {
      // A sandboxed preload is one CommonJS file that can require next to nothing.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: "src/preload/index.ts" },
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: "src/renderer",
    plugins: [react()],
    build: {
      rolldownOptions: { input: "src/renderer/index.html" },
      // The content security policy allows neither inline scripts nor fonts from data URLs.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  },
});
