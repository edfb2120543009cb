import { StudioError } from "../../../shared/errors.ts";
import type { ExportView } from "../../../shared/model.ts";
import type { CheckedImport } from "../../wit/check/check.ts";
import type { ProblemReport } from "../problems.ts";
import type { PlannedStubs } from "./linking/plan-stubs.ts";

function isUnserved({ status }: CheckedImport): boolean {
  return status !== "offered" && status !== "unlinked";
}

/** One warning for each import that nobody serves, in the words of the contract check. */
export function importProblems(component: string, imports: readonly CheckedImport[]): ProblemReport[] {
  return imports.filter(isUnserved).map(({ name, note, fix }) => ({
    id: `component:${component}:build:import:${name}`,
    severity: "warning",
    title: `${component} imports ${name}, which is not served`,
    detail: note,
    component,
    ...(fix === undefined ? {} : { fix }),
  }));
}

/** One warning for each export that looks as if something called it. */
export function exportProblems(component: string, exports: readonly ExportView[]): ProblemReport[] {
  return exports.flatMap(({ name, note }) =>
    note === undefined
      ? []
      : [
          {
            id: `component:${component}:build:export:${name}`,
            severity: "warning",
            title: `${component} exports ${name}, which nothing calls`,
            detail: note,
            component,
          },
        ],
  );
}

export function stubProblems(component: string, faults: PlannedStubs["faults"]): ProblemReport[] {
  return faults.map(({ function: name, text }) => ({
    id: `component:${component}:build:stub:${name}`,
    severity: "warning",
    title: `The stub for ${name} has no effect`,
    detail: `components.${component}.stubs: ${text}`,
    component,
  }));
}

export function transpilerProblems(component: string, warnings: readonly string[]): ProblemReport[] {
  return warnings.map((detail, at) => ({
    id: `component:${component}:build:transpiled:${at}`,
    severity: "info",
    title: `${component} runs, but not as well as it could`,
    detail,
    component,
  }));
}

/** For projects that want a host's strictness. @throws StudioError `import-unsatisfied` */
export function requireOffered(component: string, imports: readonly CheckedImport[]): void {
  const missing = imports.filter(isUnserved);
  if (missing.length === 0) return;
  const texts = missing.map(({ name, note, fix }) => `${name}: ${note}${fix === undefined ? "" : ` Fix: ${fix}`}`);
  throw new StudioError(
    "import-unsatisfied",
    `${component} imports what nobody offers, and the project refuses that (host.unknownImports). ${texts.join(" ")}`,
  );
}
