import type { TrapView } from "../../../shared/model.ts";
import type { InvocationResult, InvocationTask } from "../../../shared/worker-protocol.ts";
import { trapAdvice } from "./trap-advice.ts";
import { repeatingFrames, wasmFrames } from "./wasm-frames.ts";

/**
 * What is known of a trap: what it is called, where in the guest it was, what to try. Undefined: it did not trap.
 * `title`: what the record calls the invocation, for a typed call its target as WIT prints it.
 */
export function trapReport(
  component: string,
  task: InvocationTask,
  title: string,
  { trap, reason = "trap" }: Pick<InvocationResult, "trap" | "reason">,
): TrapView | undefined {
  if (trap === undefined) return undefined;
  const { frames: found, cut } = wasmFrames(trap.stack, calledBy(task, title));
  const repeating = repeatingFrames(found);
  // Where the stack shows nothing else, twice round is enough to see it.
  const frames = repeating === undefined || !cut ? found : found.slice(0, repeating.length * 2);
  const report = { kind: trap.kind, name: reason, frames, cut, ...(repeating === undefined ? {} : { repeating }) };
  return { ...report, advice: trapAdvice(component, report) };
}

/** The export that the outermost core function stands for. */
function calledBy(task: InvocationTask, title: string): string {
  switch (task.kind) {
    case "link":
      return "(start function)";
    case "call":
      return title;
    case "http":
      return `${task.interface}#handle`;
    case "message":
      return `${task.interface}#handle-message`;
    case "run":
      return `${task.interface}#run`;
  }
}
