import { ValueStore } from "../store/value-store.ts";

export interface Toast {
  readonly id: number;
  readonly tone: "done" | "failed";
  readonly text: string;
  readonly action?: ToastAction;
}

export interface ToastAction {
  readonly label: string;
  /** An undo is also what Ctrl+Z does, and a redo what Ctrl+Shift+Z does, when their toast is long gone. */
  readonly undo: boolean;
  readonly redo?: boolean;
  /** For an undo or a redo: what takes it back in turn, where that is possible. */
  run(): void | Promise<ToastAction | undefined | void>;
}

/** A change that can be taken back, or made again. */
interface Step {
  readonly toast: number;
  /** What was done, as its toast said it. */
  readonly text: string;
  readonly action: ToastAction;
}

/** Long enough to read a sentence and to reach Undo. */
export const TOAST_MS = 10_000;
const MAX_TOASTS = 4;
/** Further back nobody remembers what a key would undo. */
const MAX_STEPS = 50;

/** What was just done or went wrong, for a short while. */
export class ToastStore extends ValueStore<readonly Toast[]> {
  #nextId = 1;
  readonly #undos: Step[] = [];
  readonly #redos: Step[] = [];

  constructor() {
    super([]);
  }

  /** With an undo, what Ctrl+Z takes back next. */
  done(text: string, action?: ToastAction): void {
    if (action?.undo === true) this.#redos.length = 0;
    this.#tell(text, text, action);
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
    const step = [...this.#undos, ...this.#redos].find((each) => each.toast === toast.id);
    if (step !== undefined) return this.#take(step);
    this.dismiss(toast.id);
    await this.#run(toast.action);
  }

  /** Undoes the newest thing that can be undone; false when there is none. */
  undoLatest(): boolean {
    return this.#takeLast(this.#undos);
  }

  /** Makes the thing again that was undone last; false when there is none, or something else was changed since. */
  redoLatest(): boolean {
    return this.#takeLast(this.#redos);
  }

  #takeLast(steps: readonly Step[]): boolean {
    const step = steps.at(-1);
    if (step === undefined) return false;
    void this.#take(step);
    return true;
  }

  async #take(step: Step): Promise<void> {
    for (const steps of [this.#undos, this.#redos]) {
      const at = steps.indexOf(step);
      if (at >= 0) steps.splice(at, 1);
    }
    this.dismiss(step.toast);
    const back = await this.#run(step.action);
    if (back !== undefined) this.#tell(back.redo === true ? `Undone: ${step.text}` : step.text, step.text, back);
  }

  async #run(action: ToastAction | undefined): Promise<ToastAction | undefined> {
    try {
      return (await action?.run()) ?? undefined;
    } catch (error) {
      this.failed(`${action?.label ?? "That"} did not work.`, error);
      return undefined;
    }
  }

  #tell(text: string, did: string, action: ToastAction | undefined): void {
    const id = this.#nextId++;
    const steps = action?.undo === true ? this.#undos : action?.redo === true ? this.#redos : undefined;
    if (steps !== undefined && action !== undefined) {
      steps.push({ toast: id, text: did, action });
      if (steps.length > MAX_STEPS) steps.shift();
    }
    this.#add({ id, tone: "done", text, ...(action === undefined ? {} : { action }) });
  }

  #add(toast: Toast): void {
    this.set([...this.get(), toast].slice(-MAX_TOASTS));
  }
}
