import { callsOf, type Script } from "../script.ts";

export const LEVELS = ["trace", "debug", "info", "warn", "error", "critical"] as const;

/** wasi:logging has no result; what the log holds afterwards is for the test to look at. */
export function loggingScript(id: string): Script {
  const logging = callsOf(id);
  return {
    does: `logs at every level as ${id}`,
    steps: LEVELS.map((level) => logging("log", level, "conformance", `a ${level} line\nand another`).gives()),
  };
}

export const LOGGING_IDS = ["wasi:logging/logging@0.1.0-draft", "wasi:logging/logging"];
