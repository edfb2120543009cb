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
  resolve(thread: GuestThread): void;
  reject(error: Error): void;
}

/**
 * The workers of one build. A free worker is taken, else a new one is started up to the limit, else callers queue in
 * order. One spare is kept warm so that a worker ended by a trap costs the next caller nothing.
 */
export class BuildPool implements AsyncDisposable {
  readonly #options: PoolOptions;
  readonly #threads = new Set<GuestThread>();
  readonly #idle: GuestThread[] = [];
  readonly #queue: Waiter[] = [];
  readonly #idleTimers = new Map<GuestThread, NodeJS.Timeout>();
  readonly #idleListeners: (() => void)[] = [];
  /** Taken and not given back: from before their invocation begins until after it ended. */
  readonly #leased = new Set<GuestThread>();
  readonly #endings = new Set<Promise<void>>();
  #acquiring = 0;
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** A ready worker for one invocation; give it back with `release`. @throws StudioError when none can be made. */
  async acquire(signal?: AbortSignal): Promise<GuestThread> {
    signal?.throwIfAborted();
    if (this.#closed) throw tookOver();
    this.#acquiring++;
    try {
      const thread = this.#takeIdle() ?? (await this.#next(signal));
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
    if (this.#closed || this.#idle.length > 0 || this.#threads.size >= this.#options.size) return;
    this.#spawn().then(
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
    const next = this.#queue.shift();
    if (next !== undefined) return next.resolve(thread);
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
      this.#threads.delete(thread);
    }
    return undefined;
  }

  #next(signal: AbortSignal | undefined): Promise<GuestThread> {
    return this.#threads.size < this.#options.size ? this.#spawn() : this.#wait(signal);
  }

  async #spawn(): Promise<GuestThread> {
    const thread = this.#options.spawn();
    this.#threads.add(thread);
    try {
      await thread.ready();
      return thread;
    } catch (error) {
      this.#threads.delete(thread);
      this.#serveQueue();
      throw error;
    }
  }

  #wait(signal: AbortSignal | undefined): Promise<GuestThread> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { resolve, reject };
      this.#queue.push(waiter);
      signal?.addEventListener(
        "abort",
        () => {
          const at = this.#queue.indexOf(waiter);
          if (at < 0) return;
          this.#queue.splice(at, 1);
          reject(new StudioError("invocation-aborted", "The call was given up while it waited for a free worker."));
        },
        { once: true },
      );
    });
  }

  /** A worker went away: whoever waits longest gets a new one. */
  #serveQueue(): void {
    this.#tellIdle();
    if (this.#closed || this.#queue.length === 0 || this.#threads.size >= this.#options.size) return;
    const next = this.#queue.shift();
    if (next !== undefined) this.#spawn().then(
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
    clearTimeout(this.#idleTimers.get(thread));
    this.#idleTimers.delete(thread);
  }

  #tellIdle(): void {
    if (this.#inUse() > 0) return;
    for (const listener of this.#idleListeners.splice(0)) listener();
  }
}

function tookOver(cause?: unknown): StudioError {
  return new StudioError("component-not-ready", "A newer build took over while this call waited; call again.", {
    cause,
  });
}
