import { GuestExit } from "../host/trap.ts";

/** A memory this close to its limit when the guest gave up has been refused growth. */
const NEAR_LIMIT = 0.9;

/** What ended a guest that did not return: in the words of WebAssembly, with what is known beyond them. */
export function trapReason(error: unknown, memoryBytes: number, memoryMaxBytes: number): string {
  if (!(error instanceof Error)) return `the guest threw ${String(error)}`;
  if (error instanceof RangeError && error.message.includes("call stack")) return "call stack exhausted";
  // jco says it in Wasmtime's words; V8's own stand where a trap did not pass through an export.
  const text = error.message.replace(/^wasm trap: (wasm )?/, "");
  const gaveUp = text === "unreachable" || text.startsWith("`unreachable`");
  if (gaveUp && memoryBytes >= memoryMaxBytes * NEAR_LIMIT) {
    return `memory limit reached: the guest holds ${mebibytes(memoryBytes)} of ${mebibytes(memoryMaxBytes)} MiB (limits.memoryMiB), then executed unreachable`;
  }
  return gaveUp ? "unreachable executed" : text;
}

/** How an `exit` of the guest ends its invocation: its code, or undefined when it was something else. */
export function exitCode(error: unknown): number | undefined {
  return error instanceof GuestExit ? error.code : undefined;
}

function mebibytes(bytes: number): string {
  return (bytes / 1048576).toFixed(0);
}
