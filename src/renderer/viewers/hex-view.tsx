import { VirtualList } from "../list/virtual-list.tsx";
import { BYTES_PER_ROW, hexRow } from "./hex.ts";
import styles from "./viewers.module.css";

/** Offsets, bytes and ASCII, side by side. */
export function HexView({ bytes }: { readonly bytes: Uint8Array }) {
  const rows = Array.from({ length: Math.ceil(bytes.length / BYTES_PER_ROW) }, (_, index) => index);
  if (bytes.length === 0) return <p className={styles["nothing"]}>No bytes.</p>;
  return (
    <VirtualList
      label="Bytes"
      kind="group"
      items={rows}
      keyOf={(index) => index}
      rowHeight={20}
      className={styles["hex"]}
      row={(index) => {
        const { offset, hex, ascii } = hexRow(bytes, index);
        return (
          <div className={styles["hexRow"]}>
            <span className="dim">{offset}</span>
            <span>{hex}</span>
            <span className={styles["ascii"]}>{ascii}</span>
          </div>
        );
      }}
    />
  );
}
