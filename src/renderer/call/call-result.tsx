import { outcomeLook } from "../activity/outcome-look.ts";
import { CopyButton } from "../design/copy-button.tsx";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { duration } from "../format/quantity.ts";
import { openInvocation } from "../workbench/actions.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import type { CallState } from "./export-call.tsx";
import styles from "./exports-view.module.css";
import { WhyNoResult } from "./why-no-result.tsx";

/** What a typed call brought: its outcome and the value or the error, as JSON. */
export function CallResult({ state, name }: { readonly state: CallState; readonly name: string }) {
  const workbench = useWorkbench();
  switch (state.phase) {
    case "idle":
      return (
        <Empty title="No result yet">Call {name}: its result appears here, with the way to everything it did.</Empty>
      );
    case "running":
      return <Loading label={`Waiting for ${name}`} />;
    case "refused":
      return <Failed title="The call was not made" error={state.error} />;
    case "done": {
      const { reply } = state;
      const look = outcomeLook({ outcome: reply.outcome });
      const shown = reply.error ?? reply.value;
      const text = shown === undefined ? undefined : JSON.stringify(shown, undefined, 2);
      return (
        <section className={styles["result"]} aria-label="Result">
          <div className={styles["resultHead"]}>
            <h2 className={look.tone}>{look.long}</h2>
            <span className="dim">{duration(reply.durationMs)}</span>
            <button type="button" className="link" onClick={() => openInvocation(workbench, reply.invocation)}>
              See what invocation {reply.invocation} did
            </button>
            {text !== undefined && <CopyButton label="Copy result" text={() => text} />}
          </div>
          {text !== undefined ? (
            <pre className={styles["value"]}>{text}</pre>
          ) : reply.outcome === "ok" || reply.outcome === "error" ? (
            <p className="dim">It returned nothing.</p>
          ) : (
            <WhyNoResult invocation={reply.invocation} />
          )}
        </section>
      );
    }
  }
}
