import { StudioError } from "../../../shared/errors.ts";
import type {
  BrokerReply,
  BusView,
  InvocationId,
  MessageId,
  MessageView,
  PublishInput,
  RequestMessageInput,
  SubscriptionView,
} from "../../../shared/model.ts";
import type { MessagingAnswer, MessagingRequest } from "../../../shared/worker-protocol.ts";
import type { Problems } from "../problems.ts";
import { type BackendManifest, defaultBackend, type ProjectManifest } from "../project/manifest.ts";
import { Broker, type Publisher } from "./broker.ts";
import { type Lineage, NO_LINEAGE } from "./lineage.ts";
import { MessageLog, type MessageLogOptions } from "./message-log.ts";
import type { StartHandler, SubscriptionSpec } from "./subscription.ts";

/** What `wash dev` 1.x subscribes a component to that is given nothing else. */
export const DEFAULT_SUBJECT = "wasmcloud.dev";
/** Windows hear of subscriptions ten times a second. */
const TELL_EVERY_MS = 100;

/** A running invocation that may publish. */
export interface MessagingGuest {
  readonly component: string;
  readonly invocation: InvocationId;
  /** How many invocations wait for this one. */
  readonly depth: number;
  answer(call: number, answer: MessagingAnswer): void;
}

export interface MessagingOptions {
  readonly manifest: ProjectManifest;
  readonly problems: Problems;
  readonly now: () => number;
  readonly start: StartHandler;
  /** Whether a component exports the handler; undefined: it has no build yet. */
  readonly handlesMessages: (component: string) => boolean | undefined;
  /** Undefined while the record keeps up; else resolves when it has caught up. */
  readonly pressure: () => Promise<void> | undefined;
  readonly log: Omit<MessageLogOptions, "keep" | "now"> & {
    readonly keep: (messages: readonly MessageView[], keep: readonly (readonly [string, number])[]) => void;
  };
  readonly onSubscriptions: (subscriptions: readonly SubscriptionView[]) => void;
}

