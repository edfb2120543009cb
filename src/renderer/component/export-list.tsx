import type { ComponentView } from "../../shared/model.ts";
import { Empty } from "../design/view-state.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { exportKindWords } from "./export-kind-words.ts";
import { FunctionList } from "./function-list.tsx";
import styles from "./interface-list.module.css";

/** What a component offers, and the way to call it. */
export function ExportList({ component }: { readonly component: ComponentView }) {
  const { route } = useWorkbench();
  if (component.exports.length === 0)
    return <Empty title="No exports">This component offers nothing that could be called.</Empty>;
  return (
    <ul className={styles["list"]} aria-label="Exports">
      {component.exports.map((each) => (
        <li key={each.name} className={styles["item"]}>
          <div className={styles["line"]}>
            <span className={`${styles["name"]} mono`}>{each.name}</span>
            <span className={styles["note"]}>{exportKindWords[each.kind]}</span>
            {each.kind === "http" && (
              <button type="button" className="small" onClick={() => route.go(["http"], { component: component.name })}>
                Compose a request
              </button>
            )}
            {each.kind === "run" && (
              <button type="button" className="small" onClick={() => route.go(["run"], { component: component.name })}>
                Run in a terminal
              </button>
            )}
          </div>
          {each.note !== undefined && <p className={styles["note"]}>{each.note}</p>}
          <FunctionList
            functions={each.functions}
            {...(each.kind === "http"
              ? {}
              : { onCall: (target: string) => route.go(["exports"], { component: component.name, target }) })}
          />
        </li>
      ))}
    </ul>
  );
}
