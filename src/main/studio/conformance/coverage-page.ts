/** `docs/coverage.md`, the same for the same scripts. */
import type { CoveredFunction } from "./coverage.ts";
import type { Script } from "./script.ts";

export interface LabelledScript {
  /** `keyvalue 1` */
  readonly label: string;
  readonly script: Script;
}

/** Rules of wasi:io whose breach ends a guest, which no script here can break. */
const TRAPS_NOT_CAUSED: readonly (readonly [rule: string, why: string])[] = [
  ["`write` while a flush runs", "no stream of this host has a flush that a guest could see running"],
  ["a list for `poll` longer than a `u32` counts", "its handles do not fit into the memory of a guest"],
  ["a stream that says ten times it is ready, and has nothing", "only a fault of the host could make one"],
];

/** Error types such as those of wasi:http and wasi:filesystem have dozens of cases. */
const MOST_NAMED = 4;

export function coveragePage(functions: readonly CoveredFunction[], scripts: readonly LabelledScript[]): string {
  const interfaces = Map.groupBy(functions, (each) => each.interface);
  return [
    "# Coverage of the host interfaces",
    "",
    "Written by `node scripts/coverage.mjs`; a test fails when it is stale. Scripts (listed at the end) are made into real",
    "components that call the host through the component boundary in a whole studio, and compare each result in their own",
    "code. What was called is read from the record of their invocations.",
    "",
    "_Asserted_: a success whose value was compared, or that has none. _Errors_: the cases of its WIT error that were",
    "caused, and after “not” those that were not. _Scripts_: who called it.",
    "",
    "## By package",
    "",
    ...summary(functions),
    ...[...interfaces].flatMap(([name, rows]) => ["", `## ${name}`, "", ...interfaceTable(rows)]),
    "",
    "## Traps",
    "",
    ...table(["Script", "A component", "says"], trapRows(scripts)),
    "",
    "Not caused through the boundary:",
    "",
    ...table(["Rule of wasi:io", "Why"], TRAPS_NOT_CAUSED),
    "",
    "## Scripts",
    "",
    ...table(
      ["Script", "A component"],
      scripts.map(({ label, script }) => [label, script.does]),
    ),
    "",
  ].join("\n");
}

function summary(functions: readonly CoveredFunction[]): readonly string[] {
  const packages = Map.groupBy(functions, (each) => each.package);
  const count = (rows: readonly CoveredFunction[], one: (row: CoveredFunction) => number) =>
    String(rows.reduce((sum, row) => sum + one(row), 0));
  return table(
    ["Package", "Functions", "Called", "Asserted", "Error cases", "Caused"],
    [...packages].map(([name, rows]) => [
      name,
      String(rows.length),
      count(rows, (row) => Number(row.called)),
      count(rows, (row) => Number(row.asserted)),
      count(rows, (row) => row.errors.length),
      count(rows, (row) => row.causedErrors.length),
    ]),
  );
}

function interfaceTable(rows: readonly CoveredFunction[]): readonly string[] {
  if (rows.every((row) => !row.called)) {
    return [`No script calls any of: ${rows.map((row) => `\`${row.name}\``).join(", ")}.`];
  }
  return table(
    ["Function", "Asserted", "Errors", "Traps", "Scripts"],
    rows.map((row) => [
      `\`${row.name}\``,
      row.asserted ? "yes" : row.called ? "called" : "no",
      errorsText(row),
      row.trapped ? "yes" : "",
      row.by.join(", "),
    ]),
  );
}

function errorsText({ errors, causedErrors }: CoveredFunction): string {
  if (errors.length === 1 && errors[0] === "err") return causedErrors.length === 1 ? "yes" : "no";
  const missing = errors.filter((error) => !causedErrors.includes(error));
  const rest = missing.length > MOST_NAMED ? `${missing.length} others` : missing.join(", ");
  return [causedErrors.join(", "), rest === "" ? "" : `not ${rest}`].filter(Boolean).join("; ");
}

function trapRows(scripts: readonly LabelledScript[]): readonly (readonly string[])[] {
  return scripts.flatMap(({ label, script }) => {
    const last = script.steps.at(-1);
    const expected = last?.kind === "call" && "text" in last.expected ? last.expected.text : undefined;
    const text = script.trapsAtEnd ?? expected;
    return text === undefined ? [] : [[label, script.does, text.replaceAll("`", "")]];
  });
}

/** With columns as wide as their widest cell, as the formatter wants them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((cell, column) => Math.max(3, ...[head, ...rows].map((row) => (row[column] ?? "").length)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? "").padEnd(width)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}
