import { LEAK_PLACES, SECRET_FORMS } from "../../shared/leak-words.ts";
import type { AuditKind, AuditView } from "../../shared/model.ts";

export const auditKindWords = {
  get: "Asked for",
  reveal: "Revealed",
  "person-reveal": "Seen by a person",
  leak: "Leaked",
} as const satisfies Record<AuditKind, string>;

/** What happened, in words that need no color: `asked for, not found`, `leaked in a log line, as base64`. */
export function auditWords(row: AuditView): string {
  if (row.kind === "leak") return `${auditKindWords.leak} in ${leakWords(row)}`;
  return row.outcome === "not-found" ? `${auditKindWords[row.kind]}, not found` : auditKindWords[row.kind];
}

/** `a log line, as base64` */
export function leakWords({ place, form }: Pick<AuditView, "place" | "form">): string {
  const where = place === undefined ? "an unknown place" : LEAK_PLACES[place];
  return form === undefined ? where : `${where}, ${SECRET_FORMS[form]}`;
}

/** Leaks of one value through one place are one line, as in Problems: the newest of them, and how many there are. */
export interface LeakGroup {
  readonly newest: AuditView;
  readonly count: number;
}

/** `leaks`: newest first, and so are the groups. */
export function groupLeaks(leaks: readonly AuditView[]): readonly LeakGroup[] {
  const groups = new Map<string, { newest: AuditView; count: number }>();
  for (const leak of leaks) {
    const key = JSON.stringify([leak.component, leak.key, leak.place]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { newest: leak, count: 1 });
    else group.count += 1;
  }
  return [...groups.values()];
}
