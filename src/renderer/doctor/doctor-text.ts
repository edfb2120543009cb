import type { DoctorReport, DoctorRow } from "../../shared/model.ts";

export const statusWords = { ok: "Ok", warning: "Warning", problem: "Problem" } as const satisfies Record<
  DoctorRow["status"],
  string
>;

const order: readonly DoctorRow["status"][] = ["problem", "warning", "ok"];

/** What needs a look first; else as the studio tells them. */
export function sortedRows(rows: readonly DoctorRow[]): readonly DoctorRow[] {
  return rows.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
}

/** The report to paste where one asks for help. */
export function reportText({ vitrine, platform, rows }: DoctorReport): string {
  const lines = rows.flatMap((row) => [
    `${statusWords[row.status].padEnd(8)} ${row.name}: ${row.found}`,
    ...(row.fix === undefined ? [] : row.fix.split("\n").map((line) => `         ${line}`)),
  ]);
  return [`Vitrine ${vitrine} on ${platform}`, ...lines].join("\n");
}
