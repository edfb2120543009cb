import { BookmarkPlus, Pencil, RotateCcw, X } from "lucide-react";
import { StudioError } from "../../shared/errors.ts";
import type { MessageView } from "../../shared/model.ts";
import { type TabSpec, TabBar } from "../design/tab-bar.tsx";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { exactClock } from "../format/moment.ts";
import { byteSize, duration } from "../format/quantity.ts";
import { ValueViewer } from "../viewers/value-viewer.tsx";
import { openInvocation } from "../workbench/actions.ts";
import { useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import { DeliveryList } from "./delivery-list.tsx";
import { editMessage, openMessage, sendMessageAgain } from "./message-actions.ts";
import styles from "./message-detail.module.css";
import { draftOf } from "./message-draft.ts";
import { MessageLineage } from "./message-lineage.tsx";
import { filterTerm } from "./message-words.ts";
import { NoSubscriber } from "./no-subscriber.tsx";
import { useBuses, useInvocationMessages, useMessage } from "./use-messaging.ts";

/** All that is known of one message, beside the list. */
export function MessageDetailPane({ id }: { readonly id: number }) {
  const { route } = useWorkbench();
  const { params } = useRoute();
  const loaded = useMessage(id);
  const message = loaded.value;
  const gone = loaded.error instanceof StudioError && loaded.error.code === "request-invalid";
  if (message === undefined || gone) {
    return (
      <section className={styles["detail"]} aria-label="Message">
        {loaded.error === undefined ? (
          <Loading label="Reading the message" />
        ) : gone ? (
          <Empty
            title={`There is no message ${id}`}
            action={
              <button type="button" onClick={() => route.patch({ msg: undefined, mtab: undefined })}>
                Close
              </button>
            }
          >
            {loaded.error.message}
          </Empty>
        ) : (
          <Failed title={`Message ${id} could not be read`} error={loaded.error.message} onRetry={loaded.reload} />
        )}
      </section>
    );
  }
  const tabs = tabsOf(message);
  const wished = params["mtab"] ?? "body";
  return (
    <section className={styles["detail"]} aria-label="Message">
      <Head message={message} />
      <TabBar
        label="About this message"
        tabs={tabs}
        selected={tabs.some((tab) => tab.id === wished) ? wished : "body"}
        onSelect={(tab) => route.patch({ mtab: tab === "body" ? undefined : tab })}
      />
    </section>
  );
}

function tabsOf(message: MessageView): readonly TabSpec[] {
  const { paired, kind } = message;
  const other = kind === "reply" ? "Request" : "Reply";
  return [
    { id: "body", label: "Body", panel: () => <ValueViewer label="Message body" value={message.body} /> },
    ...(paired === undefined
      ? []
      : [{ id: "paired", label: other, panel: () => <PairedBody key={paired} id={paired} label={other} /> }]),
    { id: "lineage", label: "Lineage", panel: () => <MessageLineage message={message} /> },
  ];
}

function PairedBody({ id, label }: { readonly id: number; readonly label: string }) {
  const workbench = useWorkbench();
  const { value, error, reload } = useMessage(id);
  if (value === undefined) {
    return error === undefined ? (
      <Loading label={`Reading the ${label.toLowerCase()}`} />
    ) : (
      <Failed title={`The ${label.toLowerCase()} could not be read`} error={error.message} onRetry={reload} />
    );
  }
  return (
    <ValueViewer label={`${label} body`} value={value.body}>
      <button type="button" className="link" onClick={() => openMessage(workbench, id)}>
        message {id}
      </button>
    </ValueViewer>
  );
}

function Head({ message }: { readonly message: MessageView }) {
  const workbench = useWorkbench();
  const { id, backend, at, kind, subject, body, replyTo, deliveries, paired, answeredMs } = message;
  const buses = useBuses().value ?? [];
  const cut = body.kept.length < body.total;
  return (
    <div className={styles["head"]}>
      <div className={styles["title"]}>
        <h2 className="cut mono" title={subject}>
          {subject}
        </h2>
        <button
          type="button"
          className="quiet icon"
          aria-label="Close the message"
          onClick={() => workbench.route.patch({ msg: undefined, mtab: undefined })}
        >
          <X size={14} aria-hidden />
        </button>
      </div>
      <div className={styles["facts"]}>
        <span>
          {kind} · message {id}
        </span>
        <Sender message={message} />
        <span className="mono">{exactClock(at)}</span>
        <span>{byteSize(body.total)}</span>
        {buses.length > 1 && <span>bus {backend}</span>}
        {paired !== undefined && (
          <button type="button" className="link" onClick={() => openMessage(workbench, paired)}>
            {kind === "reply" ? `answers message ${paired}` : `answered by message ${paired}`}
            {answeredMs !== undefined && ` in ${duration(answeredMs)}`}
          </button>
        )}
        {replyTo !== undefined && (
          <span className={styles["replyTo"]}>
            replies to{" "}
            <button
              type="button"
              className="link mono"
              title="Show what was sent there"
              onClick={() => workbench.route.patch({ filter: filterTerm("subject", replyTo) })}
            >
              {replyTo}
            </button>
          </span>
        )}
      </div>
      {deliveries.length > 0 && <DeliveryList deliveries={deliveries} />}
      <Problem message={message} />
      {kind !== "reply" && (
        <fieldset className={styles["acts"]} aria-label="Repeat">
          <button
            type="button"
            className="small"
            disabled={cut}
            title={cut ? "The record has only the beginning of its body" : "Same subject and body"}
            onClick={() => void sendMessageAgain(workbench, id)}
          >
            <RotateCcw size={12} aria-hidden /> Send again
          </button>
          <button
            type="button"
            className="small"
            disabled={cut}
            title={cut ? "The record has only the beginning of its body" : "Opens the form with it"}
            onClick={() => void editMessage(workbench, id)}
          >
            <Pencil size={12} aria-hidden /> Edit and send
          </button>
          <button
            type="button"
            className="small"
            disabled={cut}
            title={cut ? "The record has only the beginning of its body" : "Keeps it under a name, to send it again"}
            onClick={() => workbench.composer.askName(draftOf(message))}
          >
            <BookmarkPlus size={12} aria-hidden /> Save as template
          </button>
        </fieldset>
      )}
    </div>
  );
}

function Sender({ message: { id, from } }: { readonly message: MessageView }) {
  const workbench = useWorkbench();
  const invocation = from.kind === "invocation" ? from.invocation : undefined;
  const read = useInvocationMessages(invocation).value;
  if (from.kind === "person") return <span>from you</span>;
  const call = [...(read?.pairs ?? [])].find(([, sent]) => sent === id)?.[0];
  return (
    <span>
      from {from.component},{" "}
      {call === undefined ? (
        <button type="button" className="link" onClick={() => openInvocation(workbench, from.invocation)}>
          invocation {from.invocation}
        </button>
      ) : (
        <button
          type="button"
          className="link"
          title="Show the host call that sent it"
          onClick={() => workbench.route.go(["activity"], { inv: String(from.invocation), call: String(call) })}
        >
          invocation {from.invocation}, call {call}
        </button>
      )}
    </span>
  );
}

function Problem({ message }: { readonly message: MessageView }) {
  const { problem, deliveries, kind, backend, subject } = message;
  if (problem === undefined) return null;
  if (deliveries.length > 0 || kind === "reply") {
    return <p className={styles["problem"]}>{sentence(problem)}</p>;
  }
  return <NoSubscriber bus={backend} subject={subject} problem={sentence(problem)} message={message.id} />;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
