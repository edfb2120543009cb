import type { DatabaseSync, SQLInputValue } from "node:sqlite";

import type { HostCallQuery, InvocationQuery, LogQuery, SentCall, SentCallQuery } from "../../shared/contract.ts";
import type { HostCallView, InvocationId, InvocationSummary, LogLine } from "../../shared/model.ts";
import { escapeLike, filterCondition, NAMES_KEY } from "./filter-sql.ts";
import { parseFilter } from "./filter.ts";
import { rankOf } from "./log-level.ts";
import { namesKey } from "./names-key.ts";
import { countLinkCalls } from "./link-calls.ts";
import type { JournalInvocation, LinkCalls } from "./protocol.ts";
import {
  type AggregateRow,
  aggregateFrom,
  type CallRow,
  callFrom,
  type DetailRow,
  detailFrom,
  type LogRow,
  logFrom,
  logContext,
  logText,
  type SummaryRow,
  summaryFrom,
} from "./rows.ts";
import { searchSentCalls } from "./sent-calls.ts";
import { decodeVersions } from "./decode.ts";

/** More than any view shows at once; a query asks again for the rest. */
const MAX_LIMIT = 1000;
/** A search looks at this many rows, then lets others have a turn. */
const INVOCATIONS_A_STEP = 500;
const LOGS_A_STEP = 5000;
/** Of one invocation, as many versions as are named. `changes` has the exact count. */
const MAX_VERSIONS = 10_000;

const LOG_TEXT = "vitrine_log_text";
const LOG_CONTEXT = "vitrine_log_context";

const SUMMARY = "i.*";
/** A line belongs to the call it was printed in, and so to the component that made that. */
const LOG_COMPONENT = "coalesce(f.component, i.component)";
/** What was logged is an argument of that call; what was printed is in the line itself. */
const LOG_ARGS = "iif(l.source = 0, c.args, NULL)";
const LOG_COLUMNS =
  `SELECT l.id, l.invocation, l.source, l.level, l.at_ms, l.body, l.total, ${LOG_COMPONENT} AS component, ` +
  `i.started_at, ${LOG_ARGS} AS args FROM log l JOIN invocation i ON i.id = l.invocation ` +
  "LEFT JOIN call c ON c.invocation = l.invocation AND c.seq = l.seq " +
  "LEFT JOIN fn f ON f.build = i.build AND f.number = c.fn ";

/** A long search in steps: whoever drives it may do other things in between, or stop. */
export type Search<Row> = Generator<void, Row[]>;

