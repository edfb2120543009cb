import { Cell, ColumnHead } from "./cell.tsx";
import styles from "./marks.module.css";

interface MarkCellProps {
  /** What the row is called. */
  readonly name: string;
  readonly checked: boolean;
  readonly onChange: () => void;
}

/** The box at the start of a row that can be marked; it shows where the pointer is, and everywhere once one is checked. */
export function MarkCell({ name, checked, onChange }: MarkCellProps) {
  return (
    <Cell className={styles["mark"]}>
      <input type="checkbox" tabIndex={-1} aria-label={`Mark ${name}`} checked={checked} onChange={onChange} />
    </Cell>
  );
}

export function MarkHead() {
  return (
    <ColumnHead>
      <span className="sr-only">Mark</span>
    </ColumnHead>
  );
}

interface BulkBarProps {
  readonly label: string;
  /** `3 keys` */
  readonly what: string;
  readonly onUnmark: () => void;
  /** What can be done with all of them. */
  readonly children: React.ReactNode;
}

export function BulkBar({ label, what, onUnmark, children }: BulkBarProps) {
  return (
    <div className={styles["bulk"]} role="toolbar" aria-label={label}>
      <span className="cut">{what} marked</span>
      {children}
      <button type="button" className="small quiet" onClick={onUnmark}>
        Unmark
      </button>
    </div>
  );
}

/** For the row itself. */
export function markedRow(marked: boolean): string | undefined {
  return marked ? styles["marked"] : undefined;
}

/** For the grid whose rows can be marked. */
export const markableGrid = styles["grid"];
