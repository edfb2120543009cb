import type {
  DeliveryView,
  InvocationId,
  MessageId,
  MessageKind,
  MessageSender,
  MessageView,
  Outcome,
} from "../../../shared/model.ts";
import type { BrokerMessage } from "../../../shared/worker-protocol.ts";

/** Windows hear of messages ten times a second, of so many at once at most: a query finds the rest. */
const TELL_EVERY_MS = 100;
const MAX_TOLD = 2_000;
/** Of a body that windows hear of without asking; a list shows the beginning. */
const TOLD_BODY_BYTES = 256;
/** How long a change may wait before the journal is told. */
const KEEP_AFTER_MS = 20;

export interface KeptDelivery extends DeliveryView {
  invocation?: InvocationId;
  outcome?: Outcome;
  reason?: string;
}

/** A message on the record, as far as it came. */
export interface KeptMessage {
  readonly id: MessageId;
  readonly at: number;
  readonly backend: string;
  readonly kind: MessageKind;
  readonly message: BrokerMessage;
  readonly from: MessageSender;
  readonly deliveries: KeptDelivery[];
  paired?: MessageId;
  answeredMs?: number;
  problem?: string;
}

export interface MessageLogOptions {
  /** The first id that is free. */
  readonly nextId: MessageId;
  readonly maxBodyBytes: () => number;
  readonly now: () => number;
  /** What of a message may be shown and kept. */
  readonly redact: (message: MessageView) => MessageView;
  /** Takes messages in their newest form; the same one may come again. */
  readonly keep: (messages: readonly MessageView[]) => void;
  readonly onNews: (messages: readonly MessageView[]) => void;
}

/** Numbers messages, and tells the journal and the windows how each of them goes on. */
export class MessageLog implements Disposable {
  readonly #options: MessageLogOptions;
  #nextId: MessageId;
  #unkept = new Set<KeptMessage>();
  #untold = new Set<KeptMessage>();
  #keepTimer: NodeJS.Timeout | undefined;
  #tellTimer: NodeJS.Timeout | undefined;

  constructor(options: MessageLogOptions) {
    this.#options = options;
    this.#nextId = options.nextId;
  }

  add(draft: Omit<KeptMessage, "id" | "at">): KeptMessage {
    const kept: KeptMessage = { ...draft, id: this.#nextId++, at: this.#options.now() };
    this.changed(kept);
    return kept;
  }

  changed(kept: KeptMessage): void {
    this.#unkept.add(kept);
    this.#untold.add(kept);
    this.#keepTimer ??= setTimeout(() => this.#keep(), KEEP_AFTER_MS);
    this.#tellTimer ??= setTimeout(() => this.#tell(), TELL_EVERY_MS);
  }

  /** The journal has everything afterwards. */
  flush(): void {
    this.#keep();
  }

  [Symbol.dispose](): void {
    this.#keep();
    clearTimeout(this.#tellTimer);
  }

  #keep(): void {
    clearTimeout(this.#keepTimer);
    this.#keepTimer = undefined;
    if (this.#unkept.size === 0) return;
    this.#options.keep([...this.#unkept].map((kept) => this.#view(kept, this.#options.maxBodyBytes())));
    this.#unkept = new Set();
  }

  #tell(): void {
    this.#tellTimer = undefined;
    const bodyBytes = Math.min(TOLD_BODY_BYTES, this.#options.maxBodyBytes());
    this.#options.onNews([...this.#untold].slice(-MAX_TOLD).map((kept) => this.#view(kept, bodyBytes)));
    this.#untold = new Set();
  }

  #view({ message, deliveries, ...head }: KeptMessage, bodyBytes: number): MessageView {
    const { subject, body, replyTo } = message;
    return this.#options.redact({
      ...head,
      subject,
      body: { kept: body.slice(0, bodyBytes), total: body.length },
      ...(replyTo === undefined ? {} : { replyTo }),
      deliveries: deliveries.map((delivery) => ({ ...delivery })),
    });
  }
}
