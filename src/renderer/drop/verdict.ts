import type { CheckedComponent } from "../../shared/model.ts";
import { counted } from "../format/quantity.ts";

export interface Verdict {
  readonly tone: "ok" | "warn" | "bad";
  readonly text: string;
}

/** What the check comes to in one line. */
export function verdictOf({ imports, error }: CheckedComponent, hostProfile: string): Verdict {
  if (error !== undefined) return { tone: "warn", text: error };
  const of = (...statuses: readonly string[]) => imports.filter(({ status }) => statuses.includes(status)).length;
  const unserved = of("missing", "wrong-shape");
  const odd = of("version-drift", "linkable", "unlinked");
  if (imports.length === 0) return { tone: "ok", text: "asks nothing of its host" };
  if (unserved + odd === 0) return { tone: "ok", text: `${all(imports.length)} served, as ${hostProfile} would` };
  const parts = [
    ...(unserved === 0 ? [] : [`${counted(unserved, "import")} not served`]),
    ...(odd === 0 ? [] : [`${counted(odd, "import")} to look at`]),
  ];
  return { tone: unserved > 0 ? "bad" : "warn", text: `${parts.join(", ")} of ${imports.length}` };
}

function all(imports: number): string {
  return imports === 1 ? "its import is" : `all ${imports} imports are`;
}
