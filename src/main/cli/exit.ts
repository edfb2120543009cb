import type { Outcome } from "../../shared/model.ts";

/** What the shell gets. */
export const EXIT = {
  done: 0,
  /** The invocation did not end well, or the check found something. */
  failed: 1,
  /** Wrong usage or project. */
  usage: 2,
  /** The studio itself failed. */
  studio: 3,
} as const;

export function exitOf(outcome: Outcome): number {
  return outcome === "ok" ? EXIT.done : EXIT.failed;
}

/** What was asked for took place and did not end well. */
export class Failed extends Error {
  override readonly name = "Failed";
}
