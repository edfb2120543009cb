import { pathText, type Proposal } from "./proposal.ts";
import type { SourceDocument } from "./source-document.ts";

/**
 * Adds a row for every key of a document that no row tells of yet, so that nothing is dropped in silence. A row about
 * what holds a key tells of it when all of that was ignored, or when the key was looked at to make the row.
 * @param unused why keys that were looked at have no row, where it is known
 */
export function accountForRest(
  proposal: Proposal,
  document: SourceDocument,
  unused = "nothing had to be taken over from it",
): void {
  const rows = new Map<string, "partly" | "ignored">();
  for (const { file, from, outcome } of proposal.rows) {
    if (file !== document.file) continue;
    // Of a link that was taken over, some settings may have been ignored.
    rows.set(from, outcome === "ignored" && rows.get(from) !== "partly" ? "ignored" : "partly");
  }
  for (const { path, isRead } of document.leaves()) {
    // The nearest row has the say: a link may be taken over although the part it belongs to is not.
    const nearest = path
      .map((_, i) => rows.get(pathText(path.slice(0, path.length - i))))
      .find((row) => row !== undefined);
    if (nearest === "ignored" || (nearest !== undefined && (isRead || rows.has(pathText(path))))) continue;
    proposal.ignored({ document, path }, isRead ? unused : "Vitrine has nothing it could become");
  }
}
