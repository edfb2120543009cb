import { saveFile } from "../keyvalue/read-whole.ts";
import { counted } from "../format/quantity.ts";
import { base64 } from "../viewers/base64.ts";
import { decodeUtf8 } from "../viewers/utf8.ts";
import type { Workbench } from "../workbench/workbench.ts";
import type { RecordRow } from "./merge-rows.ts";

type CsvCell = string | number | undefined;

/** What a list gives away of its rows: each as JSON, or the columns that a spreadsheet can take. */
export interface RowExport<T extends RecordRow> {
  /** Of the file, and in what is said: "invocations". */
  readonly name: string;
  /** Newest first; only those with a smaller id. */
  readonly page: (before: number | undefined, limit: number) => Promise<readonly T[]>;
  readonly columns: Readonly<Record<string, (row: T) => CsvCell>>;
}

const PAGE = 500;
/** More than a record keeps unless its project says so, and as much as a page can hold. */
const MAX_ROWS = 300_000;

/** All rows that fit, not only those that were read, as a file; oldest first. */
export async function exportRows<T extends RecordRow>(
  { toasts }: Workbench,
  format: "ndjson" | "csv",
  of: RowExport<T>,
): Promise<void> {
  try {
    const rows = await allRows(of);
    const [text, type] =
      format === "csv" ? [csvText(rows, of.columns), "text/csv"] : [ndjsonText(rows), "application/x-ndjson"];
    saveFile(new Blob([text], { type }), `${of.name}.${format}`);
    toasts.done(`Exported ${counted(rows.length, "row")}.`);
  } catch (error) {
    toasts.failed(`The ${of.name} were not exported.`, error);
  }
}

async function allRows<T extends RecordRow>({ page }: RowExport<T>): Promise<readonly T[]> {
  const rows: T[] = [];
  for (;;) {
    const found = await page(rows.at(-1)?.id, PAGE);
    rows.push(...found);
    if (found.length < PAGE || rows.length >= MAX_ROWS) return rows.toReversed();
  }
}

/** Bytes stand as `{ "text": … }` or `{ "base64": … }`, as the command line has them. */
export function ndjsonText(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row, plain)}\n`).join("");
}

/** For `JSON.stringify`. */
export function plain(_key: string, value: unknown): unknown {
  if (!(value instanceof Uint8Array)) return value;
  const text = decodeUtf8(value);
  return text === undefined ? { base64: base64(value) } : { text };
}

export function csvText<T>(rows: readonly T[], columns: Readonly<Record<string, (row: T) => CsvCell>>): string {
  const cells = Object.values(columns);
  const lines = [Object.keys(columns), ...rows.map((row) => cells.map((cell) => csvCell(cell(row))))];
  return lines.map((line) => `${line.join(",")}\r\n`).join("");
}

/** A text that a spreadsheet would take for a formula gets a quote in front: what is in it may come from anybody. */
function csvCell(value: CsvCell): string {
  if (typeof value !== "string") return value === undefined ? "" : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
