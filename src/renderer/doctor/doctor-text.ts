import type { DoctorReport, DoctorRow } from "../../shared/model.ts";

export type DoctorWord = "Ok" | "Optional" | "Warning" | "Problem";

/** What is fine as it is and could still be added, a toolchain for another language, is optional. */
export function wordOf({ status, fix }: DoctorRow): DoctorWord {
  if (status === "ok") return fix === undefined ? "Ok" : "Optional";
  return status === "warning" ? "Warning" : "Problem";
}

const order: readonly DoctorWord[] = ["Problem", "Warning", "Ok", "Optional"];

/** What needs a look first; else as the studio tells them. */
export function sortedRows(rows: readonly DoctorRow[]): readonly DoctorRow[] {
  return rows.toSorted((a, b) => order.indexOf(wordOf(a)) - order.indexOf(wordOf(b)));
}

/** The report to paste where one asks for help. */
export function reportText({ vitrine, platform, rows }: DoctorReport): string {
  const lines = rows.flatMap((row) => [
    `${wordOf(row).padEnd(8)} ${row.name}: ${row.found}`,
    ...(row.fix === undefined ? [] : row.fix.split("\n").map((line) => `         ${line}`)),
  ]);
  return [`Vitrine ${vitrine} on ${platform}`, ...lines].join("\n");
}
