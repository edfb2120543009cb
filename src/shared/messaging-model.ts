/** Messages of `wasmcloud:messaging` as a view sees them. */

import type { BytesPreview, EpochMs, InvocationId, Outcome } from "./model.ts";

/** Position in the sequence of all messages of the project; counts on over restarts. */
export type MessageId = number;

/** `publish`: nobody waits; `request`: the sender waits for one reply; `reply`: it went to one that waited. */
export type MessageKind = "publish" | "request" | "reply";

export type MessageSender =
  | { readonly kind: "person" }
  | { readonly kind: "invocation"; readonly invocation: InvocationId; readonly component: string };

/** One receiver of one message. */
export interface DeliveryView {
  readonly component: string;
  /** The pattern that matched. */
  readonly subscription: string;
  readonly queue?: string;
  /** Absent while it waits for its turn, and when it never got one. */
  readonly invocation?: InvocationId;
  /** Absent until the handler ended. */
  readonly outcome?: Outcome;
  /** Why it was not delivered, or what the handler ended with. */
  readonly reason?: string;
}

export interface MessageView {
  readonly id: MessageId;
  /** Name of the messaging backend. */
  readonly backend: string;
  readonly at: EpochMs;
  readonly kind: MessageKind;
  readonly subject: string;
  readonly body: BytesPreview;
  readonly replyTo?: string;
  readonly from: MessageSender;
  readonly deliveries: readonly DeliveryView[];
  /** Of a request: the message that answered it. Of a reply: the request. */
  readonly paired?: MessageId;
  /** Of an answered request: milliseconds from it to its reply. */
  readonly answeredMs?: number;
  /** What went wrong: "no subscriber matched", "request timed out". */
  readonly problem?: string;
}

export interface MessageQuery {
  /** The filter grammar: words, `subject:orders.>`, `subject:=orders`, `from:api`, `to:worker`, `kind:request`, `bus:name`, `inv:12`, `-` negates. */
  readonly filter?: string;
  /** Newest first; only those with a smaller id. */
  readonly before?: MessageId;
  readonly limit: number;
  /** So many bytes of each body at most; absent: all that was kept. */
  readonly bodyBytes?: number;
}

/** Subjects that begin alike: `orders.`; with an empty prefix all of a backend. */
export interface SubjectBranch {
  readonly backend: string;
  /** Whole tokens with a dot behind each. */
  readonly prefix: string;
}

export interface SubjectQuery {
  /** Branches to list, each with as many rows at most. Of every backend with messages the totals come in any case. */
  readonly branches: readonly (SubjectBranch & { readonly limit: number })[];
}

/** The messages of a branch by the next token of their subjects: exactly there, or further down. */
export interface SubjectRow {
  readonly token: string;
  /** More tokens follow. A token may have both rows. */
  readonly deeper: boolean;
  readonly messages: number;
  /** Of those: no subscription matched, or nobody waited for the reply any more. */
  readonly unreached: number;
  /** Distinct subjects. */
  readonly subjects: number;
}

export interface SubjectBranchView extends SubjectBranch {
  /** In the order of their tokens. */
  readonly rows: readonly SubjectRow[];
  /** Rows beyond the limit. */
  readonly more: number;
  /** Of all rows, listed or not. */
  readonly messages: number;
  readonly unreached: number;
}

/** A messaging backend of the project. */
export interface BusView {
  readonly name: string;
  /** So many of its messages are kept. */
  readonly keep: number;
}

export interface SubscriptionView {
  /** Name of the messaging backend. */
  readonly backend: string;
  readonly subject: string;
  readonly queue?: string;
  readonly component: string;
  /** `default`: no subscription is in the project file, so the one of `wash dev` holds. */
  readonly origin: "project" | "default";
  /** Of one in the project file: `vitrine.jsonc:12:7`. */
  readonly at?: string;
  /** Handlers that may run together; absent: as many as there are workers. */
  readonly concurrency?: number;
  readonly waiting: number;
  readonly running: number;
  /** Since the project was opened. */
  readonly delivered: number;
  /** Of those: handlers that did not end well. */
  readonly failed: number;
}

export interface PublishInput {
  readonly backend: string;
  readonly subject: string;
  readonly body: Uint8Array;
  readonly replyTo?: string;
}

export interface RequestMessageInput {
  readonly backend: string;
  readonly subject: string;
  readonly body: Uint8Array;
  readonly timeoutMs: number;
}

/** A message that a person keeps, to send it again. */
export interface MessageTemplate extends PublishInput {
  readonly id: string;
  /** No two have the same. */
  readonly name: string;
  readonly savedAt: EpochMs;
  readonly kind: "publish" | "request";
  /** Of a request. */
  readonly timeoutMs?: number;
}

/** Without an id it is a new one; with that of one that is there, it takes its place. */
export type SaveTemplateInput = Omit<MessageTemplate, "id" | "savedAt"> & { readonly id?: string };

/** What answered a request. */
export interface BrokerReply {
  readonly subject: string;
  readonly body: Uint8Array;
  readonly replyTo?: string | undefined;
  /** The request on the record; its `paired` is this reply. */
  readonly request: MessageId;
}
