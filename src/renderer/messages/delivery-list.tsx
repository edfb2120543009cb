import type { DeliveryView } from "../../shared/model.ts";
import { openInvocation } from "../workbench/actions.ts";
import { useProject, useWorkbench } from "../workbench/workbench-context.ts";
import { DeliveryMark } from "./delivery-mark.tsx";
import styles from "./delivery-list.module.css";
import { deliveryState, waitWords } from "./message-words.ts";

/** Who got a message: by which subscription, in which invocation, with which outcome. */
export function DeliveryList({ deliveries }: { readonly deliveries: readonly DeliveryView[] }) {
  const workbench = useWorkbench();
  const components = useProject()?.components ?? [];
  return (
    <ol className={styles["list"]} aria-label="Deliveries">
      {deliveries.map((delivery, index) => {
        const { component, subscription, queue, invocation } = delivery;
        const waits = deliveryState(delivery) === "waits";
        const reason = waits ? waitWords(component, components) : delivery.reason;
        return (
          // Deliveries of a message keep their order, and the same component may be there twice.
          <li key={index}>
            <span className="dim">to</span>
            <b className="cut">{component}</b>
            <span className="dim mono cut" title="The subscription that matched">
              {subscription}
              {queue !== undefined && ` · queue ${queue}`}
            </span>
            <DeliveryMark delivery={delivery} />
            {invocation === undefined ? (
              <span />
            ) : (
              <button type="button" className="link" onClick={() => openInvocation(workbench, invocation)}>
                invocation {invocation}
              </button>
            )}
            {reason !== undefined && <span className={styles["reason"]}>{reason}</span>}
          </li>
        );
      })}
    </ol>
  );
}
