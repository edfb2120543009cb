import { ChevronDown, ChevronRight } from "lucide-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import { flipped } from "../list/flipped.ts";
import { VirtualList } from "../list/virtual-list.tsx";
import type { JsonRow } from "./json-rows.ts";
import styles from "./viewers.module.css";

interface ValueTreeProps {
  readonly label: string;
  /** The rows in sight, for what a person opened or closed; the same function for the same value. */
  readonly rowsOf: (toggled: ReadonlySet<string>) => readonly JsonRow[];
}

/** Values with others in them, as lines that open and close. */
export function ValueTree({ label, rowsOf }: ValueTreeProps) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = useState<string>();
  const rows = useMemo(() => rowsOf(toggled), [rowsOf, toggled]);
  const toggle = (row: JsonRow) => setToggled((before) => flipped(before, row.path));
  const onKey = (event: KeyboardEvent, row: JsonRow | undefined) => {
    const wanted = event.key === "ArrowRight" ? false : event.key === "ArrowLeft" ? true : undefined;
    if (row?.open === undefined || wanted !== row.open) return false;
    toggle(row);
    return true;
  };
  return (
    <VirtualList
      label={label}
      kind="tree"
      items={rows}
      keyOf={(row) => row.path}
      rowHeight={22}
      className={styles["json"]}
      selected={selected}
      onSelect={(row) => setSelected(row.path)}
      onActivate={(row) => row.open !== undefined && toggle(row)}
      onKey={onKey}
      rowAria={(row) => ({
        "aria-level": row.depth + 1,
        ...(row.open === undefined ? {} : { "aria-expanded": row.open }),
      })}
      row={(row) => (
        <div className={styles["jsonRow"]} style={{ paddingLeft: 10 + row.depth * 16 }}>
          {row.open === undefined ? (
            <span className={styles["twist"]} />
          ) : (
            <button
              type="button"
              tabIndex={-1}
              aria-label={row.open ? "Close" : "Open"}
              className={styles["twist"]}
              onClick={() => toggle(row)}
            >
              {row.open ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
            </button>
          )}
          {row.name !== undefined && <span className={styles["name"]}>{row.name}:</span>}
          <span className={`${styles[row.kind]} cut`}>{row.text}</span>
        </div>
      )}
    />
  );
}
