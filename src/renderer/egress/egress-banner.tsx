import { Globe } from "lucide-react";
import type { EgressAnswer, EgressQuestion } from "../../shared/contract.ts";
import { useStore } from "../store/value-store.ts";
import { openInvocation } from "../workbench/actions.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./egress-banner.module.css";
import { shortUrl } from "./short-url.ts";

/** Asks whether a component may send a request to a place that the project does not name; it waits meanwhile. */
export function EgressBanner() {
  const { egress } = useWorkbench();
  return useStore(egress).map((question) => <Question key={question.id} question={question} />);
}

function Question({ question }: { readonly question: EgressQuestion }) {
  const workbench = useWorkbench();
  const answer = (given: EgressAnswer) => {
    workbench.egress
      .answer(question, given)
      .catch((error: unknown) => workbench.toasts.failed("The answer did not reach the studio.", error));
  };
  return (
    <section className={styles["question"]} role="alert" aria-label="Outgoing request">
      <Globe size={15} aria-hidden />
      <p>
        <b>{question.component}</b> wants to send{" "}
        <span className="mono" title={question.url}>
          {question.method} {shortUrl(question.url)}
        </span>
        , which the project does not allow.{" "}
        <button type="button" className="link" onClick={() => openInvocation(workbench, question.invocation)}>
          Invocation {question.invocation}
        </button>{" "}
        waits.
      </p>
      <button type="button" className="small" onClick={() => answer("once")}>
        Allow once
      </button>
      {question.rememberable && (
        <button
          type="button"
          className="small"
          title={`Adds ${question.origin} to egress.allow in the project file`}
          onClick={() => answer("project")}
        >
          Always allow in this project
        </button>
      )}
      <button type="button" className="small" onClick={() => answer("deny")}>
        Refuse
      </button>
    </section>
  );
}
