import type { ChangeView } from "../../shared/model.ts";
import { briefBytes } from "../viewers/brief-value.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./change-list.module.css";
import { changePlace } from "./change-place.ts";

/** A change in one line: the key, what was there, what is there now. */
export function ChangeLine({ change }: { readonly change: ChangeView }) {
  const { route } = useWorkbench();
  const { before, after } = change;
  const place = changePlace(change);
  // A container has no value of its own.
  const container = change.kind === "containers";
  return (
    <div className={styles["line"]}>
      <button type="button" className="link" onClick={() => route.go(place.path, place.params)}>
        {place.label}
      </button>{" "}
      {before === undefined ? (
        <span className="dim">new</span>
      ) : (
        !container && <span className={styles["was"]}>{briefBytes(before)}</span>
      )}{" "}
      {after === undefined ? <span className="warn">deleted</span> : !container && <span>{briefBytes(after)}</span>}
    </div>
  );
}
