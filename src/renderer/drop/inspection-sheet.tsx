import { Heading } from "react-aria-components";
import type { CheckedComponent, ContractReport } from "../../shared/model.ts";
import { wrappingText } from "../../shared/wrapping.ts";
import { word } from "../call/shell-text.ts";
import { exportKindWords } from "../component/export-kind-words.ts";
import { ImportList } from "../component/import-list.tsx";
import { CopyButton } from "../design/copy-button.tsx";
import { Failed, Loading } from "../design/view-state.tsx";
import { WindowDialog } from "../design/window-dialog.tsx";
import { byteSize } from "../format/quantity.ts";
import type { Inspection } from "../project/desk-store.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./inspection-sheet.module.css";
import { verdictOf } from "./verdict.ts";

interface InspectionSheetProps {
  readonly inspection: Inspection | undefined;
  readonly onClose: () => void;
}

/** What something asks of this host, before anything of it runs; and the way to open it. */
export function InspectionSheet({ inspection, onClose }: InspectionSheetProps) {
  return (
    <WindowDialog open={inspection !== undefined} onClose={onClose} width={760} className={styles["dialog"]}>
      {inspection !== undefined && (
        <>
          <header className={styles["head"]}>
            <Heading slot="title" className={styles["title"] ?? ""}>
              {inspection.name}
            </Heading>
            <p className="dim">
              Nothing of it has run.
              {inspection.others > 0 && ` It came with ${inspection.others} more, which were left out.`}
            </p>
          </header>
          <Content inspection={inspection} />
          <Foot inspection={inspection} onClose={onClose} />
        </>
      )}
    </WindowDialog>
  );
}

function Content({ inspection }: { readonly inspection: Inspection }) {
  switch (inspection.phase) {
    case "reading":
      return <Loading label={`Reading ${inspection.name}`} rows={4} />;
    case "failed":
      return <Failed title={`${inspection.name} cannot be read`} error={inspection.error} />;
    case "folder":
      return (
        <p className={styles["text"]}>
          A browser does not tell a page where a folder is. Drop a component (.wasm) to see what it asks of its host, or
          show the folder from a terminal:
        </p>
      );
    case "done":
      return (
        <div className={styles["report"]}>
          {inspection.report.importedFrom !== undefined && (
            <p className={styles["text"]}>
              It has no vitrine.jsonc. It would run on what {inspection.report.importedFrom} says; nothing is written
              until you accept it.
            </p>
          )}
          {inspection.report.commands.length > 0 && (
            <p className={styles["text"]}>
              Builds with{" "}
              {inspection.report.commands.map((command) => (
                <code key={command}>{command}</code>
              ))}
              , which runs once you trust the folder, never before.
            </p>
          )}
          {inspection.report.components.map((component) => (
            <Component key={component.name} component={component} report={inspection.report} />
          ))}
        </div>
      );
  }
}

function Component({ component, report }: { readonly component: CheckedComponent; readonly report: ContractReport }) {
  const { tone, text } = verdictOf(component, report.hostProfile);
  return (
    <section className={styles["component"]} aria-label={component.name}>
      <div className={styles["facts"]}>
        <h3>{component.name}</h3>
        {component.size !== undefined && <span className="dim">{byteSize(component.size)}</span>}
        <span className={tone}>{text}</span>
      </div>
      {component.error === undefined && (
        <>
          {component.wrapped !== undefined && <p className={styles["note"]}>{wrappingText(component.wrapped)}</p>}
          <p className={styles["exports"]}>
            {component.exports.length === 0
              ? "It exports nothing that could be called."
              : component.exports.map((each) => (
                  <span key={each.name}>
                    <span className="mono">{each.name}</span> <span className="dim">{exportKindWords[each.kind]}</span>
                  </span>
                ))}
          </p>
          {component.exports.map(
            ({ name, note }) =>
              note !== undefined && (
                <p key={name} className={styles["note"]}>
                  {note}
                </p>
              ),
          )}
          {component.imports.length > 0 && <ImportList imports={component.imports} />}
        </>
      )}
    </section>
  );
}

function Foot({ inspection, onClose }: { readonly inspection: Inspection; readonly onClose: () => void }) {
  const { desk, project, toasts } = useWorkbench();
  const path = inspection.phase === "done" ? inspection.report.path : undefined;
  const open = () => {
    if (path === undefined) return;
    desk.open(path).then(onClose, (error: unknown) => toasts.failed(`${inspection.name} was not opened.`, error));
  };
  const command = `vitrine serve ${word(inspection.name)}`;
  return (
    <footer className={styles["foot"]}>
      {!desk.inApp && inspection.phase !== "failed" && (
        <div className={styles["command"]}>
          <span className="dim">To run it, where it lies:</span>
          <code>{command}</code>
          <CopyButton label="Copy command" text={() => command} />
        </div>
      )}
      <span className={styles["acts"]}>
        {desk.inApp && path !== undefined && project.get().project !== undefined && (
          <span className="dim">It takes the place of what this window shows.</span>
        )}
        <button type="button" onClick={onClose}>
          {desk.inApp && path !== undefined ? "Cancel" : "Close"}
        </button>
        {desk.inApp && path !== undefined && (
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the one next act of a dialog somebody asked for
          <button type="button" className="primary" autoFocus onClick={open}>
            Open
          </button>
        )}
      </span>
    </footer>
  );
}
