import { GuestExit } from "../host/trap.ts";

/** A memory this close to its limit when the guest gave up has been refused growth. */
const NEAR_LIMIT = 0.9;

/** What ended a guest that did not return: in the words of WebAssembly, with what is known beyond them. */
export function trapReason(error: unknown, memoryBytes: number, memoryMaxBytes: number): string {
  if (!(error instanceof Error)) return `the guest threw ${String(error)}`;
  const text = error.message;
  if (error instanceof RangeError && text.includes("call stack")) return "call stack exhausted";
  if (text === "unreachable" && memoryBytes >= memoryMaxBytes * NEAR_LIMIT) {
    return `memory limit reached: the guest holds ${mebibytes(memoryBytes)} of ${mebibytes(memoryMaxBytes)} MiB (limits.memoryMiB), then executed unreachable`;
  }
  if (text === "unreachable") return "unreachable executed";
  if (text.startsWith("memory access out of bounds")) return "out of bounds memory access";
  if (text.startsWith("divide by zero")) return "integer divide by zero";
  if (text.startsWith("table index is out of bounds")) return "undefined element: table index out of bounds";
  if (text.startsWith("null function or function signature mismatch")) return "indirect call type mismatch";
  return text;
}

/** How an `exit` of the guest ends its invocation: its code, or undefined when it was something else. */
export function exitCode(error: unknown): number | undefined {
  return error instanceof GuestExit ? error.code : undefined;
}

function mebibytes(bytes: number): string {
  return (bytes / 1048576).toFixed(0);
}
