import type { ImportView } from "../../shared/model.ts";
import { count, counted } from "../format/quantity.ts";

export const hostProfiles = [
  { id: "wasmcloud-1", title: "wasmCloud 1.x" },
  { id: "wasmcloud-2", title: "wasmCloud 2.x" },
] as const;

/** `refused-elsewhere`: it runs here, and the host of the profile would not take it. */
export type CheckResult = ImportView["status"] | "refused-elsewhere";

/** Trouble first. */
export const resultOrder: readonly CheckResult[] = [
  "missing",
  "wrong-shape",
  "version-drift",
  "unlinked",
  "refused-elsewhere",
  "linkable",
  "offered",
];

export const resultWords = {
  missing: "Not offered",
  "wrong-shape": "Wrong shape",
  "version-drift": "Version drift",
  unlinked: "Needs a link",
  "refused-elsewhere": "Only here",
  linkable: "Linkable",
  offered: "Offered",
} as const satisfies Record<CheckResult, string>;

/** What is offered without a word needs no repair. */
export function resultOf({ status, fix }: Pick<ImportView, "status" | "fix">): CheckResult {
  return status === "offered" && fix !== undefined ? "refused-elsewhere" : status;
}

/** `12 imports: 1 not offered, 1 version drift, 10 offered` */
export function summaryText(imports: readonly ImportView[]): string {
  if (imports.length === 0) return "No imports";
  const results = imports.map(resultOf);
  const parts = resultOrder.flatMap((result) => {
    const found = results.filter((each) => each === result).length;
    return found === 0 ? [] : [`${count(found)} ${resultWords[result].toLowerCase()}`];
  });
  return parts.length === 1 && results[0] === "offered"
    ? `${counted(imports.length, "import")}, ${imports.length === 1 ? "offered" : "all offered"}`
    : `${counted(imports.length, "import")}: ${parts.join(", ")}`;
}
