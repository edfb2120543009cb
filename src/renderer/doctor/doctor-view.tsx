import { CircleCheck, CircleDashed, CircleX, RefreshCw, TriangleAlert, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { DoctorProgress, DoctorReport, DoctorRow } from "../../shared/model.ts";
import { useStudioEvent } from "../connection/use-loaded.ts";
import { CopyButton } from "../design/copy-button.tsx";
import { Empty, Failed } from "../design/view-state.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { type DoctorWord, reportText, sortedRows, wordOf } from "./doctor-text.ts";
import styles from "./doctor-view.module.css";

const looks = {
  Ok: { icon: CircleCheck, tone: "ok" },
  Optional: { icon: CircleDashed, tone: "dim" },
  Warning: { icon: TriangleAlert, tone: "warn" },
  Problem: { icon: CircleX, tone: "bad" },
} as const satisfies Record<DoctorWord, unknown>;

interface Examination {
  readonly running: boolean;
  /** While it runs: how far it is. */
  readonly progress?: DoctorProgress;
  readonly report?: DoctorReport;
  readonly error?: string;
}

/** What of this machine Vitrine and the builds need, what was found, and what to do where something is missing. */
export function DoctorView() {
  const { api, session } = useWorkbench();
  const [state, setState] = useState<Examination>({ running: true });
  const abort = useRef<AbortController>(undefined);
  const examine = () => {
    abort.current?.abort();
    const own = new AbortController();
    abort.current = own;
    setState(({ report: before }) => ({ running: true, ...(before === undefined ? {} : { report: before }) }));
    api.doctor(own.signal).then(
      (report) => !own.signal.aborted && setState({ running: false, report }),
      (error: Error) => !own.signal.aborted && setState({ running: false, error: error.message }),
    );
  };
  useEffect(() => {
    const stop = session.onReady(examine);
    return () => {
      stop();
      abort.current?.abort();
    };
    // Examined when the view is opened and when the studio returns; else when asked.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [api, session]);
  useStudioEvent("doctor-progressed", (progress) =>
    setState((before) => (before.running ? { ...before, progress } : before)),
  );
  const cancel = () => {
    abort.current?.abort();
    setState(({ report: before }) => ({ running: false, ...(before === undefined ? {} : { report: before }) }));
  };
  const { running, report, error, progress } = state;
  if (error !== undefined) return <Failed title="This machine could not be checked" error={error} onRetry={examine} />;
  if (report === undefined) {
    return running ? (
      <Empty title="Checking this machine" action={<CancelButton onCancel={cancel} />}>
        <Progress progress={progress} />
      </Empty>
    ) : (
      <Empty
        title="This machine was not checked"
        action={
          <button type="button" className="primary" onClick={examine}>
            Check this machine
          </button>
        }
      >
        The examination was cancelled. Its report tells what Vitrine and the builds need, and what is missing.
      </Empty>
    );
  }
  return (
    <article className={styles["doctor"]} aria-label="Doctor" aria-busy={running}>
      <header className={styles["head"]}>
        <div>
          <h2>Doctor</h2>
          <p className="dim">
            Vitrine {report.vitrine} on {report.platform}.{" "}
            {running ? <Progress progress={progress} /> : <output>{verdict(report.rows)}</output>}
          </p>
        </div>
        <span className={styles["acts"]}>
          <CopyButton label="Copy report" withText text={() => reportText(report)} />
          {running ? (
            <CancelButton onCancel={cancel} />
          ) : (
            <button type="button" className="small" onClick={examine}>
              <RefreshCw size={12} aria-hidden /> Check again
            </button>
          )}
        </span>
      </header>
      <ul className={styles["rows"]} aria-label="What was checked">
        {sortedRows(report.rows).map((row) => (
          <Row key={row.name} row={row} />
        ))}
      </ul>
    </article>
  );
}

function CancelButton({ onCancel }: { readonly onCancel: () => void }) {
  return (
    <button type="button" className="small" onClick={onCancel}>
      <X size={12} aria-hidden /> Cancel
    </button>
  );
}

function Progress({ progress }: { readonly progress: DoctorProgress | undefined }) {
  if (progress === undefined) return <span>Checking</span>;
  const { checked, of, last } = progress;
  return (
    <span className={styles["progress"]}>
      <progress aria-label="Checked" value={checked} max={of} /> {checked} of {of}, last {last}
    </span>
  );
}

function Row({ row }: { readonly row: DoctorRow }) {
  const { icon: Icon, tone } = looks[wordOf(row)];
  const { fix } = row;
  return (
    <li>
      <span className={`${styles["status"]} ${tone}`}>
        <Icon size={14} aria-hidden /> {wordOf(row)}
      </span>
      <span className={styles["name"]}>{row.name}</span>
      <span className={styles["found"]}>{row.found}</span>
      {fix !== undefined && (
        <div className={styles["fix"]}>
          <p>{fix}</p>
          <CopyButton label={`Copy what to do about ${row.name}`} text={() => fix} />
        </div>
      )}
    </li>
  );
}

function verdict(rows: readonly DoctorRow[]): string {
  const of = (status: DoctorRow["status"]) => rows.filter((row) => row.status === status).length;
  const [problems, warnings] = [of("problem"), of("warning")];
  if (problems + warnings === 0) return "All is well.";
  return [
    ...(problems > 0 ? [`${problems} ${problems === 1 ? "problem" : "problems"}`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? "warning" : "warnings"}`] : []),
  ].join(", ");
}
