import { CircleX, Info, TriangleAlert } from "lucide-react";
import type { ProblemSeverity, ProblemView } from "../../shared/model.ts";
import { CopyButton } from "../design/copy-button.tsx";
import { Empty, Loading } from "../design/view-state.tsx";
import { moment } from "../format/moment.ts";
import { openOutput } from "../build/build-actions.ts";
import { FixBlock } from "../project/fix-block.tsx";
import { PlaceLink } from "../settings/place-link.tsx";
import { useStore } from "../store/value-store.ts";
import { useProject, useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./problems-view.module.css";

const looks = {
  error: { icon: CircleX, tone: "bad", word: "Error" },
  warning: { icon: TriangleAlert, tone: "warn", word: "Warning" },
  info: { icon: Info, tone: "dim", word: "Note" },
} as const satisfies Record<ProblemSeverity, unknown>;

const order: readonly ProblemSeverity[] = ["error", "warning", "info"];

/** What a person should look at, gravest first. */
export function ProblemsView() {
  const project = useProject();
  if (project === undefined) return <Loading label="Reading the project" />;
  const problems = [...project.problems].sort(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || b.since - a.since,
  );
  if (problems.length === 0) {
    return (
      <Empty title="No problems">
        Builds that do not link, imports that nobody offers, taken ports and mistakes in the project file appear here,
        each with what to do.
      </Empty>
    );
  }
  return (
    <ol className={styles["list"]} aria-label="Problems">
      {problems.map((problem) => (
        <ProblemItem key={problem.id} problem={problem} />
      ))}
    </ol>
  );
}

function ProblemItem({ problem }: { readonly problem: ProblemView }) {
  const workbench = useWorkbench();
  const { route } = workbench;
  const built = useStore(workbench.builds).runs.some((run) => run.component === problem.component && run.run > 0);
  const { icon: Icon, tone, word } = looks[problem.severity];
  const { component, location } = problem;
  return (
    <li className={styles["item"]}>
      <Icon size={16} className={tone} aria-label={word} />
      <div className={styles["text"]}>
        <h2>{problem.title}</h2>
        <p>{detailBeside(problem)}</p>
        {problem.output !== undefined && (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys
          <pre className={styles["output"]} tabIndex={0} aria-label="Last lines of the output">
            {problem.output}
          </pre>
        )}
        {problem.fix !== undefined && <FixBlock fix={problem.fix} of={problem.title} />}
        <p className={styles["where"]}>
          {component !== undefined && (
            <button type="button" className="link" onClick={() => route.go(["component", component])}>
              {component}
            </button>
          )}
          {component !== undefined && built && (
            <button type="button" className="link" onClick={() => openOutput(workbench, component)}>
              Build output
            </button>
          )}
          {location !== undefined && <PlaceLink place={location} />}
          <span className="dim">since {moment(problem.since)}</span>
        </p>
      </div>
      <CopyButton
        label="Copy problem"
        text={() => [problem.title, problem.detail, problem.output, problem.fix, location].filter(Boolean).join("\n")}
      />
    </li>
  );
}

/** Where the detail begins with the title, what comes after it. */
function detailBeside({ title, detail }: ProblemView): string {
  return detail.startsWith(`${title}. `) ? detail.slice(title.length + 2) : detail;
}
