import { CircleCheck, CircleMinus, FilePlus, RefreshCw, Replace } from "lucide-react";
import { useState } from "react";
import type { ImportPlanView, ImportRow } from "../../shared/model.ts";
import { CopyButton } from "../design/copy-button.tsx";
import { Empty, Loading } from "../design/view-state.tsx";
import { Split } from "../layout/split.tsx";
import { useStore } from "../store/value-store.ts";
import { JsoncText } from "../viewers/jsonc-text.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./import-view.module.css";
import { kindWords, outcomeCounts, rowsByFile } from "./import-words.ts";

const looks = {
  mapped: { icon: CircleCheck, tone: "ok", word: "Mapped" },
  changed: { icon: Replace, tone: "warn", word: "Changed" },
  ignored: { icon: CircleMinus, tone: "dim", word: "Ignored" },
} as const satisfies Record<ImportRow["outcome"], unknown>;

/** What another tool's files say, what becomes of each thing, and the project file that would be written. */
export function ImportView() {
  const { imports, route } = useWorkbench();
  const { plan, reading } = useStore(imports);
  if (plan !== undefined) {
    return <Split name="import" detailSize={46} list={<Report plan={plan} />} detail={<Proposal plan={plan} />} />;
  }
  if (reading) return <Loading label="Reading the project" />;
  return (
    <Empty
      title="There is nothing to import"
      action={
        <button type="button" onClick={() => route.go(["activity"])}>
          Go to Activity
        </button>
      }
    >
      A folder with a wasmcloud.toml, a configuration of wash, a wadm manifest, a spin.toml, or a plain cargo, npm or Go
      component can be imported as long as it has no vitrine.jsonc.
    </Empty>
  );
}

function Report({ plan }: { readonly plan: ImportPlanView }) {
  const { imports, toasts } = useWorkbench();
  const readAgain = () => {
    imports.read().catch((error: unknown) => toasts.failed("The files could not be read again.", error));
  };
  return (
    <section className={styles["report"]} aria-label="What was read">
      <header className={styles["head"]}>
        <h2>Import from {kindWords[plan.kind]}</h2>
        <p className="dim">
          {outcomeCounts(plan.rows)}. These files stay as they are.{" "}
          <button type="button" className="small" onClick={readAgain}>
            <RefreshCw size={12} aria-hidden /> Read them again
          </button>
        </p>
      </header>
      {rowsByFile(plan.rows).map(({ file, rows }) => (
        <section key={file} aria-label={file}>
          <h3 className="mono">{file}</h3>
          <ul className={styles["rows"]}>
            {rows.map((row, index) => (
              <Row key={`${row.line ?? ""} ${row.from} ${index}`} row={row} />
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

function Row({ row }: { readonly row: ImportRow }) {
  const { icon: Icon, tone, word } = looks[row.outcome];
  return (
    <li>
      <span className={`${styles["outcome"]} ${tone}`}>
        <Icon size={14} aria-hidden /> {word}
      </span>
      <span className="num dim" title="Line">
        {row.line}
      </span>
      <div className={styles["what"]}>
        <p>
          <code>{row.from}</code>
          {row.to !== undefined && (
            <>
              {" "}
              <span className="dim">becomes</span> <code>{row.to}</code>
            </>
          )}
        </p>
        {row.reason !== "" && <p className={styles["reason"]}>{row.reason}</p>}
      </div>
    </li>
  );
}

function Proposal({ plan }: { readonly plan: ImportPlanView }) {
  const { imports, project, route, toasts } = useWorkbench();
  const [writing, setWriting] = useState(false);
  const write = async () => {
    setWriting(true);
    try {
      await imports.accept();
      const [first] = project.get().project?.components ?? [];
      route.go(first === undefined ? ["activity"] : ["component", first.name]);
      toasts.done("vitrine.jsonc was written. From now on it is what Vitrine reads.");
    } catch (error) {
      toasts.failed("vitrine.jsonc was not written.", error);
    } finally {
      setWriting(false);
    }
  };
  return (
    <section className={styles["proposal"]} aria-label="Proposed project file">
      <header className={styles["bar"]}>
        <h2 className="mono">vitrine.jsonc</h2>
        <CopyButton label="Copy the proposed file" text={() => plan.text} />
        <button type="button" className="primary" disabled={writing} onClick={() => void write()}>
          <FilePlus size={14} aria-hidden /> {writing ? "Writing" : "Write vitrine.jsonc"}
        </button>
      </header>
      <JsoncText label="Proposed vitrine.jsonc" text={plan.text} />
    </section>
  );
}
