import { createHash } from "node:crypto";
import type { DatabaseSync, StatementSync } from "node:sqlite";

import type { RecordTables } from "../../shared/record.ts";

/** What writing needs, prepared once. The order of the parameters is the order of the columns named. */
const WRITES = {
  findBuild: "SELECT id FROM build WHERE component = ? AND digest = ? AND tables = ?",
  addBuild: "INSERT INTO build (component, digest, tables) VALUES (?, ?, ?)",
  addFn: "INSERT INTO fn (build, number, interface, name, params, component, digest) VALUES (?, ?, ?, ?, ?, ?, ?)",
  addLink: "INSERT INTO link (build, number, name, backend) VALUES (?, ?, ?, ?)",
  addInvocation:
    "INSERT INTO invocation (id, build, component, digest, cause, cause_text, caused_by, kind, title, started_at, " +
    "status, outcome, reason, duration_ms, guest_ms, host_ms, instantiate_ms, calls, changes, logs, unreadable, lost_bytes) " +
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  loadInvocation:
    "SELECT build, component, digest, outcome, calls, changes, logs, unreadable, lost_bytes FROM invocation WHERE id = ?",
  setHead: "UPDATE invocation SET title = coalesce(?, title), status = coalesce(?, status) WHERE id = ?",
  // The first end counts: a killed invocation may still report how it would have ended.
  setEnd:
    "UPDATE invocation SET outcome = ?, reason = ?, duration_ms = ?, guest_ms = ?, host_ms = ?, instantiate_ms = ? " +
    "WHERE id = ? AND outcome IS NULL",
  setCounters: "UPDATE invocation SET calls = ?, changes = ?, logs = ?, unreadable = ?, lost_bytes = ? WHERE id = ?",
  setDetail:
    "INSERT INTO detail (invocation, request, request_body, request_total, response, response_body, response_total, " +
    "args, value, error, trap) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (invocation) DO UPDATE SET " +
    [
      "request",
      "request_body",
      "request_total",
      "response",
      "response_body",
      "response_total",
      "args",
      "value",
      "error",
      "trap",
    ]
      .map((column) => `${column} = coalesce(excluded.${column}, ${column})`)
      .join(", "),
  addCall:
    "INSERT INTO call (invocation, seq, parent, fn, link, start_ms, end_ms, outcome, args, result, versions) " +
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
  finishCall:
    "UPDATE call SET end_ms = ?, outcome = ?, result = ?, versions = ? WHERE invocation = ? AND seq = ? AND end_ms IS NULL",
  findCall: "SELECT 1 FROM call WHERE invocation = ? AND seq = ?",
  addUsage:
    "INSERT INTO usage (invocation, fn, kept, summed, summed_ms) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET " +
    "kept = kept + excluded.kept, summed = summed + excluded.summed, summed_ms = summed_ms + excluded.summed_ms",
  addLog: "INSERT INTO log (invocation, seq, source, level, at_ms, body, total) VALUES (?, ?, ?, ?, ?, ?, ?)",
  growLog: "UPDATE log SET body = ?, total = ? WHERE id = ?",
} as const;

export type Statements = Readonly<Record<keyof typeof WRITES, StatementSync>>;

export function prepareStatements(db: DatabaseSync): Statements {
  const entries = Object.entries(WRITES).map(([name, sql]) => [name, db.prepare(sql)] as const);
  return Object.fromEntries(entries) as Record<keyof typeof WRITES, StatementSync>;
}

/** Tells two tables of the same build apart: other links give other numbers. */
export function tablesDigest(tables: RecordTables): string {
  return createHash("sha256").update(JSON.stringify(tables)).digest("hex");
}
