import type { Journal } from "../journal/journal.ts";
import type { StateAccess } from "./state-access.ts";

/**
 * A new journal, be it that the old one was damaged or moved away, knows of no invocation, but state and audit still
 * name those that wrote them: none of these numbers may be given to another one.
 */
export async function keepIdsFree(journal: Journal, state: Pick<StateAccess, "lastInvocation">): Promise<void> {
  if (journal.opened.nextInvocationId > 1) return;
  const last = await state.lastInvocation();
  if (last > 0) await journal.startAbove(last);
}
