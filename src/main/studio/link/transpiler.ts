// Turns components into JavaScript, in a worker of its own, and remembers what it made.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

import { StudioError } from "../../../shared/errors.ts";
import type { Digest } from "../../../shared/model.ts";
import type { Wrapping } from "../../../shared/wrapping.ts";
import { PAGE_BYTES } from "./core-module.ts";
import { PATCH_VERSION } from "./patch-code.ts";
import { CACHE_FORMAT, TranspileCache, type CachedModule } from "./transpile-cache.ts";
import type { TranspileReply, TranspileRequest, WrapRequest } from "./transpile-protocol.ts";

export interface TranspilerOptions {
  /** `transpile-worker.ts`, or what it was built to. */
  readonly entry: URL;
  /** Folder of the adapters for WASI preview 1; ends with a slash. */
  readonly adapters: URL;
  /** In the user's cache folder; never in a project. */
  readonly cacheFolder: string;
  readonly maxCacheBytes?: number;
  /** For one component, the start of the worker included. */
  readonly timeoutMs?: number;
  readonly now?: () => number;
}

export interface TranspileInput {
  readonly bytes: Uint8Array;
  /** Of `bytes`. */
  readonly digest: Digest;
  /** `[import as WIT prints it, key in the import object]`; keeps versions of an interface apart, which jco would merge. */
  readonly map: readonly (readonly [string, string])[];
  /** What every memory of the component may grow to; whole MiB. */
  readonly memoryMaxBytes: number;
}

/** Stays loadable while this transpiler lives and fewer than 32 others were asked for since. */
export interface TranspiledComponent extends CachedModule {
  /** Core modules of a component that was just transpiled, by name: they were compiled while it was being stored. */
  readonly compiling?: ReadonlyMap<string, Promise<WebAssembly.Module>>;
}

const MAX_CACHE_BYTES = 2 * 1024 * 1024 * 1024;
/** 13 MB take one second; the first call of a cold worker on a busy machine a few more. */
const TIMEOUT_MS = 120_000;
/** Often enough for other processes that clean up the cache. */
const REFRESH_MS = 20 * 60 * 1000;
/** The file of the cache that a wrapped core module is kept in. */
const WRAPPED = "component.wasm";
/** The largest memory of 32-bit addresses. */
const MAX_PAGES = 65536;

/** Owns at most one worker, which is kept warm; dispose it. */
export class Transpiler {
  readonly #entry: URL;
  readonly #adapters: URL;
  readonly #timeoutMs: number;
  readonly #cache: TranspileCache;
  readonly #disposal = new AbortController();
  readonly #refreshing: NodeJS.Timeout;
  #worker: Worker | undefined;
  #lastId = 0;
  /** The end of the queue: jco does one component at a time. */
  #tail: Promise<unknown> = Promise.resolve();
  #queued = 0;
  #jcoVersion: Promise<string> | undefined;
  /** By key: what was begun and nobody asked for yet. */
  readonly #begun = new Map<string, Promise<TranspiledComponent>>();

