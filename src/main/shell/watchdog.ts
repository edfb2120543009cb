export interface WatchdogOptions {
  readonly intervalMs: number;
  /** Pings in a row without an answer before the other side counts as hung. */
  readonly misses: number;
  /** The same before its first answer: it has to start first. */
  readonly firstMisses: number;
  ping(n: number): void;
  onHung(): void;
}

/**
 * Pings until stopped. Counts missed pings and not elapsed time: after the machine slept, time has passed but the
 * other side had no chance to answer.
 */
export class Watchdog {
  readonly #options: WatchdogOptions;
  readonly #timer: ReturnType<typeof setInterval>;
  #sent = 0;
  #answered = 0;

  constructor(options: WatchdogOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#tick(), options.intervalMs);
  }

  answer(n: number): void {
    this.#answered = Math.max(this.#answered, n);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const { misses, firstMisses } = this.#options;
    if (this.#sent - this.#answered >= (this.#answered === 0 ? firstMisses : misses)) {
      this.stop();
      this.#options.onHung();
      return;
    }
    this.#sent += 1;
    this.#options.ping(this.#sent);
  }
}
