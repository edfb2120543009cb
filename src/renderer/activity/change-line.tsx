import type { ChangeView } from "../../shared/model.ts";
import { briefBytes } from "../viewers/brief-value.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./change-list.module.css";

/** A change in one line: the key, what was there, what is there now. */
export function ChangeLine({ change }: { readonly change: ChangeView }) {
  const { route } = useWorkbench();
  const { before, after } = change;
  return (
    <div className={styles["line"]}>
      <button
        type="button"
        className="link"
        onClick={() => route.go(["keyvalue", change.backend, change.bucket], { key: change.key })}
      >
        {change.bucket}/{change.key}
      </button>{" "}
      {before === undefined ? (
        <span className="dim">new</span>
      ) : (
        <span className={styles["was"]}>{briefBytes(before)}</span>
      )}{" "}
      {after === undefined ? <span className="warn">deleted</span> : <span>{briefBytes(after)}</span>}
    </div>
  );
}
