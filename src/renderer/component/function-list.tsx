import type { FunctionView } from "../../shared/model.ts";
import styles from "./interface-list.module.css";

interface FunctionListProps {
  readonly functions: readonly FunctionView[];
  /** Given for exports that can be called from here. */
  readonly onCall?: (target: string) => void;
}

export function FunctionList({ functions, onCall }: FunctionListProps) {
  return (
    <ul className={styles["signatures"]}>
      {functions.map((each) => {
        const { target } = each;
        return (
          <li key={each.name}>
            <code>{each.signature}</code>
            {onCall !== undefined && target !== undefined && each.unsupported === undefined && (
              <button type="button" className="small" aria-label={`Call ${each.name}`} onClick={() => onCall(target)}>
                Call
              </button>
            )}
            {onCall !== undefined && each.unsupported !== undefined && <span className="dim">{each.unsupported}</span>}
          </li>
        );
      })}
    </ul>
  );
}
