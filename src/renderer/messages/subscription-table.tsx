import { Send } from "lucide-react";
import type { SubscriptionView } from "../../shared/model.ts";
import type { Loaded } from "../connection/use-loaded.ts";
import { CopyButton } from "../design/copy-button.tsx";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { count } from "../format/quantity.ts";
import { useProject, useWorkbench } from "../workbench/workbench-context.ts";
import { composeMessage } from "./message-actions.ts";
import { emptyDraft } from "./message-draft.ts";
import { filterTerm, subjectFor, waitWords } from "./message-words.ts";
import styles from "./subscription-table.module.css";

/** Which component listens to what, and how that goes. */
export function SubscriptionTable({ subscriptions }: { readonly subscriptions: Loaded<readonly SubscriptionView[]> }) {
  const { value, error, reload } = subscriptions;
  if (value === undefined) {
    return error === undefined ? (
      <Loading label="Reading subscriptions" />
    ) : (
      <Failed title="The subscriptions could not be read" error={error.message} onRetry={reload} />
    );
  }
  if (value.length === 0) return <NoSubscriptions />;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys
    <section className={styles["box"]} tabIndex={0} aria-label="Subscriptions">
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col">Pattern</th>
            <th scope="col">Component</th>
            <th scope="col">Bus</th>
            <th scope="col">Queue</th>
            <th scope="col" className="num">
              Waiting
            </th>
            <th scope="col" className="num">
              Running
            </th>
            <th scope="col" className="num">
              Delivered
            </th>
            <th scope="col" className="num">
              Failed
            </th>
            <th scope="col">From</th>
            <th scope="col">
              <span className="sr-only">Publish</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {value.map((each, index) => (
            // The same subscription may stand twice in a project file.
            <Row key={index} subscription={each} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ subscription }: { readonly subscription: SubscriptionView }) {
  const workbench = useWorkbench();
  const { route } = workbench;
  const { backend, subject, queue, component, origin, at, concurrency, waiting, running, delivered, failed } =
    subscription;
  const components = useProject()?.components ?? [];
  const pause = waiting === 0 ? undefined : waitWords(component, components);
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className="link mono"
          title="Show the messages that match"
          onClick={() =>
            route.go(["messages"], { filter: `${filterTerm("subject", subject)} ${filterTerm("bus", backend)}` })
          }
        >
          {subject}
        </button>
      </th>
      <td>
        <button type="button" className="link" onClick={() => route.go(["component", component])}>
          {component}
        </button>
      </td>
      <td>{backend}</td>
      <td>{queue ?? <span className="dim">none</span>}</td>
      <td className={`num mono ${waiting > 0 ? "warn" : ""}`} title={pause}>
        {pause !== undefined && <span className="dim">paused </span>}
        {count(waiting)}
      </td>
      <td className="num mono" title={concurrency === undefined ? undefined : `At most ${concurrency} at a time`}>
        {count(running)}
        {concurrency !== undefined && <span className="dim"> of {concurrency}</span>}
      </td>
      <td className="num mono">{count(delivered)}</td>
      <td className={`num mono ${failed > 0 ? "bad" : ""}`}>{count(failed)}</td>
      <td className="dim">
        {origin === "default" ? (
          <span title="No subscription is in the project file, so each handler listens as with wash dev">default</span>
        ) : (
          (at ?? "vitrine.jsonc")
        )}
      </td>
      <td>
        <button
          type="button"
          className="quiet icon"
          aria-label={`Publish to ${subject}`}
          title="Publish to it"
          onClick={() => composeMessage(workbench, emptyDraft(backend, subjectFor(subject)))}
        >
          <Send size={13} aria-hidden />
        </button>
      </td>
    </tr>
  );
}

function NoSubscriptions() {
  const project = useProject();
  const component = project?.components[0]?.name ?? "worker";
  return (
    <Empty
      title="Nothing subscribes"
      action={
        <CopyButton withText label="Copy a subscription for vitrine.jsonc" text={() => subscriptionText(component)} />
      }
    >
      A component that exports wasmcloud:messaging/handler listens to wasmcloud.dev by itself, unless triggers.messages
      of vitrine.jsonc says what it listens to. None of this project does.
    </Empty>
  );
}

/** For `vitrine.jsonc`: `component` gets what is sent to `subject`. */
export function subscriptionText(component: string, subject = "orders.>", bus?: string): string {
  const trigger = { ...(bus === undefined ? {} : { bus }), subject, component };
  return `"triggers": { "messages": [${JSON.stringify(trigger)}] }`;
}
