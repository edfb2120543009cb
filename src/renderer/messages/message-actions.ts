import type { MessageId } from "../../shared/model.ts";
import type { Workbench } from "../workbench/workbench.ts";
import { draftOf, type MessageDraft } from "./message-draft.ts";

/** Shows a message, whatever the list is filtered by. */
export function openMessage({ route }: Workbench, id: MessageId): void {
  route.go(["messages"], { msg: String(id) });
}

/** Opens the form, with a draft where one is given. */
export function composeMessage({ route, composer }: Workbench, draft?: MessageDraft): void {
  if (draft !== undefined) composer.compose(draft);
  if (route.get().path[0] === "messages" && route.get().path[1] === undefined) route.patch({ compose: "1" });
  else route.go(["messages"], { compose: "1" });
}

/** The form, with a message that was sent before. */
export async function editMessage(workbench: Workbench, id: MessageId): Promise<void> {
  try {
    composeMessage(workbench, draftOf(await workbench.api.message(id)));
  } catch (error) {
    workbench.toasts.failed(`Message ${id} cannot be edited.`, error);
  }
}

/** The same message once more, as it was; what became of it is shown in the form. */
export async function sendMessageAgain(workbench: Workbench, id: MessageId): Promise<void> {
  try {
    await sendDraft(workbench, draftOf(await workbench.api.message(id)));
  } catch (error) {
    workbench.toasts.failed(`Message ${id} was not sent again.`, error);
  }
}

/** What became of it is shown in the form, or told where that is closed. */
export async function sendDraft(workbench: Workbench, draft: MessageDraft): Promise<void> {
  const { composer, route, toasts } = workbench;
  const inForm = route.get().params["compose"] !== undefined;
  const sent = await composer.send(draft);
  if (sent === undefined || inForm) return;
  if ("error" in sent) return toasts.failed(`${draft.subject} was sent again.`, new Error(sent.error));
  const { message } = sent;
  toasts.done(
    `${draft.subject} was sent again${sent.reply === undefined ? "." : ", and answered."}`,
    message === undefined ? undefined : { label: "Show", undo: false, run: () => openMessage(workbench, message) },
  );
}

export async function clearMessages({ api, toasts }: Workbench): Promise<void> {
  try {
    await api.clearMessages();
    toasts.done("All messages were deleted. Subscriptions and state stay as they are.");
  } catch (error) {
    toasts.failed("The messages could not be cleared.", error);
  }
}
