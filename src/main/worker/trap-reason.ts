import { GuestExit, Trap } from "../host/trap.ts";
import type { TrapKind } from "../../shared/model.ts";

/** A memory this close to its limit when the guest gave up has been refused growth. */
const NEAR_LIMIT = 0.9;

export interface TrapReason {
  readonly kind: TrapKind;
  /** In the words of WebAssembly, with what is known beyond them. */
  readonly reason: string;
}

/** A component that another one called trapped: ends the caller, too, and has the stack of what it was. */
export class LinkedTrap extends Trap {
  override readonly name: string = "LinkedTrap";
  readonly kind: TrapKind;

  constructor(message: string, kind: TrapKind, cause: unknown) {
    super(message, { cause });
    this.kind = kind;
    if (cause instanceof Error && cause.stack !== undefined) this.stack = cause.stack;
  }
}

/** What ended a guest that did not return. `moduleUrl`: the code that jco made of it. */
export function trapReason(error: unknown, moduleUrl: string, memoryBytes: number, memoryMaxBytes: number): TrapReason {
  if (!(error instanceof Error)) return { kind: "other", reason: `the guest threw ${String(error)}` };
  // The host ran out of stack for the guest, or the guest itself did.
  if (error instanceof RangeError && error.message.includes("call stack")) {
    return { kind: "stack-exhausted", reason: "call stack exhausted" };
  }
  if (error instanceof LinkedTrap) return { kind: error.kind, reason: error.message };
  if (error instanceof Trap) return { kind: "host", reason: error.message };
  if (!(error instanceof WebAssembly.RuntimeError)) {
    return { kind: cameFrom(error, moduleUrl) ? "invalid-value" : "other", reason: error.message };
  }
  // jco says it in Wasmtime's words; V8's own stand where a trap did not pass through an export.
  const text = error.message.replace(/^wasm trap: (wasm )?/, "");
  const kind = KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? "other";
  if (kind === "indirect-call")
    return { kind, reason: "indirect call of a null function, or of one with another type" };
  if (kind !== "unreachable") return { kind, reason: text };
  if (memoryBytes < memoryMaxBytes * NEAR_LIMIT) return { kind, reason: "unreachable executed" };
  const held = `the guest holds ${mebibytes(memoryBytes)} of ${mebibytes(memoryMaxBytes)} MiB (limits.memoryMiB)`;
  return { kind: "memory-limit", reason: `memory limit reached: ${held}, then executed unreachable` };
}

/** Both in Wasmtime's words and in V8's. */
const KINDS: readonly (readonly [RegExp, TrapKind])[] = [
  [/^(?:`unreachable`|unreachable)/, "unreachable"],
  [/signature mismatch|indirect call type mismatch|uninitialized element/, "indirect-call"],
  [/table (?:access|index)|undefined element/, "table-out-of-bounds"],
  [/out of bounds memory access|memory access out of bounds/, "memory-out-of-bounds"],
  [/(?:divide|remainder) by zero/, "divide-by-zero"],
  [/integer overflow|divide result unrepresentable/, "integer-overflow"],
  [/invalid conversion to integer|unrepresentable in integer range/, "invalid-conversion"],
];

/** How an `exit` of the guest ends its invocation: its code, or undefined when it was something else. */
export function exitCode(error: unknown): number | undefined {
  return error instanceof GuestExit ? error.code : undefined;
}

/** Whether it was thrown there, and not in what that called of ours. */
function cameFrom({ stack = "" }: Error, moduleUrl: string): boolean {
  const frames = stack.split("\n").filter((line) => /^\s*at /.test(line));
  return frames.find((line) => !line.includes("(node:"))?.includes(moduleUrl) ?? false;
}

function mebibytes(bytes: number): string {
  return (bytes / 1048576).toFixed(0);
}
