import type { MessageView } from "../../shared/model.ts";
import { useLoaded, useStudioEvent } from "../connection/use-loaded.ts";
import { Failed } from "../design/view-state.tsx";
import { openInvocation } from "../workbench/actions.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { DeliveryMark } from "./delivery-mark.tsx";
import { openMessage } from "./message-actions.ts";
import styles from "./message-lineage.module.css";
import { useInvocationMessages } from "./use-messaging.ts";

/** Why a message was sent, which invocations it made happen, and what those sent in turn. */
export function MessageLineage({ message }: { readonly message: MessageView }) {
  const { id, subject, deliveries, from } = message;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys
    <section className={styles["box"]} tabIndex={0} aria-label="Lineage">
      <ol className={styles["chain"]}>
        {from.kind === "person" ? (
          <li>
            <span className="dim">sent by</span> you
          </li>
        ) : (
          <Origin invocation={from.invocation} component={from.component} />
        )}
        <li className={styles["self"]}>
          <span className="dim">message {id}</span> <span className="mono">{subject}</span>
        </li>
        {deliveries.map((delivery, index) => (
          <li key={index}>
            <span className="dim">→</span> {delivery.component}
            {delivery.invocation !== undefined && <InvocationLink id={delivery.invocation} />}
            <DeliveryMark delivery={delivery} />
            {delivery.invocation !== undefined && <SentBy invocation={delivery.invocation} />}
          </li>
        ))}
        {deliveries.length === 0 && <li className="dim">It triggered nothing.</li>}
      </ol>
    </section>
  );
}

/** The invocation that sent it, and what that ran for. */
function Origin({ invocation, component }: { readonly invocation: number; readonly component: string }) {
  const workbench = useWorkbench();
  const { value, error, reload } = useInvocationMessages(invocation);
  const cause = value?.invocation.cause;
  return (
    <>
      {cause?.kind === "message" && (
        <li>
          <span className="dim">because of</span>
          <button type="button" className="link" onClick={() => openMessage(workbench, cause.message)}>
            message {cause.message}
          </button>
          {cause.by !== undefined && (
            <>
              <span className="dim">sent by</span>
              <InvocationLink id={cause.by} />
            </>
          )}
        </li>
      )}
      <li>
        <span className="dim">sent by</span> {component}
        <InvocationLink id={invocation} />
        <span className="dim cut">{value?.invocation.title}</span>
      </li>
      {error !== undefined && value === undefined && (
        <li>
          <Failed title="What it ran for could not be read" error={error.message} onRetry={reload} />
        </li>
      )}
    </>
  );
}

const SHOWN_SENT = 20;

/** The messages that an invocation sent. */
function SentBy({ invocation }: { readonly invocation: number }) {
  const workbench = useWorkbench();
  const { api } = workbench;
  const loaded = useLoaded(`sent by ${invocation}`, () =>
    api.messages({ filter: `inv:${invocation}`, limit: 200, bodyBytes: 0 }),
  );
  useStudioEvent("messages-changed", (changed) => {
    if (changed.some(({ from }) => from.kind === "invocation" && from.invocation === invocation)) loaded.reload();
  });
  const sent = (loaded.value ?? []).filter(({ from }) => from.kind === "invocation" && from.invocation === invocation);
  if (sent.length === 0) return null;
  return (
    <ul className={styles["sent"]} aria-label={`Sent by invocation ${invocation}`}>
      {sent
        .toReversed()
        .slice(0, SHOWN_SENT)
        .map((one) => (
          <li key={one.id}>
            <span className="dim">{one.kind}</span>
            <button type="button" className="link" onClick={() => openMessage(workbench, one.id)}>
              message {one.id}
            </button>
            <span className="mono cut">{one.subject}</span>
          </li>
        ))}
      {sent.length > SHOWN_SENT && (
        <li>
          <button type="button" className="link" onClick={() => workbench.route.patch({ filter: `inv:${invocation}` })}>
            all it sent
          </button>
        </li>
      )}
    </ul>
  );
}

function InvocationLink({ id }: { readonly id: number }) {
  const workbench = useWorkbench();
  return (
    <button type="button" className="link" onClick={() => openInvocation(workbench, id)}>
      invocation {id}
    </button>
  );
}
