import type { BytesPreview, ChangeView, WriterView } from "../../shared/model.ts";
import { Empty } from "../design/view-state.tsx";
import { BytesText } from "../viewers/value-preview.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./change-list.module.css";
import { changePlace } from "./change-place.ts";

/** What an invocation changed in its host's state, in order. */
export function ChangeList({ changes }: { readonly changes: readonly ChangeView[] }) {
  if (changes.length === 0) return <Empty title="No changes">This invocation wrote and deleted nothing.</Empty>;
  return (
    <ol className={styles["changes"]} aria-label="Changes">
      {changes.map((change) => (
        <Change key={change.version} change={change} />
      ))}
    </ol>
  );
}

function Change({ change }: { readonly change: ChangeView }) {
  const { route } = useWorkbench();
  const { noun, label, path, params } = changePlace(change);
  // A container has no value of its own.
  const there = (side: BytesPreview) =>
    change.kind === "containers" ? <span className="dim">there</span> : <BytesText {...side} />;
  return (
    <li>
      <div className={styles["head"]}>
        <button type="button" className="link" onClick={() => route.go(path, params)}>
          {label}
        </button>
        <span className="dim">
          {actOf(change.writer)} · version {change.version}
        </span>
      </div>
      <div className={styles["pair"]}>
        <div>
          <span className={styles["name"]}>before</span>
          {change.before === undefined ? <span className="dim">no such {noun}</span> : there(change.before)}
        </div>
        <div>
          <span className={styles["name"]}>after</span>
          {change.after === undefined ? <span className="warn">deleted</span> : there(change.after)}
        </div>
      </div>
    </li>
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
