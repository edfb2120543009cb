import type { GuestThread } from "../pool/guest-thread.ts";

const LOOK_EVERY_MS = 25;

/** Ends guests that used more than their time. Only time the guest itself ran counts. */
export class Watchdog implements Disposable {
  readonly #watched = new Map<GuestThread, { readonly limitMs: number; readonly onExceeded: () => void }>();
  #timer: NodeJS.Timeout | undefined;

  /** Until the returned function is called. `limitMs` 0: no limit. */
  watch(thread: GuestThread, limitMs: number, onExceeded: () => void): () => void {
    if (limitMs <= 0) return () => undefined;
    this.#watched.set(thread, { limitMs, onExceeded });
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS);
    return () => {
      this.#watched.delete(thread);
      if (this.#watched.size === 0) this[Symbol.dispose]();
    };
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    for (const [thread, { limitMs, onExceeded }] of this.#watched) {
      if (thread.guestMs() <= limitMs) continue;
      this.#watched.delete(thread);
      onExceeded();
    }
  }
}
