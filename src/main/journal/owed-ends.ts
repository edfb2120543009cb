import type { InvocationId } from "../../shared/model.ts";
import type { JournalOperation } from "./protocol.ts";

type EndOperation = Extract<JournalOperation, { t: "end" }>;

/** More are forgotten, the oldest first: their invocations are marked when the journal is opened again. */
const MAX_OWED = 10_000;

/**
 * Ends of invocations that are not committed. When the disk is full or the file is locked for long, records may be
 * missing, but an invocation whose begin is in the file must not seem to run for ever.
 */
export class OwedEnds {
  #told: EndOperation[] = [];
  readonly #owed = new Map<InvocationId, EndOperation>();

  get any(): boolean {
    return this.#owed.size > 0;
  }

  /** It is part of the transaction under way. */
  told(end: EndOperation): void {
    this.#told.push(end);
  }

  /** Everything told is in the file. */
  committed(): void {
    this.#told = [];
  }

  /** Nothing of what was told since the last commit is in the file. */
  lost(): void {
    // How it ended is what matters; bodies and arguments would fill the memory.
    for (const { t, id, end, change } of this.#told)
      this.#owed.set(id, { t, id, end, change: { title: change.title, status: change.status } });
    this.#told = [];
    for (const id of this.#owed.keys()) {
      if (this.#owed.size <= MAX_OWED) return;
      this.#owed.delete(id);
    }
  }

  /** Those to be written now; `paid` once they are. */
  all(): readonly EndOperation[] {
    return [...this.#owed.values()];
  }

  paid(): void {
    this.#owed.clear();
  }
}
