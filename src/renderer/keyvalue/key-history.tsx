import type { KeyRef } from "../../shared/contract.ts";
import { useLoaded, useStudioEvent } from "../connection/use-loaded.ts";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { moment } from "../format/moment.ts";
import { BytesText } from "../viewers/value-preview.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./key-history.module.css";
import { Writer } from "./writer.tsx";

const MAX_VERSIONS = 200;

/** Every version of a key that is kept, newest first, with who wrote it. */
export function KeyHistory({ of }: { readonly of: KeyRef }) {
  const { api } = useWorkbench();
  const history = useLoaded(`history.${of.backend}.${of.bucket}.${of.key}`, () => api.keyHistory(of, MAX_VERSIONS));
  useStudioEvent("state-changed", (changed) => {
    if (changed.some((each) => each.backend === of.backend && each.bucket === of.bucket)) history.reload();
  });
  if (history.value === undefined) {
    return history.error === undefined ? (
      <Loading label="Reading the history" />
    ) : (
      <Failed title="The history could not be read" error={history.error.message} onRetry={history.reload} />
    );
  }
  if (history.value.length === 0) return <Empty title="No history">No version of this key is kept any more.</Empty>;
  return (
    <ol className={styles["list"]} aria-label="Versions">
      {history.value.map((change) => (
        <li key={change.version}>
          <div className={styles["head"]}>
            <span className="mono dim">{moment(change.at)}</span>
            <span className="dim">version {change.version}</span>
            <Writer writer={change.writer} version={change.version} />
          </div>
          <div className={styles["value"]}>
            {change.after === undefined ? <span className="warn">deleted</span> : <BytesText {...change.after} />}
          </div>
        </li>
      ))}
    </ol>
  );
}
