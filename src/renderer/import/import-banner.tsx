import { FileInput } from "lucide-react";
import { useStore } from "../store/value-store.ts";
import { useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./import-view.module.css";
import { kindWords, outcomeCounts } from "./import-words.ts";

/** Says that the project was read from another tool's files, with the way to see how. */
export function ImportBanner() {
  const { imports, route } = useWorkbench();
  const { path } = useRoute();
  const { plan, putOff } = useStore(imports);
  if (plan === undefined || putOff || path[0] === "import") return null;
  return (
    <section className={styles["banner"]} aria-label="Import">
      <FileInput size={15} aria-hidden />
      <p>
        This folder has no vitrine.jsonc. Vitrine read {kindWords[plan.kind]} instead: {outcomeCounts(plan.rows)}.
      </p>
      <button type="button" className="small" onClick={() => route.go(["import"])}>
        See what was read
      </button>
      <button type="button" className="small" onClick={() => imports.putOff()}>
        Not now
      </button>
    </section>
  );
}
