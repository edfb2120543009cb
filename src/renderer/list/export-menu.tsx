import { FileJson, Sheet } from "lucide-react";
import { MenuButton } from "../design/menu-button.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { exportRows, type RowExport } from "./export-rows.ts";
import type { RecordRow } from "./merge-rows.ts";

interface ExportMenuProps<T extends RecordRow> {
  /** Called when somebody chose: with the filter of then. */
  readonly of: () => RowExport<T>;
  /** As in "Export the invocations". */
  readonly what: string;
}

/** Gives all rows that fit the filter away as a file. */
export function ExportMenu<T extends RecordRow>({ of, what }: ExportMenuProps<T>) {
  const workbench = useWorkbench();
  return (
    <MenuButton
      label={`Export the ${what}`}
      entries={[
        {
          label: "Export as NDJSON",
          note: "All that fit, one in a line, with all that is known of it.",
          icon: FileJson,
          run: () => void exportRows(workbench, "ndjson", of()),
        },
        {
          label: "Export as CSV",
          note: "All that fit, as a table.",
          icon: Sheet,
          run: () => void exportRows(workbench, "csv", of()),
        },
      ]}
    />
  );
}
