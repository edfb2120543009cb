import { TriangleAlert } from "lucide-react";
import { CopyButton } from "../design/copy-button.tsx";
import { useProject, useWorkbench } from "../workbench/workbench-context.ts";
import { composeMessage } from "./message-actions.ts";
import { draftOf } from "./message-draft.ts";
import { receiverWords } from "./message-words.ts";
import { nearSubscriptions } from "./near-subscriptions.ts";
import styles from "./no-subscriber.module.css";
import { subscriptionText } from "./subscription-table.tsx";
import { useSubscriptions } from "./use-messaging.ts";

interface NoSubscriberProps {
  readonly bus: string;
  readonly subject: string;
  /** What the record says of it; absent for one not sent yet. */
  readonly problem?: string;
  /** The one that reached nobody, to be sent elsewhere. */
  readonly message?: number;
  /** Puts another subject into what is being written. */
  readonly onSubject?: (bus: string, subject: string) => void;
}

/** Nobody listens to a subject: which subscriptions nearly do, and what to do about it. */
export function NoSubscriber({ bus, subject, problem, message, onSubject }: NoSubscriberProps) {
  const workbench = useWorkbench();
  const project = useProject();
  const subscriptions = useSubscriptions().value ?? [];
  const now = receiverWords(bus, subject, subscriptions);
  const near = nearSubscriptions(bus, subject, subscriptions);
  const component = subscriptions[0]?.component ?? project?.components[0]?.name ?? "worker";
  const sendTo = async (toBus: string, toSubject: string) => {
    if (onSubject !== undefined) return onSubject(toBus, toSubject);
    if (message === undefined) return;
    try {
      const draft = draftOf(await workbench.api.message(message));
      composeMessage(workbench, { ...draft, bus: toBus, subject: toSubject });
    } catch (error) {
      workbench.toasts.failed(`Message ${message} cannot be edited.`, error);
    }
  };
  return (
    <div className={styles["box"]} role="note" aria-label="No subscriber">
      {problem !== undefined && (
        <p className={styles["title"]}>
          <TriangleAlert size={14} aria-hidden /> {problem}
        </p>
      )}
      {now.length > 0 ? (
        <p>Now {now.join(" and ")} would get it: send it again.</p>
      ) : (
        <>
          {near.length > 0 && (
            <ul aria-label="Subscriptions that nearly match">
              {near.map(({ subscription, why, subject: reaches }, index) => (
                <li key={index}>
                  <span>
                    <code>{subscription.subject}</code> of {subscription.component} nearly matches. {why}
                  </span>
                  {near.findIndex((each) => each.subject === reaches) === index && (
                    <button type="button" className="small" onClick={() => void sendTo(subscription.backend, reaches)}>
                      Send to {reaches}
                      {subscription.backend === bus ? "" : ` on ${subscription.backend}`}
                    </button>
                  )}
                </li>
              ))}
            </ul>
          )}
          <div className={styles["fix"]}>
            <span>
              {subscriptions.some(({ backend }) => backend === bus)
                ? near.length > 0
                  ? "Or let a component listen to it, in vitrine.jsonc:"
                  : "No subscription comes near. Let a component listen to it, in vitrine.jsonc:"
                : "Nothing subscribes here. Let a component listen to it, in vitrine.jsonc:"}
            </span>
            <CopyButton withText label="Copy a subscription" text={() => subscriptionText(component, subject, bus)} />
          </div>
        </>
      )}
    </div>
  );
}
