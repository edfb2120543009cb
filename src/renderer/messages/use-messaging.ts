import type {
  BusView,
  HostCallView,
  InvocationDetail,
  InvocationId,
  MessageId,
  MessageTemplate,
  MessageView,
  SubscriptionView,
} from "../../shared/model.ts";
import type { StudioApi } from "../../shared/contract.ts";
import { type Loaded, useLoaded, useStudioEvent } from "../connection/use-loaded.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { handedOver, pairSent } from "./sent-pairs.ts";

/** One message, as it goes on. */
export function useMessage(id: MessageId): Loaded<MessageView> {
  const { api } = useWorkbench();
  const loaded = useLoaded(`message.${id}`, () => api.message(id));
  useStudioEvent("messages-changed", (changed) => {
    if (changed.some((one) => one.id === id)) loaded.reload();
  });
  useStudioEvent("messages-cleared", loaded.reload);
  return loaded;
}

export function useSubscriptions(): Loaded<readonly SubscriptionView[]> {
  const { api } = useWorkbench();
  const loaded = useLoaded("subscriptions", () => api.subscriptions());
  useStudioEvent("subscriptions-changed", loaded.reload);
  return loaded;
}

/** Messages kept under a name, by their names. */
export function useTemplates(): Loaded<readonly MessageTemplate[]> {
  const { api } = useWorkbench();
  const loaded = useLoaded("message templates", () => api.messageTemplates());
  useStudioEvent("message-templates-changed", loaded.reload);
  return loaded;
}

export function useBuses(): Loaded<readonly BusView[]> {
  const { api } = useWorkbench();
  const loaded = useLoaded("buses", () => api.buses());
  useStudioEvent("project-changed", loaded.reload);
  return loaded;
}

/** What an invocation had to do with messages. */
export interface InvocationMessages {
  readonly invocation: InvocationDetail;
  readonly sent: readonly MessageView[];
  /** Which of its host calls sent which message, by the call's number. */
  readonly pairs: ReadonlyMap<number, MessageId>;
}

/** Of one invocation, live. Absent id: nothing is read. */
export function useInvocationMessages(id: InvocationId | undefined): Loaded<InvocationMessages | undefined> {
  const { api } = useWorkbench();
  const loaded = useLoaded(`messages of ${id}`, async () => (id === undefined ? undefined : readMessages(api, id)));
  useStudioEvent("messages-changed", (changed) => {
    if (changed.some(({ from }) => from.kind === "invocation" && from.invocation === id)) loaded.reload();
  });
  return loaded;
}

const MAX_CALLS = 20_000;
/** What the studio gives at once. */
const CALLS_A_PAGE = 1000;
const MAX_MESSAGES = 1000;
const ROW_BODY_BYTES = 200;

async function readMessages(api: StudioApi, id: InvocationId): Promise<InvocationMessages> {
  const [invocation, found, calls] = await Promise.all([
    api.invocation(id),
    api.messages({ filter: `inv:${id}`, limit: MAX_MESSAGES, bodyBytes: ROW_BODY_BYTES }),
    readCalls(api, id),
  ]);
  const sent = found.filter(({ from }) => from.kind === "invocation" && from.invocation === id).toReversed();
  return { invocation, sent, pairs: pairSent(handedOver(calls, invocation.startedAt), sent) };
}

async function readCalls(api: StudioApi, invocation: InvocationId): Promise<readonly HostCallView[]> {
  const calls: HostCallView[] = [];
  for (let after = 0; calls.length < MAX_CALLS; after = calls.at(-1)?.seq ?? 0) {
    const page = await api.hostCalls({ invocation, after, limit: CALLS_A_PAGE });
    calls.push(...page);
    if (page.length < CALLS_A_PAGE) break;
  }
  return calls;
}
