/** How a guest ended that trapped, as the record keeps it. */

export type TrapKind =
  | "unreachable"
  | "memory-out-of-bounds"
  | "table-out-of-bounds"
  | "divide-by-zero"
  | "integer-overflow"
  | "invalid-conversion"
  | "indirect-call"
  | "stack-exhausted"
  | "memory-limit"
  /** A host function ended the guest, with a text of its own. */
  | "host"
  /** A value crossed the boundary that its WIT type does not allow. */
  | "invalid-value"
  | "other";

export interface TrapView {
  readonly kind: TrapKind;
  /** `integer divide by zero` */
  readonly name: string;
  /** Innermost first. Frames of the host and of generated code are left out. */
  readonly frames: readonly TrapFrameView[];
  /** The stack was deeper than what is kept of it. */
  readonly cut: boolean;
  /** Functions that call each other in a circle, where the stack shows nothing else. */
  readonly repeating?: readonly string[];
  /** What to try, in plain sentences; the likeliest first. */
  readonly advice: readonly string[];
}

export interface TrapFrameView {
  /** As its author wrote it, as far as the name section says; else `wasm-function[12]`. */
  readonly function: string;
  /** What the name section says, where it reads differently. */
  readonly symbol?: string;
  /** Of the function in its core module. */
  readonly index: number;
  /** Bytes from the start of the core module. */
  readonly offset: number;
}
