import { CircleCheck, CircleX, Link2, TriangleAlert } from "lucide-react";
import type { ImportView } from "../../shared/model.ts";
import { CopyButton } from "../design/copy-button.tsx";
import { Empty } from "../design/view-state.tsx";
import { counted } from "../format/quantity.ts";
import { type CheckResult, resultOf, resultOrder, resultWords } from "./contract-words.ts";
import { FunctionList } from "./function-list.tsx";
import styles from "./interface-list.module.css";

const looks = {
  offered: { icon: CircleCheck, tone: "ok" },
  linkable: { icon: Link2, tone: "warn" },
  "refused-elsewhere": { icon: TriangleAlert, tone: "warn" },
  "version-drift": { icon: TriangleAlert, tone: "warn" },
  "wrong-shape": { icon: CircleX, tone: "bad" },
  missing: { icon: CircleX, tone: "bad" },
} as const satisfies Record<CheckResult, unknown>;

/** What a component needs and whether it is there, trouble first; each with its exact repair. */
export function ImportList({ imports }: { readonly imports: readonly ImportView[] }) {
  if (imports.length === 0) return <Empty title="No imports">This component asks nothing of its host.</Empty>;
  const sorted = [...imports].sort((a, b) => resultOrder.indexOf(resultOf(a)) - resultOrder.indexOf(resultOf(b)));
  return (
    <ul className={styles["list"]} aria-label="Imports">
      {sorted.map((each) => (
        <ImportItem key={each.name} item={each} />
      ))}
    </ul>
  );
}

function ImportItem({ item }: { readonly item: ImportView }) {
  const result = resultOf(item);
  const { icon: Icon, tone } = looks[result];
  const { fix } = item;
  return (
    <li className={styles["item"]}>
      <div className={styles["line"]}>
        <span className={`${styles["status"]} ${tone}`}>
          <Icon size={14} aria-hidden /> {resultWords[result]}
        </span>
        <span className={`${styles["name"]} mono`}>{item.name}</span>
        <span className={styles["note"]}>{item.note}</span>
      </div>
      {fix !== undefined && (
        <div className={styles["fix"]}>
          <pre>{fix}</pre>
          <CopyButton label={`Copy the fix for ${item.name}`} text={() => fix} />
        </div>
      )}
      {item.functions.length > 0 && (
        <details className={styles["functions"]}>
          <summary>{counted(item.functions.length, "function")}</summary>
          <FunctionList functions={item.functions} />
        </details>
      )}
    </li>
  );
}
