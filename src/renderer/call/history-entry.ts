import type { PinnedCall, SentCall, StudioApi } from "../../shared/contract.ts";
import type { EpochMs, InvocationId, InvocationSummary } from "../../shared/model.ts";
import { argumentsOf } from "../repeat/invoke-text.ts";
import { repeatableRequest, repeatedHeaders } from "../repeat/repeat-http.ts";
import type { HttpDraft } from "./http-draft.ts";

/** A call of the past as a list shows it. */
export interface HistoryEntry {
  readonly key: string;
  readonly at: EpochMs;
  readonly component: string;
  readonly title: string;
  /** The beginning of what was sent. */
  readonly text: string;
  readonly invocation: InvocationId;
  /** How it went; not known of a pinned one whose invocation is gone. */
  readonly outcome?: InvocationSummary;
  readonly pin?: PinnedCall;
}

const TEXT_CHARS = 240;

/** The pinned ones first, each once; every word of `search` occurs in them. */
export function historyEntries(
  sent: readonly SentCall[],
  pinned: readonly PinnedCall[],
  search: string,
): readonly HistoryEntry[] {
  const words = search.toLowerCase().split(/\s+/);
  const pins = pinned.filter((call) => {
    const all = `${call.title} ${JSON.stringify(call.args ?? call.request)}`.toLowerCase();
    return words.every((each) => all.includes(each));
  });
  const pinOf = new Map(pinned.map((call) => [call.invocation, call]));
  const known = new Map(sent.map((call) => [call.id, call]));
  return [
    ...pins.map((pin): HistoryEntry => {
      const { component, title, invocation, pinnedAt } = pin;
      const outcome = known.get(invocation);
      const text = textOf(pin);
      const same = outcome?.title === title ? { outcome } : {};
      return {
        key: `pin ${pin.id}`,
        at: outcome?.startedAt ?? pinnedAt,
        component,
        title,
        text,
        invocation,
        pin,
        ...same,
      };
    }),
    ...sent
      .filter((call) => pinOf.get(call.id)?.title !== call.title)
      .map((call) => ({
        key: String(call.id),
        at: call.startedAt,
        component: call.component,
        title: call.title,
        text: call.sent,
        invocation: call.id,
        outcome: call,
      })),
  ];
}

/** The arguments of a typed call. @throws when the record has not all of them */
export async function argumentsOfEntry(api: StudioApi, { pin, invocation }: HistoryEntry): Promise<readonly unknown[]> {
  const args = pin?.args ?? argumentsOf(await api.invocation(invocation));
  if (args === undefined) throw new Error("Its arguments were too long to be kept in the journal.");
  return args;
}

/** A request as the composer takes it. @throws when the record has not all of it, or its body is no text */
export async function draftOfEntry(api: StudioApi, { pin, invocation, component }: HistoryEntry): Promise<HttpDraft> {
  if (pin?.request !== undefined) {
    return { component, ...pin.request, headers: repeatedHeaders(pin.request.headers) };
  }
  const again = repeatableRequest(await api.invocation(invocation));
  if (again?.incomplete !== undefined) throw new Error(again.incomplete);
  if (again?.draft === undefined) throw new Error("Its body is no text, which the composer cannot hold.");
  return again.draft;
}

function textOf({ args, request }: PinnedCall): string {
  const text = args === undefined ? (request?.body ?? "") : JSON.stringify(args);
  return text.length > TEXT_CHARS ? `${text.slice(0, TEXT_CHARS)}…` : text;
}
