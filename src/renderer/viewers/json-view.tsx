import { ChevronDown, ChevronRight } from "lucide-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import { flipped } from "../list/flipped.ts";
import { VirtualList } from "../list/virtual-list.tsx";
import { type JsonRow, jsonRows, parseJsonTree } from "./json-rows.ts";
import styles from "./viewers.module.css";

/** JSON as a tree, opened to a depth. */
export function JsonView({ text }: { readonly text: string }) {
  const tree = useMemo(() => parseJsonTree(text), [text]);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = useState<string>();
  const rows = useMemo(() => jsonRows(tree, toggled), [tree, toggled]);
  const toggle = (row: JsonRow) => setToggled((before) => flipped(before, row.path));
  const onKey = (event: KeyboardEvent, row: JsonRow | undefined) => {
    const wanted = event.key === "ArrowRight" ? false : event.key === "ArrowLeft" ? true : undefined;
    if (row?.open === undefined || wanted !== row.open) return false;
    toggle(row);
    return true;
  };
  return (
    <VirtualList
      label="JSON"
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
