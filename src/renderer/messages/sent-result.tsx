import { useEffect, useRef } from "react";
import { Failed, Loading } from "../design/view-state.tsx";
import { duration } from "../format/quantity.ts";
import { useStore } from "../store/value-store.ts";
import { ValueViewer } from "../viewers/value-viewer.tsx";
import { openInvocation } from "../workbench/actions.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { DeliveryList } from "./delivery-list.tsx";
import { openMessage } from "./message-actions.ts";
import type { Sent } from "./message-store.ts";
import styles from "./sent-result.module.css";
import { useMessage } from "./use-messaging.ts";

/** What became of the message that was sent last. */
export function SentResult() {
  const { composer } = useWorkbench();
  const { sending, sent } = useStore(composer);
  const box = useRef<HTMLElement>(null);
  const shown = useRef(sent);
  useEffect(() => {
    // What was there before the pane opened does not move it.
    if (sent !== shown.current) box.current?.scrollIntoView({ block: "nearest" });
    shown.current = sent;
  }, [sent]);
  if (sending !== undefined) return <Loading label="Waiting for the broker" rows={2} />;
  if (sent === undefined) return <span />;
  return (
    <section ref={box} className={styles["result"]} aria-label="Result">
      {"error" in sent ? (
        <Failed title={sent.draft.kind === "request" ? "No reply" : "Not published"} error={sent.error} />
      ) : null}
      {sent.message !== undefined && <OnRecord key={sent.message} sent={sent} id={sent.message} />}
      {"reply" in sent && sent.reply !== undefined && (
        <div className={styles["reply"]}>
          <ValueViewer label="Reply body" value={{ kept: sent.reply.body, total: sent.reply.body.length }} />
        </div>
      )}
    </section>
  );
}

function OnRecord({ sent, id }: { readonly sent: Sent; readonly id: number }) {
  const workbench = useWorkbench();
  const message = useMessage(id).value;
  const replied = "reply" in sent && sent.reply !== undefined;
  const by = message?.deliveries[0]?.invocation;
  return (
    <div className={styles["line"]}>
      <p>
        {replied
          ? `Answered${message?.answeredMs === undefined ? "" : ` in ${duration(message.answeredMs)}`}: `
          : "Sent: "}
        <button type="button" className="link" onClick={() => openMessage(workbench, id)}>
          message {id}
        </button>
        {replied && by !== undefined && (
          <>
            {" "}
            <button type="button" className="link" onClick={() => openInvocation(workbench, by)}>
              See what invocation {by} did
            </button>
          </>
        )}
      </p>
      {message !== undefined && message.deliveries.length > 0 && <DeliveryList deliveries={message.deliveries} />}
    </div>
  );
}
