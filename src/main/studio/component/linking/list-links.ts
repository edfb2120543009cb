import type { LinkCalls } from "../../../journal/protocol.ts";
import type { LinkView } from "../../../../shared/model.ts";
import type { LinkRow } from "./linked-imports.ts";

/** Rows with the calls that went each way, as far as the journal has them. */
export function withCalls(rows: readonly LinkRow[], counts: readonly LinkCalls[]): readonly LinkView[] {
  return rows.map((row) => {
    const alone = rows.filter((other) => other.component === row.component && other.import === row.import).length === 1;
    const calls = counts
      .filter((count) => count.component === row.component && count.interface === row.import)
      .filter(({ link }) => alone || link === row.name)
      .reduce((sum, count) => sum + count.calls, 0);
    return { ...row, calls };
  });
}
