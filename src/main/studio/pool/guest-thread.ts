import { type MessagePort, receiveMessageOnPort, type Worker } from "node:worker_threads";
import { StudioError } from "../../../shared/errors.ts";
import type { InvocationId } from "../../../shared/model.ts";
import {
  Control,
  ControlTime,
  type ControlViews,
  controlViews,
  drainRing,
  drainTail,
  WorkerState,
} from "../../../shared/ring.ts";
import type {
  FromWorker,
  InvocationResult,
  InvocationTask,
  MessagingAnswer,
  MessagingRequest,
  OutgoingAnswer,
  RefusedBucket,
  ToWorker,
  WorkerBoot,
  WorkerConfigs,
  WorkerSecrets,
} from "../../../shared/worker-protocol.ts";
import { StudioPipes } from "./pipes.ts";
import { OutboxReader } from "./read-outbox.ts";
import type { StartingWorker } from "./starting-worker.ts";
import { sumRecords } from "./sum-records.ts";

/** How often records of a running invocation are taken out of the ring. */
const DRAIN_EVERY_MS = 16;
/** `threadId` of a worker that is over. */
const ENDED = -1;
/** How long a new worker may take to load its module. */
const BOOT_LIMIT_MS = 60_000;

/** Messages of one worker that are handled without looking at anything else. */
const MAX_BURST = 64;

/** What the runner of one invocation hears while it runs. */
export interface GuestListener {
  /** Whole records, in order. */
  records(bytes: Uint8Array<ArrayBuffer>): void;
  /** Records had better wait: a guest whose ring is full waits with them, its clock stopped. */
  full?(): boolean;
  /** A message of the trigger-specific part of the host. */
  message(message: unknown): void;
  /** About an HTTP request of the guest. Without this, every one is denied. */
  outgoing?(message: OutgoingMessage): void;
  /** The guest publishes or requests; to be answered with `answerMessaging`. Without this, it is refused. */
  messaging?(call: number, request: MessagingRequest): void;
}

export type OutgoingMessage = Extract<FromWorker, { t: "outgoing" | "outgoing-dropped" }>;

export type EndedEarly = "timeout" | "killed" | "lost";

interface Running {
  readonly id: InvocationId;
  readonly listener: GuestListener;
  readonly resolve: (result: InvocationResult | EndedEarly) => void;
}

/** One worker thread as the studio sees it: runs one invocation at a time, can be ended at any moment. */
export class GuestThread {
  readonly #boot: WorkerBoot;
  readonly #onAudited: (fault?: string) => void;
  readonly #onBucketRefused: (refused: RefusedBucket) => void;
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #control: ControlViews;
  readonly #pipes: StudioPipes;
  readonly #outbox: OutboxReader;
  readonly #ready: Promise<void>;
  #settleReady: { resolve(): void; reject(error: Error): void } | undefined;
  #running: Running | undefined;
  #drainTimer: NodeJS.Timeout | undefined;
  #dead: string | undefined;
  #ending: EndedEarly | undefined;

