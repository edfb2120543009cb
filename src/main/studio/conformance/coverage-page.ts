/** `docs/coverage.md`, the same for the same scripts. */
import type { Coverage, CoveredFunction, CoveredTrap } from "./coverage.ts";
import type { Script } from "./script.ts";
import { UNBREAKABLE } from "./trap-rules.ts";

export interface LabelledScript {
  /** `keyvalue 1` */
  readonly label: string;
  readonly script: Script;
}

/** Error types such as those of wasi:http and wasi:filesystem have dozens of cases. */
const MOST_CASES = 15;
/** Of a cell of a table; more stand below it. */
const MOST_IN_CELL = 6;
const MOST_SCRIPTS = 3;

export function coveragePage(coverage: Coverage, scripts: readonly LabelledScript[]): string {
  const functions = coverage.functions();
  const interfaces = Map.groupBy(functions, (each) => each.interface);
  return [
    "# Coverage of the host interfaces",
    "",
    "What of the interfaces that Vitrine serves is proven by a component that does it. Scripts (listed at the end) are made",
    "into real components that call the host through the component boundary in a whole studio, and compare each result in",
    "their own code. What they called, which errors they got and which traps ended them is read from the record of their",
    "invocations, and compared with what the WIT declares.",
    "",
    "Written by `node scripts/coverage.mjs`. A test fails when this page is stale, and when a function, an error or a trap is",
    "neither caused by a script nor named below with the reason why it cannot be.",
    "",
    "## By package",
    "",
    "_Asserted_: functions with a success whose value was compared, or that has none. _Errors_: the cases of the errors that",
    "the WIT declares, counted for each function. _Caused_: a component got it. _Never_: no component of this host can get",
    "it, or no test can bring it about; why stands with its interface.",
    "",
    ...summary(functions),
    "",
    "## Traps",
    "",
    "What ends a component that does it, wherever it can be done.",
    "",
    ...table(["A component must not", "Where", "The trap says", "Script"], trapRows(coverage.traps())),
    "",
    "No component can do these here:",
    "",
    ...UNBREAKABLE.map(([rule, why]) => `- ${rule}: ${why}.`),
    "",
    "## Rules of wasi:io",
    "",
    "What the package promises of streams and pollables beyond its types.",
    "",
    ...table(
      ["Rule", "Scripts"],
      coverage.streamRules().map(({ rule, by }) => [rule, by.join(", ")]),
    ),
    ...[...interfaces].flatMap(([name, rows]) => ["", `## ${name}`, "", ...interfaceSection(rows)]),
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
    ["Package", "Functions", "Asserted", "Not asserted", "Errors", "Caused", "Never"],
    [...packages].map(([name, rows]) => [
      name,
      String(rows.length),
      count(rows, (row) => Number(row.asserted)),
      count(rows, (row) => Number(row.excused !== undefined)),
      count(rows, (row) => row.errors.length),
      count(rows, (row) => row.errors.filter(({ caused }) => caused).length),
      count(rows, (row) => row.errors.filter(({ excused }) => excused !== undefined).length),
    ]),
  );
}

function interfaceSection(rows: readonly CoveredFunction[]): readonly string[] {
  const called = rows.filter((row) => row.called);
  const reasons = [...withManyErrors(rows), ...withoutSuccess(rows), ...withoutErrors(rows)];
  return [
    ...(called.length === 0
      ? []
      : table(
          ["Function", "Success", "Errors", "Scripts"],
          called.map((row) => [
            `\`${row.name}\``,
            row.asserted ? "asserted" : "",
            causedText(row),
            row.by.length > MOST_SCRIPTS
              ? `${row.by.slice(0, MOST_SCRIPTS).join(", ")}, ${row.by.length - MOST_SCRIPTS} more`
              : row.by.join(", "),
          ]),
        )),
    ...(called.length === 0 || reasons.length === 0 ? [] : [""]),
    ...reasons,
  ];
}

function causedText(row: CoveredFunction): string {
  const caused = causedNames(row);
  return caused.length > MOST_IN_CELL ? `${caused.length} of ${row.errors.length}, see below` : caused.join(", ");
}

function causedNames({ errors }: CoveredFunction): readonly string[] {
  return errors.filter(({ caused }) => caused).map(({ name }) => (name === "err" ? "yes" : `\`${name}\``));
}

function withManyErrors(rows: readonly CoveredFunction[]): readonly string[] {
  return rows
    .map((row) => ({
      row,
      caused: causedNames(row).map((name) => (name === "yes" ? "an error without a name" : name)),
    }))
    .filter(({ caused }) => caused.length > MOST_IN_CELL)
    .map(({ row, caused }) => `- \`${row.name}\`: caused are ${caused.join(", ")}.`);
}

function withoutSuccess(rows: readonly CoveredFunction[]): readonly string[] {
  const reasons = Map.groupBy(
    rows.filter(({ excused }) => excused !== undefined),
    (row) => JSON.stringify([row.called, row.excused]),
  );
  return [...reasons.values()].map((excused) => {
    const [first] = excused;
    const what = first?.called === true ? "no success is asserted" : "never called";
    return `- ${naming(excused, rows)}: ${what}; ${first?.excused ?? ""}.`;
  });
}

/** One line for functions that never give the same errors for the same reason. */
function withoutErrors(rows: readonly CoveredFunction[]): readonly string[] {
  const never = rows
    .filter((row) => row.called)
    .flatMap((row) => {
      const reasons = Map.groupBy(row.errors, ({ excused }) => excused);
      return [...reasons].flatMap(([why, errors]) => {
        if (why === undefined) return [];
        const names = errors.map(({ name }) => (name === "err" ? "an error" : `\`${name}\``));
        const others = row.errors.some(({ caused }) => caused) ? " others" : " errors";
        const shown = names.length > MOST_CASES ? `any of ${names.length}${others}` : names.join(", ");
        const how = errors.some(({ given }) => given) ? "not caused" : "never";
        return [{ row, line: JSON.stringify([shown, why]), text: `${how} ${shown}; ${why}` }];
      });
    });
  return [...Map.groupBy(never, ({ line }) => line).values()].map((same) => {
    const functions = same.map(({ row }) => row);
    return `- ${naming(functions, rows)}: ${same[0]?.text ?? ""}.`;
  });
}

/** Names of functions; of all the methods of a resource together. */
function naming(some: readonly CoveredFunction[], all: readonly CoveredFunction[]): string {
  if (some.length === all.length && all.length > 1) return "every function";
  const ofResource = (row: CoveredFunction) => row.name.replace(/\..*/, ".");
  const names = [...Map.groupBy(some, ofResource)].flatMap(([resource, rows]) => {
    const whole = all.filter((row) => ofResource(row) === resource).length;
    return rows.length === whole && whole > 2
      ? [`every method of \`${resource.slice(0, -1)}\``]
      : rows.map(({ name }) => `\`${name}\``);
  });
  return names.join(", ");
}

function trapRows(traps: readonly CoveredTrap[]): readonly (readonly string[])[] {
  return traps.map(({ rule, at, by }, position) => {
    const isFirst = traps[position - 1]?.rule !== rule;
    return [isFirst ? rule.rule : "", `\`${at}\``, isFirst ? rule.says.replaceAll("`", "") : "", by ?? "none"];
  });
}

/** With columns as wide as their widest cell, as the formatter wants them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((cell, column) => Math.max(3, ...[head, ...rows].map((row) => (row[column] ?? "").length)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? "").padEnd(width)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}
