/** What a person made happen by hand: a view of the record, and so as complete and as masked as that is. */
import type { DatabaseSync, SQLInputValue } from "node:sqlite";

import type { SentCall, SentCallQuery } from "../../shared/contract.ts";
import { escapeLike } from "./filter-sql.ts";
import { type SummaryRow, summaryFrom } from "./rows.ts";

/** Enough to tell one call from another in a list. */
const SENT_CHARS = 240;
/** Of a body, so much is searched. */
const SEARCHED_BYTES = 16 * 1024;
const ROWS_A_STEP = 500;
const MAX_ROWS = 200;

interface SentRow extends SummaryRow {
  readonly args: string | null;
  readonly body: Uint8Array | null;
}

/** Newest first; in steps, between which whoever drives it may do other things. */
export function* searchSentCalls(db: DatabaseSync, query: SentCallQuery): Generator<void, SentCall[]> {
  const where: string[] = ["i.cause = 'person'", "i.kind = ?"];
  const values: SQLInputValue[] = [query.kind];
  const must = (sql: string, ...given: readonly SQLInputValue[]) => {
    where.push(sql);
    values.push(...given);
  };
  if (query.component !== undefined) must("i.component = ?", query.component);
  if (query.title !== undefined) must("i.title = ?", query.title);
  for (const word of (query.search ?? "").split(/\s+/).filter((each) => each !== "")) {
    const pattern = `%${escapeLike(word)}%`;
    must(
      "(i.title LIKE ? ESCAPE '\\' OR d.args LIKE ? ESCAPE '\\' OR d.request LIKE ? ESCAPE '\\' " +
        `OR CAST(substr(d.request_body, 1, ${SEARCHED_BYTES}) AS TEXT) LIKE ? ESCAPE '\\')`,
      pattern,
      pattern,
      pattern,
      pattern,
    );
  }
  const floorOf = db.prepare("SELECT id FROM invocation WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?");
  const search = db.prepare(
    `SELECT substr(d.args, 1, ${SENT_CHARS + 1}) AS args, substr(d.request_body, 1, ${SENT_CHARS * 4}) AS body, i.* ` +
      "FROM invocation i LEFT JOIN detail d ON d.invocation = i.id " +
      `WHERE i.id < ? AND i.id >= ? AND ${where.join(" AND ")} ORDER BY i.id DESC LIMIT ?`,
  );
  const limit = Math.min(MAX_ROWS, Math.max(1, Math.trunc(query.limit) || MAX_ROWS));
  const found: SentCall[] = [];
  let before = query.before ?? Number.MAX_SAFE_INTEGER;
  for (;;) {
    const floor = Number(floorOf.get(before, ROWS_A_STEP - 1)?.["id"] ?? 0);
    const rows = search.all(before, floor, ...values, limit - found.length) as unknown as SentRow[];
    found.push(...rows.map((row) => ({ ...summaryFrom(row), sent: sentText(row) })));
    if (found.length >= limit || floor === 0) return found;
    before = floor;
    yield;
  }
}

function sentText({ args, body }: SentRow): string {
  const text = args ?? textOf(body) ?? "";
  return text.length > SENT_CHARS ? `${text.slice(0, SENT_CHARS)}…` : text;
}

/** Undefined for bytes that are no text. The last character may be torn by the cut. */
function textOf(body: Uint8Array | null): string | undefined {
  if (body === null || body.includes(0)) return undefined;
  const text = new TextDecoder().decode(body, { stream: true });
  return text.includes("\ufffd") ? undefined : text;
}
