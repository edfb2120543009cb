import type { InvocationId, MessageId, Outcome, SubscriptionView } from "../../../shared/model.ts";
import type { BrokerMessage } from "../../../shared/worker-protocol.ts";
import { toErrorView } from "../../../shared/errors.ts";
import { pauseMsOf } from "../pool/crash-loop.ts";
import { afterHandler, type Lineage } from "./lineage.ts";
import type { KeptDelivery, KeptMessage, MessageLog } from "./message-log.ts";

/** Messages and bytes of them that may wait for one subscription. */
const MAX_WAITING = 10_000;
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

export interface SubscriptionSpec {
  readonly subject: string;
  readonly queue?: string;
  readonly component: string;
  readonly origin: SubscriptionView["origin"];
  /** Where the project file says so; may move while the subscription stays. */
  readonly at?: string;
  readonly concurrency?: number;
}

/** What a handler is begun with. */
export interface HandlerStart {
  readonly component: string;
  readonly message: BrokerMessage;
  readonly id: MessageId;
  /** The invocation that published it. */
  readonly by?: InvocationId;
  /** How many invocations wait for this one. */
  readonly depth: number;
  /** What the handler publishes comes from there. */
  readonly lineage: Lineage;
}

/** Resolves when the handler has a worker. @throws when there is none to be had, as `CrashLoop` while it is paused. */
export type StartHandler = (start: HandlerStart) => Promise<{
  readonly id: InvocationId;
  readonly ended: Promise<{ readonly outcome: Outcome; readonly reason?: string }>;
}>;

export interface Waiting {
  readonly message: BrokerMessage;
  readonly kept: KeptMessage;
  readonly delivery: KeptDelivery;
  readonly by?: InvocationId;
  readonly depth: number;
  readonly lineage: Lineage;
}

/** Messages that wait, and handlers that run. What others wait for has a lane of its own and never queues behind the rest. */
interface Lane {
  readonly waiting: Waiting[];
  running: number;
  starting: boolean;
}

export interface SubscriptionOptions {
  readonly start: StartHandler;
  readonly log: MessageLog;
  readonly now: () => number;
  readonly onChange: () => void;
  /** A message had no handler to go to, or one had again. */
  readonly onUndeliverable: (component: string, why: string | undefined) => void;
}

/**
 * One component that listens: its handlers START in the order of the messages, and run side by side up to its limit.
 * While the component is paused, because its calls fail again and again, everything waits as it stands.
 */
export class Subscription {
  #spec: SubscriptionSpec;
  readonly #options: SubscriptionOptions;
  readonly #lanes = new Map<number, Lane>();
  /** The component is paused: why, and the timer that ends the waiting. */
  #paused: { readonly why: string; readonly timer: NodeJS.Timeout } | undefined;
  #bytes = 0;
  #delivered = 0;
  #failed = 0;
  /** Why nothing is delivered any more. */
  #closed: string | undefined;

  constructor(spec: SubscriptionSpec, options: SubscriptionOptions) {
    this.#spec = spec;
    this.#options = options;
  }

  get spec(): SubscriptionSpec {
    return this.#spec;
  }

  /** The same subscription now stands elsewhere in the project file. */
  moved(spec: SubscriptionSpec): this {
    this.#spec = spec;
    return this;
  }

  get waiting(): number {
    return sum(this.#lanes, ({ waiting }) => waiting.length);
  }

  get full(): boolean {
    return this.waiting >= MAX_WAITING || this.#bytes >= MAX_WAITING_BYTES;
  }

  /** Why nothing is begun now; undefined: it is. */
  get paused(): string | undefined {
    return this.#paused?.why;
  }

  view(): Omit<SubscriptionView, "backend"> {
    return {
      ...this.spec,
      waiting: this.waiting,
      running: sum(this.#lanes, ({ running }) => running),
      delivered: this.#delivered,
      failed: this.#failed,
    };
  }

  enqueue(waiting: Waiting): void {
    const lane = this.#lanes.get(waiting.depth) ?? { waiting: [], running: 0, starting: false };
    this.#lanes.set(waiting.depth, lane);
    lane.waiting.push(waiting);
    this.#bytes += waiting.message.body.length;
    void this.#pump(lane);
  }

  /** The pause may be over: it is tried. */
  resume(): void {
    if (this.#paused === undefined) return;
    clearTimeout(this.#paused.timer);
    this.#paused = undefined;
    for (const lane of this.#lanes.values()) void this.#pump(lane);
  }

  /** What still waits is not delivered any more. */
  close(why: string): void {
    this.#closed = why;
    clearTimeout(this.#paused?.timer);
    for (const { waiting } of this.#lanes.values()) for (const item of waiting.splice(0)) this.#undelivered(item, why);
    this.#bytes = 0;
  }

  async #pump(lane: Lane): Promise<void> {
    if (lane.starting) return;
    lane.starting = true;
    while (this.#paused === undefined && lane.running < (this.spec.concurrency ?? Number.POSITIVE_INFINITY)) {
      const next = lane.waiting.shift();
      if (next === undefined) break;
      this.#bytes -= next.message.body.length;
      lane.running++;
      await this.#begin(lane, next);
    }
    lane.starting = false;
  }

  /** Resolves when the handler has begun, or cannot. */
  async #begin(lane: Lane, item: Waiting): Promise<void> {
    const { message, kept, delivery, by, depth, lineage } = item;
    const { component } = this.spec;
    const after = afterHandler(lineage, component, this.#options.now());
    try {
      const { id, ended } = await this.#options.start({
        component,
        message,
        id: kept.id,
        depth,
        lineage: after,
        ...(by === undefined ? {} : { by }),
      });
      this.#delivered++;
      delivery.invocation = id;
      this.#changed(kept);
      this.#options.onUndeliverable(component, undefined);
      void ended.then(({ outcome, reason }) => {
        delivery.outcome = outcome;
        if (reason !== undefined) delivery.reason = reason;
        if (outcome !== "ok") this.#failed++;
        this.#ended(lane, kept);
      });
    } catch (error) {
      const why = toErrorView(error).message;
      const pauseMs = pauseMsOf(error);
      if (pauseMs !== undefined && this.#closed === undefined) return this.#pause(lane, item, why, pauseMs);
      this.#undelivered(item, this.#closed ?? why);
      if (this.#closed === undefined) this.#options.onUndeliverable(component, why);
      this.#ended(lane, kept);
    }
  }

  /** The message is the next one of its lane again. */
  #pause(lane: Lane, item: Waiting, why: string, ms: number): void {
    lane.waiting.unshift(item);
    lane.running--;
    this.#bytes += item.message.body.length;
    clearTimeout(this.#paused?.timer);
    this.#paused = { why, timer: setTimeout(() => this.resume(), ms) };
    this.#options.onChange();
  }

  #ended(lane: Lane, kept: KeptMessage): void {
    lane.running--;
    this.#changed(kept);
    void this.#pump(lane);
  }

  #undelivered({ kept, delivery }: Waiting, why: string): void {
    delivery.reason = `not delivered: ${why}`;
    this.#failed++;
    this.#changed(kept);
  }

  #changed(kept: KeptMessage): void {
    this.#options.log.changed(kept);
    this.#options.onChange();
  }
}

function sum(lanes: ReadonlyMap<number, Lane>, count: (lane: Lane) => number): number {
  return [...lanes.values()].reduce((total, lane) => total + count(lane), 0);
}
