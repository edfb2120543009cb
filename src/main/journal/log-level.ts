import type { LogLevel, LogLine, ValuePreview } from "../../shared/model.ts";
import type { RecordedFunction } from "../../shared/record.ts";
import { TextStream } from "../../shared/record.ts";

/** Order of severity; a level's number is its place here. */
const LEVELS: readonly LogLevel[] = ["trace", "debug", "info", "warn", "error", "critical"];

/** What the `source` column holds: 0, or the `TextStream` a printed line came from. */
export const LOGGING_SOURCE = 0;

const LOGGING_INTERFACE = /^wasi:logging\/logging(@|$)/;

/** `wasi:logging/logging#log`, with and without a version. */
export function isLogCall(fn: RecordedFunction): boolean {
  return fn.function === "log" && LOGGING_INTERFACE.test(fn.interface);
}

/** The number of the level a log call was made with; a level nobody knows counts as `info`. */
export function levelOf(value: ValuePreview | undefined): number {
  const name = value?.t === "variant" ? value.tag : value?.t === "string" ? value.v : "";
  const rank = LEVELS.findIndex((level) => level === name);
  return rank < 0 ? rankOf("info") : rank;
}

export function rankOf(level: LogLevel): number {
  return LEVELS.indexOf(level);
}

export function levelNamed(rank: number): LogLevel {
  return LEVELS[rank] ?? "info";
}

/** Printed lines have no level. A filter by level takes standard output for `info` and standard error for `error`. */
export function rankOfStream(stream: number): number {
  return rankOf(stream === TextStream.stderr ? "error" : "info");
}

export function sourceNamed(source: number): LogLine["source"] {
  if (source === LOGGING_SOURCE) return "logging";
  return source === TextStream.stderr ? "stderr" : "stdout";
}
