import type { JSONPath } from "jsonc-parser";

import { StudioError } from "../../../shared/errors.ts";
import type { ProblemView } from "../../../shared/model.ts";
import { place, type Spot } from "./manifest-text.ts";

/** A warning as the project shows it; the studio adds since when. */
export type ManifestWarning = Omit<ProblemView, "since">;

/** Something a project file says that is wrong, or that nobody understands. */
export interface ManifestFinding {
  readonly spot: Spot;
  /** `components.api.links[0].to` */
  readonly path: string;
  /** Goes on after the path: `must be …, but is …` */
  readonly text: string;
  /** A whole sentence. */
  readonly fix?: string;
  readonly expected?: string;
  readonly found?: string;
}

/** How many findings one error spells out. */
const MAX_SPELLED_OUT = 10;

/** One error for all that is wrong, in the order of the file; its details have every finding. */
export function invalidManifest(findings: readonly ManifestFinding[]): StudioError {
  const lines = findings.slice(0, MAX_SPELLED_OUT).map((finding) => `${place(finding.spot)}: ${sentence(finding)}`);
  if (findings.length > MAX_SPELLED_OUT) lines.push(`… and ${findings.length - MAX_SPELLED_OUT} more.`);
  const [first] = findings;
  return new StudioError("manifest-invalid", lines.join("\n"), {
    details: { ...first?.spot, path: first?.path, findings: findings.map((finding) => ({ ...finding })) },
  });
}

export function warningOf(finding: ManifestFinding): ManifestWarning {
  return {
    id: `manifest:${finding.path}:${finding.text}`,
    severity: "warning",
    title: `${finding.path} ${finding.text}`,
    detail: sentence(finding),
    location: place(finding.spot),
  };
}

export function inFileOrder(a: ManifestFinding, b: ManifestFinding): number {
  return a.spot.line - b.spot.line || a.spot.column - b.spot.column;
}

/** `components.api.env["A B"][0]`; the whole file is `the project`. */
export function pathText(path: JSONPath): string {
  const text = path
    .map((part) =>
      typeof part === "number" ? `[${part}]` : /^[\w$-]+$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`,
    )
    .join("");
  return text === "" ? "the project" : text.replace(/^\./, "");
}

/** A value as a message shows it. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object" && value !== null)
    return Object.keys(value).length === 0 ? "an empty object" : "an object";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function sentence({ path, text, fix }: ManifestFinding): string {
  return `${path} ${text}.${fix === undefined ? "" : ` ${fix}`}`;
}
