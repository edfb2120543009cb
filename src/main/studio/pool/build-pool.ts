import { StudioError } from "../../../shared/errors.ts";
import type { EndedEarly, GuestThread } from "./guest-thread.ts";

/** How long a worker beyond the first may idle. */
const IDLE_MS = 30_000;

export interface PoolOptions {
  /** Workers at most; every one runs one invocation at a time. */
  readonly size: number;
  readonly spawn: () => GuestThread;
}

interface Waiter {
  readonly depth: number;
  resolve(thread: GuestThread): void;
  reject(error: Error): void;
}

/**
 * The workers of one build. A free worker is taken, else a new one is started up to the limit, else callers queue in
 * order. One spare is kept warm so that a worker ended by a trap costs the next caller nothing.
 *
 * An invocation that others wait for must not queue behind them. So one worker for each depth of such a chain is held
 * in reserve beyond the limit: the deepest waits for nobody and comes to its end, then the one before it, and so on.
 */
export class BuildPool implements AsyncDisposable {
  readonly #options: PoolOptions;
  readonly #threads = new Set<GuestThread>();
  readonly #idle: GuestThread[] = [];
  readonly #queue: Waiter[] = [];
  /** Workers beyond the limit, and the depth each of them is for. */
  readonly #reserve = new Map<GuestThread, number>();
  readonly #idleTimers = new Map<GuestThread, NodeJS.Timeout>();
  readonly #idleListeners: (() => void)[] = [];
  /** Taken and not given back: from before their invocation begins until after it ended. */
  readonly #leased = new Set<GuestThread>();
  readonly #endings = new Set<Promise<void>>();
  #acquiring = 0;
  #closed = false;
  #whyClosed: string | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /**
   * A ready worker for one invocation; give it back with `release`. `depth`: how many invocations wait for this one.
   * @throws StudioError when none can be made.
   */
  async acquire(signal?: AbortSignal, depth = 0): Promise<GuestThread> {
    if (signal?.aborted === true) throw givenUp();
    if (this.#closed) throw tookOver();
    this.#acquiring++;
    try {
      const thread = this.#takeIdle() ?? (await this.#next(signal, depth));
      this.#leased.add(thread);
      return thread;
    } catch (error) {
      // Its worker was ended while it started.
      throw this.#closed ? tookOver(error) : error;
    } finally {
      this.#acquiring--;
      this.#tellIdle();
    }
  }

  /** Starts a worker ahead of need. */
  warm(): void {
    if (this.#closed || this.#idle.length > 0 || this.#place(0) === undefined) return;
    this.#spawn(0).then(
      (thread) => this.release(thread),
      () => undefined,
    );
  }

  release(thread: GuestThread): void {
    this.#leased.delete(thread);
    if (thread.dead || this.#closed) {
      this.#forget(thread);
      if (!thread.dead) void thread.end("killed");
      this.#serveQueue();
      return;
    }
    const next = this.#waiterFor(thread);
    if (next !== undefined) return next.resolve(thread);
    if (this.#reserve.delete(thread)) {
      // What it was held for is over, and the limit holds for all others.
      this.#forget(thread);
      void thread.end("killed");
      this.#serveQueue();
      return;
    }
    this.#idle.push(thread);
    if (this.#idle.length > 1) this.#idleTimers.set(thread, setTimeout(() => this.#retire(thread), IDLE_MS).unref());
    this.#tellIdle();
  }

  /** Ends a worker whose instance must not be used again. */
  async discard(thread: GuestThread, reason: EndedEarly): Promise<void> {
    this.#forget(thread);
    const ending = thread.end(reason);
    this.#endings.add(ending);
    await ending;
    this.#endings.delete(ending);
    this.#leased.delete(thread);
    this.#serveQueue();
    this.warm();
  }

  /** Resolves when nobody has a worker or waits for one, or after `limitMs`; true when all came to their end. */
  async drain(limitMs: number): Promise<boolean> {
    if (this.#inUse() === 0) return true;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), limitMs)));
    const idle = new Promise<boolean>((resolve) => this.#idleListeners.push(() => resolve(true)));
    const drained = await Promise.race([idle, late]);
    clearTimeout(timer);
    return drained;
  }

  /** What to say of invocations that were ended because the pool was closed. */
  get whyClosed(): string | undefined {
    return this.#whyClosed;
  }

  /** Ends every worker, as disposing does; what still runs is said to have ended for this reason. */
  async close(why: string): Promise<void> {
    this.#whyClosed ??= why;
    await this[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    for (const timer of this.#idleTimers.values()) clearTimeout(timer);
    for (const waiter of this.#queue.splice(0)) waiter.reject(tookOver());
    await Promise.all([...this.#threads].map((thread) => thread.end("killed")));
    await Promise.all(this.#endings);
    this.#threads.clear();
    this.#leased.clear();
    this.#tellIdle();
  }

  #inUse(): number {
    return this.#leased.size + this.#acquiring;
  }

  #takeIdle(): GuestThread | undefined {
    for (let thread = this.#idle.pop(); thread !== undefined; thread = this.#idle.pop()) {
      clearTimeout(this.#idleTimers.get(thread));
      this.#idleTimers.delete(thread);
      if (!thread.dead) return thread;
      this.#forget(thread);
    }
    return undefined;
  }

  #next(signal: AbortSignal | undefined, depth: number): Promise<GuestThread> {
    const place = this.#place(depth);
    return place === undefined ? this.#wait(signal, depth) : this.#spawn(place);
  }

  /** Where a new worker would count: 0 under the limit, else the depth it is held in reserve for. */
  #place(depth: number): number | undefined {
    if (this.#threads.size - this.#reserve.size < this.#options.size) return 0;
    return depth > 0 && ![...this.#reserve.values()].includes(depth) ? depth : undefined;
  }

  /** Whoever waits longest; a worker in reserve is only for its own depth. */
  #waiterFor(thread: GuestThread): Waiter | undefined {
    const place = this.#reserve.get(thread);
    const at = place === undefined ? 0 : this.#queue.findIndex(({ depth }) => depth === place);
    return at < 0 ? undefined : this.#queue.splice(at, 1)[0];
  }

  async #spawn(place: number): Promise<GuestThread> {
    const thread = this.#options.spawn();
    this.#threads.add(thread);
    if (place > 0) this.#reserve.set(thread, place);
    try {
      await thread.ready();
      return thread;
    } catch (error) {
      this.#forget(thread);
      this.#serveQueue();
      throw error;
    }
  }

  #wait(signal: AbortSignal | undefined, depth: number): Promise<GuestThread> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { depth, resolve, reject };
      this.#queue.push(waiter);
      signal?.addEventListener(
        "abort",
        () => {
          const at = this.#queue.indexOf(waiter);
          if (at < 0) return;
          this.#queue.splice(at, 1);
          reject(givenUp());
        },
        { once: true },
      );
    });
  }

  /** A worker went away: whoever waits longest gets a new one. */
  #serveQueue(): void {
    this.#tellIdle();
    if (this.#closed) return;
    const at = this.#queue.findIndex(({ depth }) => this.#place(depth) !== undefined);
    const next = at < 0 ? undefined : this.#queue.splice(at, 1)[0];
    if (next !== undefined)
      this.#spawn(this.#place(next.depth) ?? 0).then(
        (thread) => next.resolve(thread),
        (error: Error) => next.reject(error),
      );
  }

  #retire(thread: GuestThread): void {
    const at = this.#idle.indexOf(thread);
    if (at < 0) return;
    this.#idle.splice(at, 1);
    this.#forget(thread);
    void thread.end("killed");
  }

  #forget(thread: GuestThread): void {
    this.#threads.delete(thread);
    this.#reserve.delete(thread);
    clearTimeout(this.#idleTimers.get(thread));
    this.#idleTimers.delete(thread);
  }

  #tellIdle(): void {
    if (this.#inUse() > 0) return;
    for (const listener of this.#idleListeners.splice(0)) listener();
  }
}

function givenUp(): StudioError {
  return new StudioError("invocation-aborted", "The call was given up while it waited for a free worker.");
}

function tookOver(cause?: unknown): StudioError {
  return new StudioError("component-not-ready", "A newer build took over while this call waited; call again.", {
    cause,
  });
}
