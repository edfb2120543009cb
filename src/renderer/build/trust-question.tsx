import { ShieldQuestionMark } from "lucide-react";
import { useStore } from "../store/value-store.ts";
import { useProject, useWorkbench } from "../workbench/workbench-context.ts";
import { trustFolder } from "./build-actions.ts";
import styles from "./build-output.module.css";

/** Asks, before anything of the folder is run, with the commands as they would be run. */
export function TrustBanner() {
  const { builds } = useWorkbench();
  const project = useProject();
  const { runs, trustPutOff } = useStore(builds);
  const waiting = runs.filter((run) => run.state === "waiting-for-trust");
  if (waiting.length === 0 || trustPutOff || project === undefined) return null;
  return (
    <section className={styles["notice"]} aria-label="Trust this folder?">
      <ShieldQuestionMark size={15} aria-hidden />
      <div style={{ flex: 1, minWidth: 260 }}>
        <p>
          <b>Trust this folder?</b> It asks to run {waiting.length === 1 ? "this" : "these"} with your rights, now and
          whenever sources change:
        </p>
        <dl className={styles["commands"]}>
          {waiting.map((run) => (
            <div key={run.component}>
              <dt>{run.component}</dt>
              <dd>
                <code>{run.command}</code>
              </dd>
            </div>
          ))}
        </dl>
      </div>
      <TrustQuestion onNotNow={() => builds.putTrustOff()} />
    </section>
  );
}

export function TrustQuestion({ onNotNow }: { readonly onNotNow?: () => void }) {
  const workbench = useWorkbench();
  return (
    <div className={styles["trust"]}>
      <button type="button" className="small" onClick={() => void trustFolder(workbench)}>
        Trust and build
      </button>
      {onNotNow !== undefined && (
        <button type="button" className="small" onClick={onNotNow}>
          Not now
        </button>
      )}
    </div>
  );
}