/** Answers questions about the journal. Lists are newest first unless they say otherwise. */
export class Reader {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    db.function(NAMES_KEY, { deterministic: true }, (fn, args, pattern) =>
      args instanceof Uint8Array && namesKey(String(fn), args, String(pattern)) ? 1 : 0,
    );
    db.function(LOG_CONTEXT, { deterministic: true }, (args) => logContext(bytesOf(args)));
    db.function(LOG_TEXT, { deterministic: true }, (body, args) => logText(bytesOf(body), bytesOf(args)));
  }

  /** @throws StudioError `request-invalid` for a filter that cannot be read. */
  *invocations(query: InvocationQuery): Search<InvocationSummary> {
    const filter = filterCondition(parseFilter(query.filter ?? ""));
    const limit = limited(query.limit);
    const found: InvocationSummary[] = [];
    const floorOf = this.#db.prepare("SELECT id FROM invocation WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?");
    const search = this.#db.prepare(
      `SELECT ${SUMMARY} FROM invocation i WHERE i.id < ? AND i.id >= ? AND ${filter.sql} ORDER BY i.id DESC LIMIT ?`,
    );
    let before = query.before ?? Number.MAX_SAFE_INTEGER;
    for (;;) {
      const floor = numberOf(floorOf.get(before, INVOCATIONS_A_STEP - 1), "id") ?? 0;
      const rows = search.all(before, floor, ...filter.values, limit - found.length) as unknown as SummaryRow[];
      found.push(...rows.map(summaryFrom));
      if (found.length >= limit || floor === 0) return found;
      before = floor;
      yield;
    }
  }

  /** The invocations of a list, oldest first; those that are gone are left out. */
  summaries(ids: readonly InvocationId[]): InvocationSummary[] {
    const sql = `SELECT ${SUMMARY} FROM invocation i WHERE i.id IN (SELECT value FROM json_each(?)) ORDER BY i.id`;
    return this.#all<SummaryRow>(sql, JSON.stringify(ids)).map(summaryFrom);
  }

  invocation(id: InvocationId): JournalInvocation | undefined {
    const [row] = this.#all<SummaryRow & DetailRow>(
      `SELECT d.*, ${SUMMARY} FROM invocation i LEFT JOIN detail d ON d.invocation = i.id WHERE i.id = ?`,
      id,
    );
    if (row === undefined) return undefined;
    const caused = this.#all<SummaryRow>(
      `SELECT ${SUMMARY} FROM invocation i WHERE i.caused_by = ? ORDER BY i.id LIMIT ${MAX_LIMIT}`,
      id,
    );
    return {
      ...summaryFrom(row),
      ...detailFrom(row),
      caused: caused.map(summaryFrom),
      aggregates: this.#aggregates(row),
      versions: this.#versions(id),
    };
  }

  sentCalls(query: SentCallQuery): Search<SentCall> {
    return searchSentCalls(this.#db, query);
  }

  linkCalls(): Search<LinkCalls> {
    return countLinkCalls(this.#db);
  }

  /** In order of entry, from the first after `after`. */
  hostCalls(query: HostCallQuery): HostCallView[] {
    return this.#all<CallRow>(
      "SELECT c.*, f.interface, f.name, f.params, f.component, f.digest, l.name AS link_name, l.backend FROM call c " +
        "JOIN invocation i ON i.id = c.invocation " +
        "LEFT JOIN fn f ON f.build = i.build AND f.number = c.fn " +
        "LEFT JOIN link l ON l.build = i.build AND l.number = c.link " +
        "WHERE c.invocation = ? AND c.seq > ? ORDER BY c.seq LIMIT ?",
      query.invocation,
      query.after ?? 0,
      limited(query.limit),
    ).map(callFrom);
  }

  *logs(query: LogQuery): Search<LogLine> {
    const where: string[] = [];
    const values: SQLInputValue[] = [];
    const must = (sql: string, value: SQLInputValue) => {
      where.push(sql);
      values.push(value);
    };
    if (query.invocation !== undefined) must("l.invocation = ?", query.invocation);
    if (query.component !== undefined) must(`${LOG_COMPONENT} = ?`, query.component);
    if (query.minLevel !== undefined) must("l.level >= ?", rankOf(query.minLevel));
    if (query.context !== undefined) must(`${LOG_CONTEXT}(${LOG_ARGS}) = ?`, query.context);
    if (query.text !== undefined && query.text !== "") {
      must(`${LOG_TEXT}(l.body, ${LOG_ARGS}) LIKE ? ESCAPE '\\'`, `%${escapeLike(query.text)}%`);
    }
    const limit = limited(query.limit);
    const ofOne = query.invocation === undefined ? "" : " INDEXED BY log_invocation";
    const scope = query.invocation === undefined ? [] : [query.invocation];
    const floorOf = this.#db.prepare(
      `SELECT id FROM log${ofOne} WHERE ${ofOne === "" ? "" : "invocation = ? AND "}id < ? ORDER BY id DESC LIMIT 1 OFFSET ?`,
    );
    const search = this.#db.prepare(
      `${LOG_COLUMNS} WHERE l.id < ? AND l.id >= ? ${where.map((part) => `AND ${part} `).join("")}ORDER BY l.id DESC LIMIT ?`,
    );
    const found: LogLine[] = [];
    let before = query.before ?? Number.MAX_SAFE_INTEGER;
    for (;;) {
      const floor = numberOf(floorOf.get(...scope, before, LOGS_A_STEP - 1), "id") ?? 0;
      const rows = search.all(before, floor, ...values, limit - found.length) as unknown as LogRow[];
      found.push(...rows.map(logFrom));
      if (found.length >= limit || floor === 0) return found;
      before = floor;
      yield;
    }
  }

  /** The lines of a list of rows, oldest first. */
  logLines(ids: readonly number[]): LogLine[] {
    const sql = `${LOG_COLUMNS} WHERE l.id IN (SELECT value FROM json_each(?)) ORDER BY l.id`;
    return this.#all<LogRow>(sql, JSON.stringify(ids)).map(logFrom);
  }

  #aggregates(row: SummaryRow): JournalInvocation["aggregates"] {
    const rows = this.#all<AggregateRow>(
      "SELECT f.interface, f.name, u.summed, u.summed_ms FROM usage u " +
        "LEFT JOIN fn f ON f.build = ? AND f.number = u.fn WHERE u.invocation = ? AND u.summed > 0 ORDER BY u.summed DESC",
      row.build,
      row.id,
    );
    const notes = [
      ["(unreadable records)", row.unreadable],
      ["(bytes of records lost: the journal was too far behind)", row.lost_bytes],
    ] as const;
    return [
      ...rows.map(aggregateFrom),
      ...notes.flatMap(([name, calls]) => (calls === 0 ? [] : [{ interface: "", function: name, calls, totalMs: 0 }])),
    ];
  }

  #versions(id: InvocationId): number[] {
    const versions: number[] = [];
    const statement = this.#db.prepare(
      "SELECT versions FROM call WHERE invocation = ? AND versions IS NOT NULL ORDER BY seq",
    );
    for (const row of statement.iterate(id)) {
      versions.push(...decodeVersions(bytesOf(row["versions"]) ?? new Uint8Array()));
      if (versions.length >= MAX_VERSIONS) break;
    }
    return versions.slice(0, MAX_VERSIONS);
  }

  /** Tables are STRICT and were checked on opening, so a row has the types its columns were declared with. */
  #all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#db.prepare(sql).all(...values) as unknown as Row[];
  }
}

function limited(limit: number): number {
  return Number.isSafeInteger(limit) && limit > 0 ? Math.min(limit, MAX_LIMIT) : MAX_LIMIT;
}

function bytesOf(value: unknown): Uint8Array | undefined {
  return value instanceof Uint8Array ? value : undefined;
}

function numberOf(row: Readonly<Record<string, unknown>> | undefined, column: string): number | undefined {
  const value = row?.[column];
  return typeof value === "number" ? value : undefined;
}