  /** `onAudited`: told that the audit has new rows, or, with a text, why one could not be written. */
  constructor(
    boot: WorkerBoot,
    { worker, port }: StartingWorker,
    onAudited: (fault?: string) => void = () => undefined,
    onBucketRefused: (refused: RefusedBucket) => void = () => undefined,
  ) {
    this.#boot = boot;
    this.#onBucketRefused = onBucketRefused;
    this.#onAudited = onAudited;
    this.#control = controlViews(boot.memory.control);
    this.#port = port;
    this.#port.on("message", (message: FromWorker) => this.#receiveAll(message));
    this.#port.unref();
    this.#pipes = new StudioPipes((message) => this.#post(message));
    this.#outbox = new OutboxReader(boot.memory, this.#control.words, this.#pipes);
    this.#worker = worker;
    this.#ready = new Promise<void>((resolve, reject) => {
      const limit = setTimeout(
        () =>
          reject(
            new StudioError(
              "instance-lost",
              `The worker of ${boot.component} did not start within ${BOOT_LIMIT_MS / 1000} s.`,
            ),
          ),
        BOOT_LIMIT_MS,
      );
      const settle = () => {
        clearTimeout(limit);
        this.#settleReady = undefined;
      };
      this.#settleReady = {
        resolve: () => (settle(), resolve()),
        reject: (error) => (settle(), reject(error)),
      };
    });
    this.#ready.catch(() => undefined);
    this.#worker.on("error", (error) => this.#lost(error instanceof Error ? error.message : String(error)));
    this.#worker.on("exit", () => this.#lost("the worker ended"));
    if (worker.threadId === ENDED) this.#lost("the worker ended");
    else this.#post({ t: "boot", boot });
  }

  get build(): string {
    return this.#boot.build;
  }

  get pipes(): StudioPipes {
    return this.#pipes;
  }

  get dead(): boolean {
    return this.#dead !== undefined;
  }

  /** Resolves when the module is loaded. @throws StudioError when it cannot be. */
  ready(): Promise<void> {
    return this.#ready;
  }

  /** Milliseconds of the running invocation that were the guest's: without waiting for the host's other side. */
  guestMs(): number {
    const { words, times } = this.#control;
    const now = performance.timeOrigin + performance.now();
    const startedAt = times[ControlTime.startedAt] ?? 0;
    if (startedAt === 0 || Atomics.load(words, Control.state) === WorkerState.idle) return 0;
    const waitingMs =
      Atomics.load(words, Control.state) === WorkerState.waiting ? now - (times[ControlTime.waitingSince] ?? now) : 0;
    return now - startedAt - (times[ControlTime.waitedMs] ?? 0) - waitingMs;
  }

  /** Runs a task to its end. Resolves also when the thread was ended meanwhile. */
  run(
    id: InvocationId,
    startedAt: number,
    task: InvocationTask,
    listener: GuestListener,
  ): Promise<InvocationResult | EndedEarly> {
    if (this.#dead !== undefined) return Promise.resolve("lost");
    if (this.#running !== undefined) throw new Error("a guest thread runs one invocation at a time");
    return new Promise((resolve) => {
      this.#running = { id, listener, resolve };
      this.#worker.ref();
      this.#outbox.reset();
      // One timer for calls that follow each other closely: it ends itself when it finds none.
      this.#drainTimer ??= setInterval(() => this.#tick(), DRAIN_EVERY_MS).unref();
      this.#post({ t: "invoke", id, startedAt, task });
    });
  }

  /** Instances may be made ahead from now on. Only between two runs. */
  prepareAhead(): void {
    this.#post({ t: "prepare" });
  }

  /** From now on these are the secrets of the project. */
  tellSecrets(secrets: WorkerSecrets): void {
    this.#post({ t: "secrets", secrets });
  }

  /** From now on wasi:config answers this. */
  tellConfig(configs: WorkerConfigs): void {
    this.#post({ t: "configs", configs });
  }

  /** A message for the trigger-specific part of the host of the running invocation. */
  send(message: unknown): void {
    if (this.#running !== undefined) this.#post({ t: "message", id: this.#running.id, message });
  }

  /** How an HTTP request of the guest was answered. */
  answer(call: number, answer: OutgoingAnswer): void {
    this.#post({ t: "outgoing", call, answer });
  }

  /** What became of a message of the guest. */
  answerMessaging(call: number, answer: MessagingAnswer): void {
    this.#post({ t: "messaging", call, answer });
  }

  /** Ends the thread at once, whatever the guest does; what it recorded until then is kept. */
  async end(reason: EndedEarly): Promise<void> {
    this.#ending ??= reason;
    await this.#worker.terminate();
    this.#finish(this.#ending, "the invocation was ended");
  }

  #post(message: ToWorker): void {
    if (this.#dead !== undefined) return;
    this.#port.postMessage(message);
    Atomics.add(this.#control.words, Control.wake, 1);
    Atomics.notify(this.#control.words, Control.wake);
  }

  /** An invocation's messages come in bursts: taking those that wait is much cheaper than an event for each. */
  #receiveAll(first: FromWorker): void {
    this.#receive(first);
    for (let left = MAX_BURST; left > 0; left--) {
      const next = receiveMessageOnPort(this.#port);
      if (next === undefined) return;
      this.#receive(next.message as FromWorker);
    }
  }

  #receive(message: FromWorker): void {
    this.#takeOutbox();
    switch (message.t) {
      case "look":
        return;
      case "ready":
        this.#settleReady?.resolve();
        return;
      case "broken":
        this.#settleReady?.reject(
          new StudioError(
            "transpile-failed",
            `The transpiled code of ${this.#boot.component} does not load: ${message.reason}`,
          ),
        );
        return;
      case "message":
        if (message.id === this.#running?.id) this.#running.listener.message(message.message);
        return;
      case "outgoing":
      case "outgoing-dropped":
        this.#outgoing(message);
        return;
      case "messaging":
        if (message.id !== this.#running?.id) return;
        if (this.#running.listener.messaging !== undefined)
          this.#running.listener.messaging(message.call, message.request);
        else this.answerMessaging(message.call, { tag: "err", error: "there is no broker while a build is tried" });
        return;
      case "audited":
        this.#onAudited(message.fault);
        return;
      case "bucket-refused":
        this.#onBucketRefused(message);
        return;
      case "done":
        if (message.id === this.#running?.id) this.#complete(message.result);
        return;
      default:
        this.#pipes.deliver(message);
    }
  }

  #outgoing(message: OutgoingMessage): void {
    if (message.id !== this.#running?.id) return;
    const { listener } = this.#running;
    if (listener.outgoing !== undefined) {
      listener.outgoing(message);
    } else if (message.t === "outgoing") {
      const { call, request } = message;
      // Before the answer, with which the guest forgets the pipe.
      if (request.hasBody) this.#post({ t: "closed", pipe: -call, reason: "the request was denied" });
      this.answer(call, { tag: "err", error: { tag: "HTTP-request-denied" } });
    }
  }

  #tick(): void {
    const running = this.#running;
    if (running !== undefined) return running.listener.full?.() === true ? this.#takeOutbox() : this.#drain();
    clearInterval(this.#drainTimer);
    this.#drainTimer = undefined;
  }

  #takeOutbox(): void {
    const running = this.#running;
    if (running !== undefined) this.#outbox.take((response) => running.listener.message(response));
  }

  #drain(): void {
    this.#takeOutbox();
    const records = drainRing(this.#boot.memory);
    if (records !== undefined && records.length > 0) this.#running?.listener.records(records);
  }

  /** Everything the invocation left in shared memory: the ring, then the tail and its sums. */
  #drainAll(): void {
    this.#drain();
    const tail = drainTail(this.#boot.memory);
    const sums = sumRecords(this.#control.sums, tail);
    if (tail !== undefined && tail.length > 0) this.#running?.listener.records(tail);
    if (sums !== undefined) this.#running?.listener.records(sums);
  }

  #complete(result: InvocationResult | EndedEarly): void {
    const running = this.#running;
    if (running === undefined) return;
    this.#drainAll();
    this.#running = undefined;
    this.#worker.unref();
    this.#pipes.release("the invocation is over");
    running.resolve(result);
  }

  #finish(reason: EndedEarly, text: string): void {
    if (this.#dead !== undefined) return;
    this.#dead = text;
    this.#settleReady?.reject(
      new StudioError("instance-lost", `The worker of ${this.#boot.component} ended before it was ready: ${text}.`),
    );
    this.#complete(reason);
    clearInterval(this.#drainTimer);
    // Its last messages may be lost; its rows are not.
    this.#onAudited();
    this.#port.close();
  }

  #lost(text: string): void {
    this.#finish(this.#ending ?? "lost", text);
  }
}
