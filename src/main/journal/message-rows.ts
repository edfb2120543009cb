import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";

import type { DeliveryView, MessageId, MessageKind, MessageQuery, MessageView } from "../../shared/model.ts";
import { subjectMatches } from "../../shared/subject.ts";
import { messageCondition, SUBJECT_MATCHES } from "./message-filter.ts";
import type { KeptMessages } from "./protocol.ts";

/** Messages beyond the bound that may stand until the oldest are removed: removing costs more than writing. */
const SLACK = 100;
/** More than any view shows at once; a query asks again for the rest. */
const MAX_LIMIT = 1000;
/** A search looks at this many rows, then lets others have a turn. */
const ROWS_A_STEP = 1000;

interface MessageRow {
  readonly id: number;
  readonly backend: string;
  readonly at_ms: number;
  readonly kind: string;
  readonly subject: string;
  readonly body: Uint8Array;
  readonly total: number;
  readonly reply_to: string | null;
  readonly sender: number | null;
  readonly sender_component: string | null;
  readonly deliveries: string;
  readonly paired: number | null;
  readonly answered_ms: number | null;
  readonly problem: string | null;
}

/** Writes messages, and keeps no more of a backend than its project wants. */
export class MessageRows {
  readonly #put: StatementSync;
  readonly #trim: StatementSync;
  readonly #sinceTrim = new Map<string, number>();

  constructor(db: DatabaseSync) {
    this.#put = db.prepare(
      "INSERT INTO message (id, backend, at_ms, kind, subject, body, total, reply_to, sender, sender_component, " +
        "deliveries, paired, answered_ms, problem) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) " +
        "ON CONFLICT (id) DO UPDATE SET deliveries = excluded.deliveries, paired = excluded.paired, " +
        "answered_ms = excluded.answered_ms, problem = excluded.problem",
    );
    this.#trim = db.prepare(
      "DELETE FROM message WHERE backend = ?1 AND id <= " +
        "(SELECT id FROM message WHERE backend = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
    );
  }

  write({ messages, keep }: KeptMessages): void {
    for (const message of messages) {
      const { from } = message;
      const sender = from.kind === "invocation" ? [from.invocation, from.component] : [null, null];
      this.#put.run(
        message.id,
        message.backend,
        message.at,
        message.kind,
        message.subject,
        message.body.kept,
        message.body.total,
        message.replyTo ?? null,
        ...sender,
        JSON.stringify(message.deliveries),
        message.paired ?? null,
        message.answeredMs ?? null,
        message.problem ?? null,
      );
      this.#sinceTrim.set(message.backend, (this.#sinceTrim.get(message.backend) ?? 0) + 1);
    }
    for (const [backend, count] of keep) {
      if ((this.#sinceTrim.get(backend) ?? 0) < SLACK) continue;
      this.#trim.run(backend, count);
      this.#sinceTrim.set(backend, 0);
    }
  }
}

/** Answers questions about messages, newest first. */
export class MessageReader {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    db.function(SUBJECT_MATCHES, { deterministic: true }, (pattern, subject) =>
      subjectMatches(String(pattern), String(subject)) ? 1 : 0,
    );
  }

  /** Above every message there is, and every one that an invocation still names as its cause. */
  nextId(): MessageId {
    const row = this.#db
      .prepare(
        "SELECT max(coalesce((SELECT max(id) FROM message), 0), " +
          "coalesce((SELECT max(CAST(cause_text AS INTEGER)) FROM invocation WHERE cause = 'message'), 0)) + 1 AS next",
      )
      .get();
    return Number(row?.["next"]);
  }

  /** @throws StudioError `request-invalid` for a filter that cannot be read. */
  *messages(query: MessageQuery): Generator<void, MessageView[]> {
    const { sql, values } = messageCondition(query.filter ?? "");
    const limit = Number.isSafeInteger(query.limit) && query.limit > 0 ? Math.min(query.limit, MAX_LIMIT) : MAX_LIMIT;
    const floorOf = this.#db.prepare("SELECT id FROM message WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?");
    const search = this.#db.prepare(
      `SELECT m.* FROM message m WHERE m.id < ? AND m.id >= ? AND ${sql} ORDER BY m.id DESC LIMIT ?`,
    );
    const found: MessageView[] = [];
    let before = query.before ?? Number.MAX_SAFE_INTEGER;
    for (;;) {
      const floor = Number(floorOf.get(before, ROWS_A_STEP - 1)?.["id"] ?? 0);
      const all: SQLInputValue[] = [before, floor, ...values, limit - found.length];
      found.push(...(search.all(...all) as unknown as MessageRow[]).map((row) => messageFrom(row, query.bodyBytes)));
      if (found.length >= limit || floor === 0) return found;
      before = floor;
      yield;
    }
  }

  message(id: MessageId): MessageView | undefined {
    const row = this.#db.prepare("SELECT * FROM message WHERE id = ?").get(id) as unknown as MessageRow | undefined;
    return row === undefined ? undefined : messageFrom(row);
  }
}

/** Tables are STRICT and were checked on opening, so a row has the types its columns were declared with. */
function messageFrom(row: MessageRow, bodyBytes?: number): MessageView {
  return {
    id: row.id,
    backend: row.backend,
    at: row.at_ms,
    kind: row.kind as MessageKind,
    subject: row.subject,
    body: { kept: bodyBytes === undefined ? row.body : row.body.slice(0, bodyBytes), total: row.total },
    ...(row.reply_to === null ? {} : { replyTo: row.reply_to }),
    from:
      row.sender === null
        ? { kind: "person" }
        : { kind: "invocation", invocation: row.sender, component: row.sender_component ?? "" },
    deliveries: JSON.parse(row.deliveries) as DeliveryView[],
    ...(row.paired === null ? {} : { paired: row.paired }),
    ...(row.answered_ms === null ? {} : { answeredMs: row.answered_ms }),
    ...(row.problem === null ? {} : { problem: row.problem }),
  };
}
