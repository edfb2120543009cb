import { randomBytes } from "node:crypto";

import type { InvocationId, MessageId, MessageSender, SubscriptionView } from "../../../shared/model.ts";
import { subjectFault, subjectMatches } from "../../../shared/subject.ts";
import type { BrokerMessage, MessagingAnswer } from "../../../shared/worker-protocol.ts";
import { type Lineage, loopIn } from "./lineage.ts";
import type { KeptMessage } from "./message-log.ts";
import { Subscription, type SubscriptionOptions, type SubscriptionSpec } from "./subscription.ts";

/** Subjects below this one are private: a reply goes to the one that waits for it, and to nobody else. */
const INBOX = "_INBOX.";
/** The longest a timer can wait. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Who hands a message to the broker. */
export interface Publisher {
  readonly from: MessageSender;
  /** How many invocations wait for this one. */
  readonly depth: number;
  readonly lineage: Lineage;
  /** Told where its message is on the record, before anybody receives it. */
  readonly onKept?: (id: MessageId) => void;
}

export interface BrokerOptions extends SubscriptionOptions {
  /** How many requests may wait for each other. */
  readonly maxDepth: number;
  /** Components publish to each other without end. */
  readonly onLoop: (loop: string, subject: string) => void;
}

interface Waiter {
  readonly kept: KeptMessage;
  answer(reply: BrokerMessage): void;
}

/** One messaging backend: who listens to what, and who waits for a reply. Follows NATS, without a server. */
export class Broker {
  readonly name: string;
  readonly #options: BrokerOptions;
  readonly #inboxes = new Map<string, Waiter>();
  #subscriptions: readonly Subscription[] = [];
  /** Which member of a queue group had the last message. */
  readonly #turns = new Map<string, Subscription>();

  constructor(name: string, options: BrokerOptions) {
    this.name = name;
    this.#options = options;
  }

