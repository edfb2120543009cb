import type { UndoReply } from "../../shared/contract.ts";
import type { ToastStore } from "../toast/toast-store.ts";

/** Says which keys an undo left as they are, and why. */
export function tellLeftAsIs(toasts: ToastStore, { skipped, more = 0 }: UndoReply): void {
  if (skipped.length === 0) return;
  const names = skipped.map((ref) => ref.key).join(", ") + (more === 0 ? "" : ` and ${more} more`);
  toasts.failed("Not everything was put back.", new Error(`Something newer was written since to ${names}.`));
}