  constructor(options: TranspilerOptions) {
    this.#entry = options.entry;
    this.#adapters = options.adapters;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.#cache = new TranspileCache({
      folder: options.cacheFolder,
      maxBytes: options.maxCacheBytes ?? MAX_CACHE_BYTES,
      now: options.now ?? Date.now,
    });
    this.#refreshing = setInterval(() => void this.#cache.refresh(), REFRESH_MS).unref(); // It never rejects.
  }

  /**
   * The component as a module that exports `instantiate(getCoreModule, imports, instantiateCore?)`, synchronous.
   * @throws StudioError `transpile-failed`: jco refuses it or fails inside, it takes too long, or the cache cannot be
   * written; the signal's reason when it aborts.
   */
  async transpile(input: TranspileInput, signal?: AbortSignal): Promise<TranspiledComponent> {
    const stop = signal === undefined ? this.#disposal.signal : AbortSignal.any([signal, this.#disposal.signal]);
    stop.throwIfAborted();
    const key = await this.#key(input);
    stop.throwIfAborted();
    const begun = this.#begun.get(key);
    if (begun !== undefined) {
      const made = await Promise.race([begun, abortion(stop, begun)]);
      this.#begun.delete(key);
      return made;
    }
    return (await this.#cache.get(key)) ?? this.#make(input, key, stop);
  }

  /**
   * Makes a component of a core module, or finds the one it made before.
   * @throws StudioError `component-invalid`: it cannot be made; `transpile-failed`: the worker or the cache fails; the
   * signal's reason when it aborts.
   */
  async wrap(
    { bytes, digest }: Pick<TranspileInput, "bytes" | "digest">,
    wrapping: Wrapping,
    signal?: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const stop = signal === undefined ? this.#disposal.signal : AbortSignal.any([signal, this.#disposal.signal]);
    const adapter = wrapping === "plain" ? undefined : new Uint8Array(await readFile(this.#adapter(wrapping)));
    const version = await (this.#jcoVersion ??= readJcoVersion());
    const adapterDigest = adapter === undefined ? "" : createHash("sha256").update(adapter).digest("hex");
    const key = keyOf(["wrapped", CACHE_FORMAT, version, adapterDigest, digest]);
    const kept =
      (await this.#cache.get(key)) ??
      (await this.#inTurn(stop, async (waited) => {
        const made = waited ? await this.#cache.get(key) : undefined;
        if (made !== undefined) return made;
        const reply = await this.#ask({ t: "wrap", id: ++this.#lastId, bytes, adapter }, stop);
        if (reply.t === "wrapped") {
          return this.#cache.put(key, { code: "", coreModules: [[WRAPPED, reply.bytes]], warnings: [] });
        }
        throw notWrapped(reply.t === "done" ? "the transpiler answered something else" : reply.reason);
      }));
    const path = new Map(kept.coreModules).get(WRAPPED);
    if (path === undefined) throw new Error(`the cache keeps no ${WRAPPED} under ${key}`);
    return new Uint8Array(await readFile(path));
  }

  /**
   * Transpiles what will be asked for soon; resolves when that is under way, or done before. Who asks first gets it. What
   * nobody asked for when this is disposed is in the cache alone.
   */
  async begin(input: TranspileInput): Promise<Disposable> {
    const key = await this.#key(input);
    const forget = { [Symbol.dispose]: () => void this.#begun.delete(key) };
    if (this.#begun.has(key)) return forget;
    const cached = await this.#cache.get(key);
    const begun = cached === undefined ? this.#make(input, key, this.#disposal.signal) : Promise.resolve(cached);
    this.#begun.set(key, begun);
    // Whoever asks is told why; who asks after that has it tried again.
    begun.catch(() => this.#begun.delete(key));
    return forget;
  }

  #make(input: TranspileInput, key: string, stop: AbortSignal): Promise<TranspiledComponent> {
    return this.#inTurn(stop, async (waited) => {
      // Somebody before us in the queue may have asked for the same.
      const made = waited ? await this.#cache.get(key) : undefined;
      if (made !== undefined) return made;
      stop.throwIfAborted();
      const id = ++this.#lastId;
      const { bytes, map } = input;
      const reply = await this.#ask({ t: "transpile", id, bytes, map, maxMemoryPages: pagesOf(input) }, stop);
      switch (reply.t) {
        case "done": {
          const compiling = compileAll(reply.coreModules);
          return { ...(await this.#cache.put(key, reply)), compiling };
        }
        case "wrapped":
          throw new Error("the worker wrapped what was to be transpiled");
        case "refused":
          throw new StudioError("transpile-failed", `This component cannot be transpiled: ${reply.reason}.`, {
            details: { digest: input.digest, reason: reply.reason },
          });
        case "panicked":
          throw new StudioError(
            "transpile-failed",
            `jco failed inside while it transpiled this component: ${reply.reason}. It uses something jco cannot do yet; other components are not affected.`,
            { details: { digest: input.digest, reason: reply.reason } },
          );
      }
    });
  }

  /** Loads jco now, in its own thread: who serves a project that changes needs it soon, and waits for it less then. */
  warm(): void {
    if (this.#disposal.signal.aborted) return;
    this.#worker ??= this.#start();
    this.#worker.unref();
    this.#jcoVersion ??= readJcoVersion();
    // Whoever needs it is told.
    this.#jcoVersion.catch(() => undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposal.abort(new StudioError("invocation-aborted", "The transpiler was closed."));
    clearInterval(this.#refreshing);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
    await this.#tail;
  }

  async #key(input: TranspileInput): Promise<string> {
    const version = await (this.#jcoVersion ??= readJcoVersion());
    return keyOf([CACHE_FORMAT, version, PATCH_VERSION, input.digest, pagesOf(input), input.map]);
  }

  #adapter(name: Exclude<Wrapping, "plain">): URL {
    return new URL(`wasi_snapshot_preview1.${name}.wasm`, this.#adapters);
  }

  /** Runs tasks one after the other; a caller that gives up while it queues is told at once. */
  async #inTurn<Result>(stop: AbortSignal, task: (waited: boolean) => Promise<Result>): Promise<Result> {
    stop.throwIfAborted();
    const waited = this.#queued > 0;
    this.#queued++;
    const run = this.#tail.then(() => {
      stop.throwIfAborted();
      return task(waited);
    });
    this.#tail = run
      .then(
        () => this.#cache.prune(),
        () => undefined,
      )
      .finally(() => this.#queued--);
    return Promise.race([run, abortion(stop, run)]);
  }

  #ask(request: TranspileRequest | WrapRequest, stop: AbortSignal): Promise<TranspileReply> {
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => fail(tooSlow(this.#timeoutMs)), this.#timeoutMs);
      const settle = (): void => {
        clearTimeout(timer);
        stop.removeEventListener("abort", onAbort);
        // One by one: the worker listens to itself, too.
        worker.off("message", onReply).off("error", onError).off("exit", onExit);
        worker.unref();
      };
      /** Whatever went wrong, the worker may be in the middle of something: the next component gets a new one. */
      const fail = (error: unknown): void => {
        settle();
        this.#discard(worker);
        reject(error instanceof Error ? error : new Error(String(error)));
      };
      const onAbort = (): void => fail(stop.reason);
      const onError = (error: Error): void => fail(lost(error));
      const onExit = (code: number): void => fail(lost(new Error(`it ended with code ${code}`)));
      const onReply = (reply: TranspileReply): void => {
        settle();
        if (reply.t === "panicked") this.#discard(worker);
        resolve(reply);
      };
      stop.addEventListener("abort", onAbort);
      worker.on("message", onReply).on("error", onError).on("exit", onExit);
      worker.postMessage(request);
    });
  }

  #start(): Worker {
    const worker = new Worker(this.#entry, { name: "transpiler" });
    // It may die while nobody waits for it (out of memory): then the next component gets a new one.
    const forget = (): void => {
      if (this.#worker === worker) this.#worker = undefined;
    };
    return worker.on("error", forget).on("exit", forget);
  }

  #discard(worker: Worker): void {
    if (this.#worker === worker) this.#worker = undefined;
    void worker.terminate(); // Nobody waits for it; its end frees what it holds.
  }
}

function keyOf(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function compileAll(
  modules: readonly (readonly [string, Uint8Array])[],
): ReadonlyMap<string, Promise<WebAssembly.Module>> {
  return new Map(
    modules.map(([name, bytes]) => {
      const compiling = WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>);
      // Whoever waits for it is told.
      compiling.catch(() => undefined);
      return [name, compiling];
    }),
  );
}

/** What a memory may grow to. */
function pagesOf({ memoryMaxBytes }: TranspileInput): number {
  return Math.min(MAX_PAGES, Math.floor(memoryMaxBytes / PAGE_BYTES));
}

/** Rejects when the signal aborts before `other` settles. */
function abortion(signal: AbortSignal, other: Promise<unknown>): Promise<never> {
  return new Promise((_resolve, reject) => {
    const onAbort = (): void => {
      const reason: unknown = signal.reason;
      reject(reason instanceof Error ? reason : new Error(String(reason)));
    };
    signal.addEventListener("abort", onAbort, { once: true });
    const release = (): void => signal.removeEventListener("abort", onAbort);
    other.then(release, release);
  });
}

async function readJcoVersion(): Promise<string> {
  const component = createRequire(import.meta.url).resolve("@bytecodealliance/jco-transpile/component");
  const text = await readFile(new URL("../package.json", pathToFileURL(component)), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}

function notWrapped(reason: string): StudioError {
  return new StudioError(
    "component-invalid",
    `This is a core module, and no component can be made of it: ${reason}. Build it again with current tools, as a component where they can (for example \`cargo build --target wasm32-wasip2\`).`,
    { details: { reason } },
  );
}

function tooSlow(limitMs: number): StudioError {
  return new StudioError(
    "transpile-failed",
    `Transpiling this component took longer than ${Math.round(limitMs / 1000)} seconds and was stopped.`,
    { details: { limitMs } },
  );
}

function lost(cause: Error): StudioError {
  return new StudioError("transpile-failed", `The transpiler's worker died: ${cause.message}`, { cause });
}
