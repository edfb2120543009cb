import type { EpochMs, HostCallView, MessageId, MessageView } from "../../shared/model.ts";

/** A host call that handed a message to a broker. */
export interface HandedOver {
  readonly seq: number;
  readonly subject: string;
  readonly at: EpochMs;
}

const CONSUMER = /^wasmcloud:messaging\/consumer@/;

/** Whether a host call may have put a message on the record. */
export function sendsMessage(call: Pick<HostCallView, "interface" | "function">): boolean {
  return CONSUMER.test(call.interface) && (call.function === "publish" || call.function === "request");
}

/** Of an invocation's host calls those that sent something; subjects beyond what was kept of arguments are left out. */
export function handedOver(calls: readonly HostCallView[], startedAt: EpochMs): readonly HandedOver[] {
  return calls.flatMap((call) => {
    const subject = sendsMessage(call) ? subjectOf(call) : undefined;
    return subject === undefined ? [] : [{ seq: call.seq, subject, at: startedAt + call.startMs }];
  });
}

/**
 * Which call of an invocation put which of its messages on the record, by the call's number. Both are in order; a call
 * that the broker refused has no message, and then the times decide.
 */
export function pairSent(
  calls: readonly HandedOver[],
  messages: readonly Pick<MessageView, "id" | "subject" | "at">[],
): ReadonlyMap<number, MessageId> {
  const pairs = new Map<number, MessageId>();
  for (const [subject, all] of Map.groupBy(calls, (call) => call.subject)) {
    const sent = messages.filter((message) => message.subject === subject).toSorted((a, b) => a.id - b.id);
    let from = 0;
    for (const message of sent) {
      const left = sent.length - 1 - sent.indexOf(message);
      // So many calls must remain for the messages that follow.
      const choices = all.slice(from, Math.max(from, all.length - left));
      const chosen = choices.reduce<HandedOver | undefined>(
        (best, call) =>
          best === undefined || Math.abs(call.at - message.at) < Math.abs(best.at - message.at) ? call : best,
        undefined,
      );
      if (chosen === undefined) continue;
      pairs.set(chosen.seq, message.id);
      from = all.indexOf(chosen) + 1;
    }
  }
  return pairs;
}

/** `publish: func(msg: broker-message)`, `request: func(subject: string, …)` */
function subjectOf(call: HostCallView): string | undefined {
  for (const { name, value } of call.args) {
    if (value.t === "record") {
      const field = value.fields.find((each) => each.name === "subject")?.value;
      if (field?.t === "string" && !field.cut) return field.v;
    }
    if (name === "subject" && value.t === "string" && !value.cut) return value.v;
  }
  return undefined;
}
