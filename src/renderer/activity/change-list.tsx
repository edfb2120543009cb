import type { ChangeView, WriterView } from "../../shared/model.ts";
import { Empty } from "../design/view-state.tsx";
import { BytesText } from "../viewers/value-preview.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./change-list.module.css";

/** What an invocation changed in its host's state, in order. */
export function ChangeList({ changes }: { readonly changes: readonly ChangeView[] }) {
  const { route } = useWorkbench();
  if (changes.length === 0) return <Empty title="No changes">This invocation wrote and deleted nothing.</Empty>;
  return (
    <ol className={styles["changes"]} aria-label="Changes">
      {changes.map((change) => (
        <li key={change.version}>
          <div className={styles["head"]}>
            <button
              type="button"
              className="link"
              onClick={() => route.go(["keyvalue", change.backend, change.bucket], { key: change.key })}
            >
              {change.bucket}/{change.key}
            </button>
            <span className="dim">
              {actOf(change.writer)} · version {change.version}
            </span>
          </div>
          <div className={styles["pair"]}>
            <div>
              <span className={styles["name"]}>before</span>
              {change.before === undefined ? (
                <span className="dim">no such key</span>
              ) : (
                <BytesText {...change.before} />
              )}
            </div>
            <div>
              <span className={styles["name"]}>after</span>
              {change.after === undefined ? <span className="warn">deleted</span> : <BytesText {...change.after} />}
            </div>
          </div>
        </li>
      ))}
    </ol>
  );
}

function actOf(writer: WriterView): string {
  switch (writer.kind) {
    case "invocation":
      return writer.function;
    case "person":
      return writer.action;
    case "seed":
      return "seed";
  }
}
