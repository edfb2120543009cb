import { ValueStore } from "../store/value-store.ts";

export interface Toast {
  readonly id: number;
  readonly tone: "done" | "failed";
  readonly text: string;
  readonly action?: ToastAction;
}

export interface ToastAction {
  readonly label: string;
  /** An undo is also what Ctrl+Z does while the toast is there. */
  readonly undo: boolean;
  run(): void | Promise<void>;
}

/** Long enough to read a sentence and to reach Undo. */
export const TOAST_MS = 10_000;
const MAX_TOASTS = 4;

/** What was just done or went wrong, for a short while. */
export class ToastStore extends ValueStore<readonly Toast[]> {
  #nextId = 1;

  constructor() {
    super([]);
  }

  done(text: string, action?: ToastAction): void {
    this.#add({ id: this.#nextId++, tone: "done", text, ...(action === undefined ? {} : { action }) });
  }

  failed(what: string, error: unknown): void {
    const why = error instanceof Error ? error.message : String(error);
    this.#add({ id: this.#nextId++, tone: "failed", text: `${what} ${why}` });
  }

  dismiss(id: number): void {
    this.set(this.get().filter((toast) => toast.id !== id));
  }

  /** Runs a toast's action and takes the toast away; what goes wrong becomes a toast of its own. */
  async act(toast: Toast): Promise<void> {
    this.dismiss(toast.id);
    try {
      await toast.action?.run();
    } catch (error) {
      this.failed(`${toast.action?.label ?? "That"} did not work.`, error);
    }
  }

  /** Undoes the newest thing that can be undone; false when there is none. */
  undoLatest(): boolean {
    const toast = this.get().findLast((each) => each.action?.undo === true);
    if (toast === undefined) return false;
    void this.act(toast);
    return true;
  }

  #add(toast: Toast): void {
    this.set([...this.get(), toast].slice(-MAX_TOASTS));
  }
}
