import type { RunPrint } from "../../../shared/contract.ts";

/** Above this, what runs waits until its reader has taken something. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** What a run printed and its caller has not taken yet. Nothing of it is ever left out: a run waits for a slow reader. */
export class RunOutput {
  #prints: RunPrint[] = [];
  #bytes = 0;
  #over = false;
  readonly #waiting: (() => void)[] = [];

  get full(): boolean {
    return this.#bytes >= MAX_WAITING_BYTES;
  }

  add(print: RunPrint): void {
    this.#prints.push(print);
    this.#bytes += print.bytes.length;
    this.#rouse();
  }

  /** Nothing more comes. */
  end(): void {
    this.#over = true;
    this.#rouse();
  }

  /** What came since the last call, as soon as there is any; empty: that was all. */
  async next(signal: AbortSignal): Promise<readonly RunPrint[]> {
    while (this.#prints.length === 0 && !this.#over && !signal.aborted) await this.#change(signal);
    signal.throwIfAborted();
    const prints = this.#prints;
    this.#prints = [];
    this.#bytes = 0;
    this.#rouse();
    return prints;
  }

  /** Resolves when all of it was taken, or the caller is gone: a short run may be over before its output is asked for. */
  async taken(signal: AbortSignal): Promise<void> {
    while (this.#prints.length > 0 && !signal.aborted) await this.#change(signal);
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const settle = () => {
        signal.removeEventListener("abort", settle);
        resolve();
      };
      signal.addEventListener("abort", settle, { once: true });
      this.#waiting.push(settle);
    });
  }

  #rouse(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
