import type { LogLevel, LogLine } from "../../shared/model.ts";

/** Which lines are asked for; what a person searches is highlighted instead, so that its surroundings stay. */
export interface LogScope {
  readonly component?: string;
  readonly minLevel?: LogLevel;
  /** Exactly this one. */
  readonly context?: string;
}

export const logLevels: readonly LogLevel[] = ["trace", "debug", "info", "warn", "error", "critical"];

/** stdout and stderr have no level of their own: the studio counts one as information, the other as errors. */
function levelOf(line: LogLine): LogLevel {
  return line.level ?? (line.source === "stderr" ? "error" : "info");
}

export function fitsLog(line: LogLine, scope: LogScope): boolean {
  if (scope.component !== undefined && line.component !== scope.component) return false;
  if (scope.context !== undefined && line.context !== scope.context) return false;
  return scope.minLevel === undefined || logLevels.indexOf(levelOf(line)) >= logLevels.indexOf(scope.minLevel);
}

export function sameScope(a: LogScope, b: LogScope): boolean {
  return a.component === b.component && a.minLevel === b.minLevel && a.context === b.context;
}