/** The brokers of a project, one for each messaging backend, and who uses them: guests, and a person. */
export class Messaging implements Disposable {
  readonly #options: MessagingOptions;
  readonly #log: MessageLog;
  readonly #brokers = new Map<string, Broker>();
  /** Of handlers that run. */
  readonly #lineages = new Map<InvocationId, Lineage>();
  #manifest: ProjectManifest;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: MessagingOptions) {
    this.#options = options;
    this.#manifest = options.manifest;
    const keep = () => messagingBackends(this.#manifest).map((each) => [each.name, each.keep] as const);
    this.#log = new MessageLog({
      ...options.log,
      now: options.now,
      keep: (messages) => options.log.keep(messages, keep()),
    });
    this.apply(options.manifest);
  }

  /** The project file changed: its messaging backends and subscriptions are these from now on. */
  apply(manifest: ProjectManifest): void {
    this.#manifest = manifest;
    const wanted = new Set(messagingBackends(manifest).map(({ name }) => name));
    for (const [name, broker] of this.#brokers) {
      if (wanted.has(name)) continue;
      broker.close();
      this.#brokers.delete(name);
    }
    for (const name of wanted) if (!this.#brokers.has(name)) this.#brokers.set(name, this.#broker(name));
    this.subscribe();
  }

  /** Anew: which components handle messages may have changed with their builds. */
  subscribe(): void {
    for (const [name, broker] of this.#brokers) broker.subscribe(this.#specs(name));
  }

  subscriptions(): readonly SubscriptionView[] {
    return [...this.#brokers.values()].flatMap((broker) => broker.subscriptions());
  }

  /** Serves one invocation until disposed, which gives up what it still waits for. */
  open(guest: MessagingGuest): MessagingSession {
    return new MessagingSession(
      guest,
      this.#options.pressure,
      (name) => this.#brokers.get(name),
      () => this.#lineages.get(guest.invocation) ?? NO_LINEAGE,
    );
  }

  buses(): readonly BusView[] {
    return messagingBackends(this.#manifest).map(({ name, keep }) => ({ name, keep }));
  }

  /** Of a person; the message on the record. @throws StudioError `request-invalid` */
  publish({ backend, subject, body, replyTo }: PublishInput): MessageId {
    const message = { subject, body, ...(replyTo === undefined ? {} : { replyTo }) };
    const kept = keptBy();
    const fault = this.#named(backend).publish(kept.person, message);
    if (kept.id !== undefined && fault === undefined) return kept.id;
    throw new StudioError("request-invalid", `Not published: ${fault ?? "the broker did not take it"}.`);
  }

  /** Of a person. @throws StudioError `request-invalid` when there is no reply, with the `message` in its details. */
  async request(input: RequestMessageInput, signal: AbortSignal): Promise<BrokerReply> {
    const { backend, subject, body, timeoutMs } = input;
    const kept = keptBy();
    const answer = await this.#named(backend).request(kept.person, subject, body, timeoutMs, signal);
    if (answer.tag === "ok" && answer.message !== undefined && kept.id !== undefined)
      return { ...answer.message, request: kept.id };
    const why = answer.tag === "err" ? answer.error : "it was empty";
    const details = kept.id === undefined ? {} : { details: { message: kept.id } };
    throw new StudioError("request-invalid", `No reply: ${why}.`, details);
  }

  /** What is read from the journal next has everything until now. */
  flush(): void {
    this.#log.flush();
  }

  [Symbol.dispose](): void {
    for (const broker of this.#brokers.values()) broker.close();
    this.#log[Symbol.dispose]();
    clearTimeout(this.#timer);
  }

  #named(backend: string): Broker {
    const broker = this.#brokers.get(backend);
    if (broker !== undefined) return broker;
    const names = [...this.#brokers.keys()].join(", ");
    throw new StudioError(
      "request-invalid",
      `The project has no messaging backend ${JSON.stringify(backend)}; it has ${names || "none"}.`,
    );
  }

  #broker(name: string): Broker {
    const { problems, now } = this.#options;
    return new Broker(name, {
      log: this.#log,
      now,
      maxDepth: Math.max(...this.#manifest.components.map(({ limits }) => limits.requestDepth)),
      start: async (start) => {
        const started = await this.#options.start(start);
        this.#lineages.set(started.id, start.lineage);
        void started.ended.then(() => this.#lineages.delete(started.id));
        return started;
      },
      onChange: () => this.#changed(),
      onUndeliverable: (component, why) => {
        const id = `messaging:${name}:undeliverable:${component}`;
        if (why === undefined) problems.clear(id);
        else {
          problems.report({
            id,
            severity: "warning",
            title: `Messages for ${component} are not delivered`,
            detail: `${why} Messages on ${name} that reach it until then are lost, as on a real host.`,
            component,
          });
        }
      },
      onLoop: (loop, subject) =>
        problems.report({
          id: `messaging:${name}:loop:${loop}`,
          severity: "error",
          title: `A message loop was stopped: ${loop}`,
          detail: `Each message made a handler publish the next one, without end. The last was on ${JSON.stringify(subject)}; publishing it failed. Give one of them another subject, or let a handler stop.`,
        }),
    });
  }

  #specs(backend: string): readonly SubscriptionSpec[] {
    const { messages } = this.#manifest.triggers;
    if (messages.length > 0) {
      return messages
        .filter(({ bus }) => bus === backend)
        .map(({ subject, queue, component, concurrency, at }) => ({
          subject,
          component,
          origin: "project" as const,
          at,
          ...(queue === undefined ? {} : { queue }),
          ...(concurrency === undefined ? {} : { concurrency }),
        }));
    }
    if (defaultBackend(this.#manifest, "messaging")?.name !== backend) return [];
    return this.#manifest.components
      .filter(({ name }) => this.#options.handlesMessages(name) === true)
      .map(({ name }) => ({ subject: DEFAULT_SUBJECT, component: name, origin: "default" as const }));
  }

  #changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#options.onSubscriptions(this.subscriptions());
    }, TELL_EVERY_MS);
  }
}

/** The messages of one running invocation. */
export class MessagingSession implements Disposable {
  readonly #guest: MessagingGuest;
  readonly #pressure: () => Promise<void> | undefined;
  readonly #broker: (name: string) => Broker | undefined;
  readonly #lineage: () => Lineage;
  readonly #over = new AbortController();

  constructor(
    guest: MessagingGuest,
    pressure: () => Promise<void> | undefined,
    broker: (name: string) => Broker | undefined,
    lineage: () => Lineage,
  ) {
    this.#guest = guest;
    this.#pressure = pressure;
    this.#broker = broker;
    this.#lineage = lineage;
  }

  receive(call: number, request: MessagingRequest): void {
    const answer = (given: MessagingAnswer) => this.#guest.answer(call, given);
    const broker = this.#broker(request.backend);
    if (broker === undefined) return answer({ tag: "err", error: `the messaging backend ${request.backend} is gone` });
    const { component, invocation, depth } = this.#guest;
    const publisher: Publisher = {
      from: { kind: "invocation", invocation, component: request.component ?? component },
      depth,
      lineage: this.#lineage(),
    };
    if (request.kind === "publish") {
      const fault = broker.publish(publisher, request.message);
      const given: MessagingAnswer = fault === undefined ? { tag: "ok" } : { tag: "err", error: fault };
      // Messages that come faster than they can be kept must not fill the memory.
      const pressure = this.#pressure();
      if (pressure === undefined) return answer(given);
      return void pressure.then(() => answer(given));
    }
    const { subject, body, timeoutMs } = request;
    void broker.request(publisher, subject, body, timeoutMs, this.#over.signal).then(answer);
  }

  [Symbol.dispose](): void {
    this.#over.abort();
  }
}

/** A person who hands over one message, and where that is on the record afterwards. */
function keptBy(): { readonly person: Publisher; readonly id: MessageId | undefined } {
  let id: MessageId | undefined;
  const onKept = (kept: MessageId) => {
    id = kept;
  };
  return {
    person: { from: { kind: "person" }, depth: 0, lineage: NO_LINEAGE, onKept },
    get id() {
      return id;
    },
  };
}

function messagingBackends({ backends }: ProjectManifest): readonly BackendManifest[] {
  return backends.filter(({ kind }) => kind === "messaging");
}
