import { Search } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./kept-list.module.css";

interface FindFieldProps {
  /** "Find in templates" */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The search of a short list, at the end of its caption. */
export function FindField({ label, value, onChange }: FindFieldProps) {
  return (
    <label className={styles["search"]}>
      <Search size={12} aria-hidden />
      <input
        type="search"
        aria-label={label}
        placeholder="Find"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

interface KeptListProps<T> {
  /** Names the list: "Sent requests". */
  readonly label: string;
  /** Undefined: they are not there yet. */
  readonly items: readonly T[] | undefined;
  /** Why they cannot be had. */
  readonly error: string | undefined;
  /** What will appear here, or why nothing was found. */
  readonly empty: string;
  /** A row of its own key. */
  readonly row: (item: T) => ReactNode;
  /** Absent: these are all. */
  readonly onMore?: (() => void) | undefined;
}

/** A short list of what a person did or keeps, below the form it goes back to. */
export function KeptList<T>({ label, items, error, empty, row, onMore }: KeptListProps<T>) {
  if (items === undefined || items.length === 0) {
    return (
      <p className={error === undefined ? styles["none"] : `${styles["none"]} bad`}>
        {error ?? (items === undefined ? "" : empty)}
      </p>
    );
  }
  return (
    <ol aria-label={label}>
      {items.map(row)}
      {onMore !== undefined && (
        <li className={styles["more"]}>
          <button type="button" className="link" onClick={onMore}>
            Show older ones
          </button>
        </li>
      )}
    </ol>
  );
}
