import { TriangleAlert } from "lucide-react";
import { useCallback, useMemo } from "react";
import { packedRows } from "./packed-rows.ts";
import { type PackedFormat, readPacked } from "./read-packed.ts";
import { ValueTree } from "./value-tree.tsx";
import styles from "./viewers.module.css";

interface PackedViewProps {
  readonly format: PackedFormat;
  readonly bytes: Uint8Array;
  /** There are more than these, and they are not here. */
  readonly cut: boolean;
}

export const packedNames: Readonly<Record<PackedFormat, string>> = { messagepack: "MessagePack", cbor: "CBOR" };

/** MessagePack or CBOR as a tree; where the bytes are not, why not, and what could be read before. */
export function PackedView({ format, bytes, cut }: PackedViewProps) {
  const { value, fault } = useMemo(() => readPacked(format, bytes), [format, bytes]);
  const rowsOf = useCallback(
    (toggled: ReadonlySet<string>) => (value === undefined ? [] : packedRows(value, toggled)),
    [value],
  );
  const name = packedNames[format];
  return (
    <div className={styles["packed"]}>
      {fault !== undefined && (
        <p className={styles["fault"]} role="note">
          <TriangleAlert size={13} aria-hidden />
          <span>
            {cut
              ? `Only the beginning is here, which is not all of a value of ${name}. `
              : `Not one value of ${name}. `}
            {fault}
            {value !== undefined && " What stands before that:"}
          </span>
        </p>
      )}
      {value !== undefined && <ValueTree label={name} rowsOf={rowsOf} />}
    </div>
  );
}
