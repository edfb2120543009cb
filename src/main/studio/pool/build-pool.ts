import { StudioError } from "../../../shared/errors.ts";
import { type EndedEarly, GuestThread } from "./guest-thread.ts";

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
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** A ready worker for one invocation; give it back with `release`. @throws StudioError when none can be made. */
  async acquire(signal?: AbortSignal): Promise<GuestThread> {
    signal?.throwIfAborted();
    if (this.#closed) throw new StudioError("component-not-ready", "This build is no longer served; call again.");
    const idle = this.#takeIdle();
    if (idle !== undefined) return idle;
    if (this.#threads.size < this.#options.size) return this.#spawn();
    return this.#wait(signal);
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
    await thread.end(reason);
    this.#serveQueue();
    this.warm();
  }

  /** Resolves when no invocation runs, or after `limitMs`; true when all came to their end. */
  async drain(limitMs: number): Promise<boolean> {
    if (this.#running() === 0) return true;
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
    const gone = new StudioError("component-not-ready", "A newer build took over while this call waited; call again.");
    for (const waiter of this.#queue.splice(0)) waiter.reject(gone);
    await Promise.all([...this.#threads].map((thread) => thread.end("killed")));
    this.#threads.clear();
    this.#tellIdle();
  }

  #running(): number {
    return [...this.#threads].filter((thread) => thread.busy).length;
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
    if (next !== undefined) this.#spawn().then(next.resolve, next.reject);
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
    if (this.#running() > 0) return;
    for (const listener of this.#idleListeners.splice(0)) listener();
  }
}
