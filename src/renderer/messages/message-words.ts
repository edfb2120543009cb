import type { ComponentSummary, DeliveryView, MessageView, SubscriptionView } from "../../shared/model.ts";
import { subjectMatches } from "../../shared/subject.ts";
import type { FilterKey } from "../activity/filter-grammar.ts";
import { moment } from "../format/moment.ts";

/** The keys of the filter of messages, for chips and the grammar's help. */
export const messageFilterKeys: readonly FilterKey[] = [
  {
    key: "subject",
    meaning: "the subject: a part of it, a pattern with * and >, or with = all of it",
    example: "subject:orders.>",
  },
  { key: "from", meaning: "the component that sent it, or you", example: "from:api" },
  { key: "to", meaning: "a component it went to", example: "to:worker" },
  { key: "kind", meaning: "publish, request or reply", example: "kind:request" },
  { key: "bus", meaning: "the messaging backend", example: "bus:events" },
  { key: "inv", meaning: "sent by that invocation, or what it ran for", example: "inv:12" },
];

export function senderName({ from }: Pick<MessageView, "from">): string {
  return from.kind === "person" ? "you" : from.component;
}

/** A term of the filter that finds exactly this. */
export function filterTerm(key: string, value: string): string {
  return /[\s"]/.test(value) ? `${key}:"${value.replaceAll(/["\\]/g, "\\$&")}"` : `${key}:${value}`;
}

export type DeliveryState = "waits" | "runs" | "undelivered" | "ok" | "failed";

export function deliveryState({ invocation, outcome, reason }: DeliveryView): DeliveryState {
  if (outcome !== undefined) return outcome === "ok" ? "ok" : "failed";
  if (invocation !== undefined) return "runs";
  return reason === undefined ? "waits" : "undelivered";
}

/** Why messages for a component wait, where that is more than their turn. */
export function waitWords(component: string, components: readonly ComponentSummary[]): string | undefined {
  const loop = components.find(({ name }) => name === component)?.crashLoop;
  if (loop === undefined) return undefined;
  return `${component} is paused until ${moment(loop.pausedUntil)}, because ${loop.failures} calls in a row failed, the last one with ${loop.reason}`;
}

/** Who gets a message, in words: each that listens, and of each queue group one of its members. */
export function receiverWords(
  bus: string,
  subject: string,
  subscriptions: readonly SubscriptionView[],
): readonly string[] {
  const groups = new Map<string, string[]>();
  const alone: string[] = [];
  for (const { backend, subject: pattern, queue, component } of subscriptions) {
    if (backend !== bus || !subjectMatches(pattern, subject)) continue;
    if (queue === undefined) alone.push(component);
    else groups.set(queue, [...(groups.get(queue) ?? []), component]);
  }
  const grouped = [...groups].map(([queue, members]) =>
    members.length === 1 ? (members[0] ?? "") : `one of ${members.join(", ")} (queue ${queue})`,
  );
  return [...alone, ...grouped];
}

/** A subject that a pattern matches, to try it with. */
export function subjectFor(pattern: string): string {
  return pattern
    .split(".")
    .map((token) => (token === "*" || token === ">" ? "test" : token))
    .join(".");
}
