import { CornerDownLeft, Play, Square } from "lucide-react";
import { outcomeLook } from "../activity/outcome-look.ts";
import { useElapsed } from "../activity/use-elapsed.ts";
import { useLoaded, useStudioEvent } from "../connection/use-loaded.ts";
import { CopyButton } from "../design/copy-button.tsx";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { duration } from "../format/quantity.ts";
import { useStore } from "../store/value-store.ts";
import { TerminalFind } from "../terminal/terminal-find.tsx";
import { TerminalPane } from "../terminal/terminal-pane.tsx";
import { openInvocation } from "../workbench/actions.ts";
import { useProject, useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import type { RunSession } from "./run-session.ts";
import styles from "./run-view.module.css";

/** Runs a `wasi:cli/run` component, with a terminal for its input and output. */
export function RunView() {
  const { api, runs, route } = useWorkbench();
  const project = useProject();
  const { params } = useRoute();
  const names = (project?.components ?? []).map((component) => component.name);
  const runnable = useLoaded(`runnable.${names.join("\n")}`, async () => {
    const views = await Promise.all(names.map((name) => api.component(name)));
    return views.filter(({ exports }) => exports.some(({ kind }) => kind === "run")).map(({ name }) => name);
  });
  useStudioEvent("project-changed", runnable.reload);
  if (runnable.value === undefined) {
    return runnable.error === undefined ? (
      <Loading label="Reading the components" />
    ) : (
      <Failed title="The components could not be read" error={runnable.error.message} onRetry={runnable.reload} />
    );
  }
  const wished = params["component"];
  const component = wished !== undefined && runnable.value.includes(wished) ? wished : runnable.value[0];
  if (component === undefined) return <NothingToRun />;
  const session = runs.of(component);
  return (
    <section className={styles["view"]} aria-label={`Run ${component}`}>
      <Bar
        component={component}
        components={runnable.value}
        session={session}
        onChoose={(name) => route.patch({ component: name })}
      />
      <TerminalPane key={component} screen={session.terminal.screen} />
      <Foot component={component} session={session} />
    </section>
  );
}

interface BarProps {
  readonly component: string;
  readonly components: readonly string[];
  readonly session: RunSession;
  readonly onChoose: (component: string) => void;
}

function Bar({ component, components, session, onChoose }: BarProps) {
  const { phase, args, stopping } = useStore(session);
  const running = phase === "running";
  const start = () => {
    void session.start();
    session.terminal.screen.focus();
  };
  return (
    <form
      className={styles["bar"]}
      aria-label="Run"
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <select aria-label="Component" value={component} onChange={(event) => onChoose(event.target.value)}>
        {components.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <input
        className="mono"
        aria-label="Arguments of the program"
        placeholder="Arguments, parted as in a shell"
        spellCheck={false}
        value={args}
        onChange={(event) => session.setArgs(event.target.value)}
      />
      {/* Keys: as one element, the button that stops would become the one that submits before its click is through. */}
      {running ? (
        <button
          key="stop"
          type="button"
          disabled={stopping}
          title="Ctrl C in the terminal"
          onClick={() => session.stop()}
        >
          <Square size={11} fill="currentColor" aria-hidden /> Stop
        </button>
      ) : (
        <button key="run" type="submit" className="primary">
          <Play size={13} aria-hidden /> Run
        </button>
      )}
      <TerminalFind screen={session.terminal.screen} label="Search the terminal" />
      <CopyButton label="Copy what the terminal shows" text={() => session.terminal.screen.text()} />
    </form>
  );
}

function Foot({ component, session }: { readonly component: string; readonly session: RunSession }) {
  const workbench = useWorkbench();
  const { phase, reply, error, startedAt, inputEnded, stopping } = useStore(session);
  const { rows } = useStore(workbench.invocations);
  const elapsed = useElapsed(startedAt ?? 0, phase === "running");
  const own = rows.findLast((row) => row.kind === "run" && row.component === component && row.outcome === undefined);
  const invocation = phase === "running" ? own?.id : reply?.invocation;
  return (
    <div className={styles["foot"]}>
      {phase === "idle" && (
        <span className="dim">Not started. Its output appears above, and what you type goes to it.</span>
      )}
      {phase === "running" && (
        <>
          <span className={styles["figure"]}>
            {stopping ? "Stopping" : "Running"} for {duration(elapsed)}
          </span>
          {inputEnded ? (
            <span className="dim">its input has ended</span>
          ) : (
            <button type="button" className="small" title="Ctrl D in the terminal" onClick={() => session.endInput()}>
              <CornerDownLeft size={12} aria-hidden /> End its input
            </button>
          )}
        </>
      )}
      <output>
        {reply !== undefined && (
          <span className={outcomeLook({ outcome: reply.outcome }).tone}>
            {outcomeLook({ outcome: reply.outcome }).long} after {duration(reply.durationMs)}
          </span>
        )}
        {error !== undefined && <span className="bad">{error}</span>}
      </output>
      {invocation !== undefined && (
        <button type="button" className="link" onClick={() => openInvocation(workbench, invocation)}>
          See what invocation {invocation} {phase === "running" ? "does" : "did"}
        </button>
      )}
      <span className={`${styles["keys"]} dim`}>Ctrl C stops, Ctrl D ends the input, ↑ ↓ earlier lines</span>
    </div>
  );
}

function NothingToRun() {
  const { route } = useWorkbench();
  return (
    <Empty
      title="No component runs as a command"
      action={
        <button type="button" onClick={() => route.go(["exports"])}>
          See what can be called
        </button>
      }
    >
      A component that exports wasi:cli/run and has linked is run here, with a terminal for its input and output.
    </Empty>
  );
}
