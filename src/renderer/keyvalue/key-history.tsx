import type { KeyRef } from "../../shared/contract.ts";
import type { BytesPreview } from "../../shared/model.ts";
import { useLoaded, useStudioEvent } from "../connection/use-loaded.ts";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { moment } from "../format/moment.ts";
import { byteSize } from "../format/quantity.ts";
import { BytesText } from "../viewers/value-preview.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./key-history.module.css";
import { Writer } from "./writer.tsx";

const MAX_VERSIONS = 200;

interface KeyHistoryProps {
  readonly of: KeyRef;
  /** What a key is called where it is of another kind. */
  readonly noun?: string;
  /** Beside each value the one it replaced. */
  readonly withBefore?: boolean;
}

/** Every version of a key that is kept, newest first, with who wrote it. */
export function KeyHistory({ of, noun = "key", withBefore = false }: KeyHistoryProps) {
  const { api } = useWorkbench();
  const history = useLoaded(`history.${JSON.stringify(of)}`, () => api.keyHistory(of, MAX_VERSIONS));
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
  if (history.value.length === 0) return <Empty title="No history">No version of this {noun} is kept any more.</Empty>;
  return (
    <ol className={styles["list"]} aria-label="Versions">
      {history.value.map((change) => (
        <li key={change.version}>
          <div className={styles["head"]}>
            <span className="mono dim">{moment(change.at)}</span>
            <span className="dim">version {change.version}</span>
            <Writer writer={change.writer} version={change.version} />
          </div>
          {withBefore && (
            <div className={styles["value"]}>
              <span className="dim">before</span>{" "}
              {change.before === undefined ? <span className="dim">no such {noun}</span> : <Start of={change.before} />}
            </div>
          )}
          <div className={styles["value"]}>
            {withBefore && <span className="dim">after </span>}
            {change.after === undefined ? (
              <span className="warn">deleted</span>
            ) : withBefore ? (
              <Start of={change.after} />
            ) : (
              <BytesText {...change.after} />
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** A few lines of what may be long, and how long it is. */
function Start({ of }: { readonly of: BytesPreview }) {
  return (
    <>
      <span className="dim">{byteSize(of.total)}</span>
      <div className={styles["start"]}>
        <BytesText {...of} />
      </div>
    </>
  );
}
