import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "src/**/*.test.tsx", "scripts/**/*.test.ts"],
    pool: "forks",
    // Before a test opens a studio, which sets it: each thread that loads TypeScript strips its types with wasm of Node's.
    execArgv: ["--no-wasm-code-gc"],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