  /** Those that stay keep what waits for them, and try it at once where it waits for the end of a pause. */
  subscribe(specs: readonly SubscriptionSpec[]): void {
    const before = new Map(this.#subscriptions.map((each) => [identity(each.spec), each]));
    this.#subscriptions = specs.map((spec) => {
      const same = before.get(identity(spec));
      before.delete(identity(spec));
      return same?.moved(spec) ?? new Subscription(spec, this.#options);
    });
    for (const gone of before.values()) gone.close("the subscription was removed");
    for (const each of this.#subscriptions) each.resume();
    this.#options.onChange();
  }

  subscriptions(): readonly SubscriptionView[] {
    return this.#subscriptions.map((each) => ({ backend: this.name, ...each.view() }));
  }

  close(): void {
    for (const each of this.#subscriptions) each.close("the project was closed");
  }

  /** What is wrong with it; undefined when the message is on its way. */
  publish(publisher: Publisher, message: BrokerMessage): string | undefined {
    const { subject } = message;
    const fault = subjectFault(subject);
    if (fault !== undefined) return `invalid subject ${JSON.stringify(subject)}: ${fault}`;
    if (subject.startsWith(INBOX)) return this.#reply(publisher, message);
    const loop = loopIn(publisher.lineage);
    if (loop !== undefined) {
      this.#options.onLoop(loop, subject);
      return `message loop: ${loop}. Each message made the next one; this one was stopped`;
    }
    const receivers = this.#receivers(subject);
    const full = receivers.find((each) => each.full);
    if (full !== undefined) return overfull(full);
    const kept = this.#keep("publish", publisher, message, receivers);
    if (receivers.length === 0) kept.problem = "no subscriber matched";
    // Nobody waits for a handler of what is only published.
    this.#deliver(kept, message, receivers, { ...publisher, depth: 0 });
    return undefined;
  }

  /** `signal`: nobody wants the reply any more. */
  request(
    publisher: Publisher,
    subject: string,
    body: Uint8Array,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<MessagingAnswer> {
    const fault = subjectFault(subject);
    if (fault !== undefined) return refused(`invalid subject ${JSON.stringify(subject)}: ${fault}`);
    if (publisher.depth >= this.#options.maxDepth) {
      return refused(`${this.#options.maxDepth} requests wait for each other already (limits.depth)`);
    }
    const message = { subject, body, replyTo: `${INBOX}${randomBytes(16).toString("hex")}` };
    const receivers = this.#receivers(subject);
    const full = receivers.find((each) => each.full);
    if (full !== undefined) return refused(overfull(full));
    const kept = this.#keep("request", publisher, message, receivers);
    if (receivers.length === 0) {
      kept.problem = "no responders";
      return refused("no responders");
    }
    const answered = this.#await(kept, message.replyTo, timeoutMs, signal);
    this.#deliver(kept, message, receivers, { ...publisher, depth: publisher.depth + 1 });
    return answered;
  }

  #await(kept: KeptMessage, inbox: string, timeoutMs: number, signal: AbortSignal): Promise<MessagingAnswer> {
    return new Promise((resolve) => {
      const settle = (answer: MessagingAnswer, problem?: string) => {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
        this.#inboxes.delete(inbox);
        if (problem !== undefined) {
          kept.problem = problem;
          this.#options.log.changed(kept);
        }
        resolve(answer);
      };
      const late = "request timed out";
      const onAbort = () => settle({ tag: "err", error: late }, "who asked was gone before the reply");
      const timer = setTimeout(
        () => settle({ tag: "err", error: late }, `${late} after ${timeoutMs} ms`),
        Math.min(timeoutMs, MAX_TIMER_MS),
      );
      signal.addEventListener("abort", onAbort, { once: true });
      this.#inboxes.set(inbox, { kept, answer: (message) => settle({ tag: "ok", message }) });
    });
  }

  /** The first reply completes a request; later ones find nobody. */
  #reply(publisher: Publisher, message: BrokerMessage): undefined {
    const waiter = this.#inboxes.get(message.subject);
    const kept = this.#keep("reply", publisher, message, []);
    if (waiter === undefined) {
      kept.problem = "nobody waits for this reply any more";
      return;
    }
    kept.paired = waiter.kept.id;
    waiter.kept.paired = kept.id;
    waiter.kept.answeredMs = kept.at - waiter.kept.at;
    this.#options.log.changed(waiter.kept);
    waiter.answer(message);
  }

  /** Everyone who listens, but one member only of each queue group: the one with least to do, in turns. */
  #receivers(subject: string): Subscription[] {
    const receivers: Subscription[] = [];
    const groups = new Map<string, Subscription[]>();
    for (const each of this.#subscriptions) {
      if (!subjectMatches(each.spec.subject, subject)) continue;
      if (each.spec.queue === undefined) receivers.push(each);
      else groups.set(each.spec.queue, [...(groups.get(each.spec.queue) ?? []), each]);
    }
    for (const [queue, members] of groups) {
      const last = this.#turns.get(queue);
      const after = last === undefined ? -1 : members.indexOf(last);
      const inTurn = [...members.slice(after + 1), ...members.slice(0, after + 1)];
      const chosen = inTurn.reduce((best, each) => (each.waiting < best.waiting ? each : best));
      this.#turns.set(queue, chosen);
      receivers.push(chosen);
    }
    return receivers;
  }

  #keep(
    kind: KeptMessage["kind"],
    { from, onKept }: Publisher,
    message: BrokerMessage,
    receivers: readonly Subscription[],
  ): KeptMessage {
    const deliveries = receivers.map(({ spec: { component, subject, queue } }) => ({
      component,
      subscription: subject,
      ...(queue === undefined ? {} : { queue }),
    }));
    const kept = this.#options.log.add({ backend: this.name, kind, message, from, deliveries });
    onKept?.(kept.id);
    return kept;
  }

  #deliver(
    kept: KeptMessage,
    message: BrokerMessage,
    receivers: readonly Subscription[],
    { from, depth, lineage }: Publisher,
  ): void {
    const by: { readonly by?: InvocationId } = from.kind === "invocation" ? { by: from.invocation } : {};
    for (const [at, subscription] of receivers.entries()) {
      const delivery = kept.deliveries[at];
      if (delivery !== undefined) subscription.enqueue({ message, kept, delivery, depth, lineage, ...by });
    }
  }
}

function identity({ subject, queue, component, concurrency, origin }: SubscriptionSpec): string {
  return JSON.stringify([subject, queue, component, concurrency, origin]);
}

function overfull({ spec, waiting, paused }: Subscription): string {
  const why = paused === undefined ? "" : `. ${paused}`;
  return `${waiting} messages wait for ${spec.component} (subscription ${spec.subject}) already; it takes no more${why}`;
}

function refused(error: string): Promise<MessagingAnswer> {
  return Promise.resolve({ tag: "err", error });
}
