import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "src/**/*.test.tsx", "scripts/**/*.test.ts"],
    pool: "forks",
    // Before a test opens a studio, which sets it: each thread that loads TypeScript strips its types with wasm of Node's.
    execArgv: ["--no-wasm-code-gc"],
    maxWorkers: 2,
    // They end what hangs. Some tests start a dozen commands, which on a busy machine take a minute together.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
