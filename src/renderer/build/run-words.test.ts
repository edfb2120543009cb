import { expect, it } from "vitest";
import type { BuildRunView } from "../../shared/model.ts";
import { causeSentence, runSentence, staleWords } from "./run-words.ts";

const run: BuildRunView = {
  component: "api",
  state: "failed",
  command: "wash build",
  folder: "/shop/api",
  run: 2,
  startedAt: 1000,
  durationMs: 4200,
  exitCode: 101,
  behind: false,
  outputBytes: 0,
  tail: "",
  watching: "events",
  ignored: [],
};

it("says how a run went, with its exit code and its time", () => {
  const { exitCode: _, ...noCode } = run;
  expect([
    runSentence(run, 0),
    runSentence({ ...run, state: "running" }, 1500),
    runSentence({ ...run, state: "ok", exitCode: 0 }, 0),
    runSentence({ ...noCode, signal: "SIGKILL" }, 0),
    runSentence(noCode, 0),
  ]).toEqual([
    "Failed with exit code 101 after 4.2 s",
    "Building for 1.5 s",
    "Built in 4.2 s, exit code 0",
    "Ended by SIGKILL after 4.2 s",
    "Could not be started",
  ]);
});

it("says how old the failure is that keeps an earlier build serving", () => {
  expect([
    staleWords(run, 17_300),
    staleWords(run, 6300),
    staleWords(run, 70_200),
    staleWords({ ...run, state: "timed-out" }, 5300),
    staleWords({ ...run, state: "ok", behind: true }, 9000),
    staleWords({ ...run, state: "ok" }, 9000),
  ]).toEqual([
    "last build failed 12 s ago",
    "last build failed 1 s ago",
    "last build failed 1 min 5 s ago",
    "last build took too long just now",
    "sources changed since the last build",
    undefined,
  ]);
});

it("names the first of the files that started a run", () => {
  expect([
    causeSentence({ kind: "sources", files: ["src/lib.rs"], count: 1 }),
    causeSentence({ kind: "sources", files: ["a", "b"], count: 9 }),
  ]).toEqual(["src/lib.rs changed", "a and 8 more files changed"]);
});
