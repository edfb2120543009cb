import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "../store/value-store.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./view-state.module.css";

interface EmptyProps {
  /** What will appear here. */
  readonly title: string;
  /** Why there is nothing yet. */
  readonly children?: ReactNode;
  /** The one next act. */
  readonly action?: ReactNode;
}

export function Empty({ title, children, action }: EmptyProps) {
  return (
    <div className={styles["state"]}>
      <h2 className={styles["title"]}>{title}</h2>
      {children !== undefined && <p className={styles["text"]}>{children}</p>}
      {action}
    </div>
  );
}

interface FailedProps {
  /** What did not work. */
  readonly title: string;
  readonly error: string;
  readonly onRetry?: () => void;
  /** What the button says, where it does more than to try again. */
  readonly retry?: string;
}

export function Failed({ title, error, onRetry, retry = "Try again" }: FailedProps) {
  return (
    <div className={styles["state"]} role="alert">
      <h2 className={styles["title"]}>
        <TriangleAlert size={15} className="bad" aria-hidden /> {title}
      </h2>
      <p className={styles["text"]}>{error}</p>
      {onRetry !== undefined && (
        <button type="button" onClick={onRetry}>
          {retry}
        </button>
      )}
    </div>
  );
}

/** Grey rows that appear only when something takes longer than a blink; they do not pretend while nobody is there to ask. */
export function Loading({ label, rows = 6 }: { readonly label: string; readonly rows?: number }) {
  const { state } = useStore(useWorkbench().session.status);
  if (state === "lost") {
    return <Empty title="The studio is not there">What belongs here is read as soon as it is back.</Empty>;
  }
  return (
    <output className={styles["loading"]} aria-label={label}>
      {Array.from({ length: rows }, (_, index) => (
        <i key={index} style={{ width: `${88 - ((index * 17) % 45)}%` }} />
      ))}
    </output>
  );
}
