import { LoaderCircle, X } from "lucide-react";
import { useStore } from "../store/value-store.ts";
import { useProject, useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./pending-request.module.css";

/** A request that has begun nowhere yet, because its component has no build that could answer. */
export function PendingRequest() {
  const { requests } = useWorkbench();
  const { sending } = useStore(requests);
  const project = useProject();
  const waits = project === undefined ? undefined : requests.waitsFor();
  if (sending === undefined || waits === undefined) return null;
  return (
    <output className={styles["pending"]}>
      <LoaderCircle size={13} className={"turning"} aria-hidden />
      <span className="cut">
        {sending.method} {sending.target} waits for the first build of {waits.component}, which is {waits.state}
      </span>
      <button type="button" className="quiet small" onClick={() => requests.cancel()}>
        <X size={12} aria-hidden /> Cancel
      </button>
    </output>
  );
}
