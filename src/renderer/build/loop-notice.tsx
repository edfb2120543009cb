import { TriangleAlert } from "lucide-react";
import type { BuildRunView } from "../../shared/model.ts";
import { useStore } from "../store/value-store.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { ignorePattern } from "./build-actions.ts";
import styles from "./build-output.module.css";

/** Names what a build writes and also watches, with the way to ignore it for good. */
export function LoopNotice({ run }: { readonly run: BuildRunView }) {
  const workbench = useWorkbench();
  const { written } = useStore(workbench.builds);
  const { component } = run;
  const open = run.ignored.filter((pattern) => !written.has(`${component} ${pattern}`));
  if (open.length === 0) return null;
  return (
    <div>
      {open.map((pattern) => (
        <div key={pattern} className={styles["notice"]} role="alert">
          <TriangleAlert size={15} aria-hidden />
          <p>
            The build of {component} writes <code>{pattern}</code>, which it also watches. It starts no build for now,
            until the project file says so.
          </p>
          <button
            type="button"
            className="small"
            title={`Adds ${pattern} to watch.exclude of ${component} in the project file`}
            onClick={() => void ignorePattern(workbench, component, pattern)}
          >
            Ignore it
          </button>
        </div>
      ))}
    </div>
  );
}
