/** How often something may be started again by itself: so many times in a span of time, then a person decides. */
export class RestartBudget {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #now: () => number;
  #starts: number[] = [];

  constructor(limit: number, windowMs: number, now: () => number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#now = now;
  }

  /** Takes one restart; false when there is none left at this time. */
  take(): boolean {
    const at = this.#now();
    this.#starts = this.#starts.filter((start) => at - start < this.#windowMs);
    if (this.#starts.length >= this.#limit) return false;
    this.#starts.push(at);
    return true;
  }

  refill(): void {
    this.#starts = [];
  }
}
