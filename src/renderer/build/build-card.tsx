import { Hammer, PanelBottom, Square } from "lucide-react";
import type { ComponentView } from "../../shared/model.ts";
import { useElapsed } from "../activity/use-elapsed.ts";
import { shortDigest } from "../format/quantity.ts";
import { useStore } from "../store/value-store.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { buildNow, cancelBuild, openOutput } from "./build-actions.ts";
import styles from "./build-card.module.css";
import { BuildMark, buildTone } from "./build-mark.tsx";
import { LoopNotice } from "./loop-notice.tsx";
import { endWords, runSentence, sentence, staleWords } from "./run-words.ts";
import { TrustQuestion } from "./trust-question.tsx";
import { useNow } from "./use-now.ts";

const TAIL_LINES = 8;

/** On a component's card: its build command, how it goes or went, and what serves meanwhile. Nothing without a command. */
export function BuildCard({ component }: { readonly component: ComponentView }) {
  const workbench = useWorkbench();
  const run = useStore(workbench.builds).runs.find((each) => each.component === component.name);
  const running = run?.state === "running";
  const elapsed = useElapsed(run?.startedAt ?? 0, running);
  const now = useNow(1000, run !== undefined && !running);
  if (run === undefined) return null;
  const failed = run.state === "failed" || run.state === "timed-out";
  const serving =
    component.build === undefined ? "nothing serves yet" : `serving ${shortDigest(component.build.digest)}`;
  // Before anything was built there is nothing that sources could have changed since.
  const stale = run.run === 0 && component.build === undefined ? undefined : staleWords(run, now);
  // A failure is told by its age first: how it ended comes after that.
  const state = failed && stale !== undefined ? sentence(stale) : runSentence(run, elapsed);
  const rest = [
    run.state === "failed" ? endWords(run) : failed ? undefined : stale,
    running || stale !== undefined || component.build === undefined ? serving : undefined,
  ].filter((words) => words !== undefined);
  return (
    <section className={styles["card"]} aria-label="Build command">
      <div className={styles["line"]}>
        <span className={`${styles["state"]} ${buildTone(run.state)}`}>
          <BuildMark state={run.state} /> {state}
        </span>
        {rest.length > 0 && <span className="dim">{rest.join("; ")}</span>}
        <code className="cut" title={run.command}>
          {run.command}
        </code>
        <span className={styles["acts"]}>
          {run.run > 0 && (
            <button type="button" className="small" onClick={() => openOutput(workbench, component.name)}>
              <PanelBottom size={12} aria-hidden /> Open output
            </button>
          )}
          {run.state === "waiting-for-trust" ? (
            <TrustQuestion />
          ) : running ? (
            <button type="button" className="small" onClick={() => void cancelBuild(workbench, component.name)}>
              <Square size={10} fill="currentColor" aria-hidden /> Cancel build
            </button>
          ) : (
            <button
              type="button"
              className="small"
              title="Ctrl R"
              onClick={() => void buildNow(workbench, component.name)}
            >
              <Hammer size={12} aria-hidden /> Build now
            </button>
          )}
        </span>
      </div>
      {failed && run.tail !== "" && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys
        <pre className={styles["tail"]} tabIndex={0} aria-label="Last lines of the build">
          {run.tail.split("\n").slice(-TAIL_LINES).join("\n")}
        </pre>
      )}
      <LoopNotice run={run} />
    </section>
  );
}
