import { Hammer, Square } from "lucide-react";
import type { BuildRunView } from "../../shared/model.ts";
import { useElapsed } from "../activity/use-elapsed.ts";
import { CopyButton } from "../design/copy-button.tsx";
import { Empty } from "../design/view-state.tsx";
import { useStore } from "../store/value-store.ts";
import { TerminalFind } from "../terminal/terminal-find.tsx";
import { TerminalPane } from "../terminal/terminal-pane.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { buildNow, cancelBuild } from "./build-actions.ts";
import { BuildMark, buildTone } from "./build-mark.tsx";
import styles from "./build-output.module.css";
import { LoopNotice } from "./loop-notice.tsx";
import { causeSentence, runSentence } from "./run-words.ts";
import { TrustQuestion } from "./trust-question.tsx";

interface BuildOutputProps {
  readonly component: string;
  /** Take the focus when it appears. */
  readonly focused: boolean;
}

/** One component's build: how it goes, and everything it prints. */
export function BuildOutput({ component, focused }: BuildOutputProps) {
  const { builds } = useWorkbench();
  const run = useStore(builds).runs.find((each) => each.component === component);
  if (run === undefined) return <Empty title={`${component} has no build command`} />;
  return (
    <section className={styles["output"]} aria-label={`Build of ${component}`}>
      <Bar run={run} />
      <LoopNotice run={run} />
      <Body run={run} focused={focused} />
    </section>
  );
}

function Body({ run, focused }: { readonly run: BuildRunView; readonly focused: boolean }) {
  const { builds } = useWorkbench();
  if (run.run > 0) return <TerminalPane screen={builds.screen(run.component).terminal} focused={focused} />;
  if (run.state === "waiting-for-trust") {
    return (
      <Empty title="Nothing of this folder is run yet" action={<TrustQuestion />}>
        Its output appears here once it is built. Read the command first: <code>{run.command}</code>
      </Empty>
    );
  }
  return (
    <Empty title="Not built yet">
      The artefact is newer than its sources, so there was nothing to do. Save a source file, or choose Build now.
    </Empty>
  );
}

function Bar({ run }: { readonly run: BuildRunView }) {
  const workbench = useWorkbench();
  const running = run.state === "running";
  const elapsed = useElapsed(run.startedAt ?? 0, running);
  const { component } = run;
  return (
    <div className={styles["bar"]}>
      <span className={`${styles["state"]} ${buildTone(run.state)}`}>
        <BuildMark state={run.state} /> <RunWords run={run} elapsed={elapsed} />
      </span>
      <code className="cut" title={run.command}>
        {run.command}
      </code>
      <span
        className={`${styles["why"]} cut dim`}
        title={run.cause === undefined ? undefined : causeSentence(run.cause)}
      >
        {run.cause !== undefined && causeSentence(run.cause)}
        {run.behind && running && ", and more changed since"}
        {run.watching === "off" && run.cause === undefined && "only built when asked"}
      </span>
      <span className={styles["acts"]}>
        {run.run > 0 && (
          <>
            <TerminalFind
              screen={workbench.builds.screen(component).terminal}
              label={`Search the output of ${component}`}
            />
            <CopyButton
              label="Copy output without colors"
              text={() => workbench.builds.screen(component).terminal.text()}
            />
          </>
        )}
        {running ? (
          <button type="button" className="small" onClick={() => void cancelBuild(workbench, component)}>
            <Square size={10} fill="currentColor" aria-hidden /> Cancel build
          </button>
        ) : (
          <button
            type="button"
            className="small"
            title="Ctrl R"
            disabled={run.state === "waiting-for-trust"}
            onClick={() => void buildNow(workbench, component)}
          >
            <Hammer size={12} aria-hidden /> Build now
          </button>
        )}
      </span>
    </div>
  );
}

/** A running clock is not read out; how the run ended is. */
function RunWords({ run, elapsed }: { readonly run: BuildRunView; readonly elapsed: number }) {
  return run.state === "running" ? (
    <span className={styles["figure"]}>{runSentence(run, elapsed)}</span>
  ) : (
    <output>{runSentence(run, 0)}</output>
  );
}
