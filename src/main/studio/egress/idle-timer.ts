/** Longer delays would fire at once. */
const MAX_DELAY_MS = 2_147_483_647;

/** Fires once when it ran for its whole time without being stopped or started anew. */
export class IdleTimer implements Disposable {
  readonly #ms: number;
  readonly #onExpired: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number, onExpired: () => void) {
    this.#ms = Math.min(ms, MAX_DELAY_MS);
    this.#onExpired = onExpired;
  }

  start(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#onExpired, this.#ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  [Symbol.dispose](): void {
    this.stop();
  }
}
