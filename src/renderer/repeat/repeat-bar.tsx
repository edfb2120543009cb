import { Pencil, RotateCcw, SquareTerminal } from "lucide-react";
import type { InvocationDetail } from "../../shared/model.ts";
import { curlText } from "../call/curl-text.ts";
import { CopyButton } from "../design/copy-button.tsx";
import { useStore } from "../store/value-store.ts";
import { useProject, useWorkbench } from "../workbench/workbench-context.ts";
import { argumentsOf, invokeText } from "./invoke-text.ts";
import { callSame, editArguments, sendSame } from "./repeat-actions.ts";
import styles from "./repeat-bar.module.css";
import { baseUrl, repeatableRequest } from "./repeat-http.ts";

/** The ways to do once more what made an invocation happen. */
export function RepeatBar({ invocation }: { readonly invocation: InvocationDetail }) {
  switch (invocation.kind) {
    case "http":
      return <RepeatRequest invocation={invocation} />;
    case "function":
      return <RepeatCall invocation={invocation} />;
    case "run":
      return <RepeatRun component={invocation.component} />;
    case "message":
      return null;
  }
}

function RepeatRequest({ invocation }: { readonly invocation: InvocationDetail }) {
  const workbench = useWorkbench();
  const project = useProject();
  const { sending } = useStore(workbench.requests);
  const again = repeatableRequest(invocation);
  if (again === undefined) return null;
  const { draft, incomplete } = again;
  const base = project === undefined ? undefined : baseUrl(project.triggers, invocation.component);
  return (
    <fieldset className={styles["bar"]} aria-label="Repeat">
      <button
        type="button"
        className="small"
        disabled={sending !== undefined || incomplete !== undefined}
        title="Same method, path, headers and body"
        onClick={() => void sendSame(workbench, again)}
      >
        <RotateCcw size={12} aria-hidden /> Send again
      </button>
      <button
        type="button"
        className="small"
        disabled={draft === undefined}
        title={
          draft === undefined ? "Its body is no text, which the composer cannot hold" : "Opens the composer with it"
        }
        onClick={() => {
          if (draft === undefined) return;
          workbench.requests.compose(draft);
          workbench.route.go(["http"]);
        }}
      >
        <Pencil size={12} aria-hidden /> Edit and send
      </button>
      {base !== undefined && incomplete === undefined && (
        <CopyButton label="Copy as cURL" withText text={() => curlText(again.request, base)} />
      )}
      {incomplete !== undefined && <span className="warn">{incomplete}</span>}
    </fieldset>
  );
}

function RepeatCall({ invocation }: { readonly invocation: InvocationDetail }) {
  const workbench = useWorkbench();
  const project = useProject();
  const args = argumentsOf(invocation);
  if (args === undefined || project === undefined) return null;
  return (
    <fieldset className={styles["bar"]} aria-label="Repeat">
      <button
        type="button"
        className="small"
        title="Same function and arguments"
        onClick={() => void callSame(workbench, invocation)}
      >
        <RotateCcw size={12} aria-hidden /> Call again
      </button>
      <button type="button" className="small" onClick={() => void editArguments(workbench, invocation)}>
        <Pencil size={12} aria-hidden /> Edit arguments
      </button>
      <CopyButton
        label="Copy as vitrine invoke"
        withText
        text={() => invokeText(project.path, invocation.component, invocation.title, args)}
      />
    </fieldset>
  );
}

function RepeatRun({ component }: { readonly component: string }) {
  const { route } = useWorkbench();
  return (
    <fieldset className={styles["bar"]} aria-label="Repeat">
      <button type="button" className="small" onClick={() => route.go(["run"], { component })}>
        <SquareTerminal size={12} aria-hidden /> Open its terminal
      </button>
    </fieldset>
  );
}
