import type { DatabaseSync } from "node:sqlite";

import type { InvocationId } from "../../shared/model.ts";
import { decodeRecords } from "./decode.ts";
import { CallBatch } from "./call-batch.ts";
import { boundedJson, messageColumns } from "./detail-row.ts";
import { type BuildShape, type Live, newLive } from "./live.ts";
import { isLogCall } from "./log-level.ts";
import type {
  BeginInput,
  BuildInput,
  BuildRef,
  InvocationChange,
  InvocationEnd,
  JournalOperation,
} from "./protocol.ts";
import { type Statements, prepareStatements, tablesDigest } from "./statements.ts";

/** Writes what the studio tells into the tables. The caller holds a transaction open around every method. */
export class Ingest {
  readonly #db: DatabaseSync;
  readonly #sql: Statements;
  readonly #builds = new Map<BuildRef, BuildShape>();
  readonly #shapes = new Map<number, BuildShape>();
  readonly #live = new Map<InvocationId, Live>();
  readonly #dirty = new Set<Live>();
  /** Since they were last taken. */
  #changed = new Set<InvocationId>();
  #completedLines: number[] = [];

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#sql = prepareStatements(db);
  }

  apply(operation: JournalOperation): void {
    switch (operation.t) {
      case "build":
        return this.#build(operation.ref, operation.build);
      case "begin":
        return this.#begin(operation.begin);
      case "records":
        return this.#withLive(operation.id, (live) => this.#records(live, operation.bytes));
      case "lost":
        return this.#withLive(operation.id, (live) => void (live.lostBytes += operation.bytes));
      case "update":
        return this.#withLive(operation.id, (live) => this.#update(live, operation.change));
      case "end":
        return this.#withLive(operation.id, (live) => this.#end(live, operation.end));
    }
  }

  /** Writes the counters and lets go of what has ended. Comes before every commit and every read. */
  flush(): void {
    for (const live of this.#dirty) {
      const { id, calls, changes, logs, unreadable, lostBytes } = live;
      this.#sql.setCounters.run(calls, changes, logs, unreadable, lostBytes, id);
      for (const [fn, { kept, summed, summedMs }] of live.usage) this.#sql.addUsage.run(id, fn, kept, summed, summedMs);
      live.usage.clear();
      if (!live.ended) continue;
      for (const lines of live.lines.values()) lines.close();
      this.#live.delete(id);
    }
    this.#dirty.clear();
  }

  /** Drops what is in memory of transactions that were rolled back; it is read again from the file. */
  forget(): void {
    this.#live.clear();
    this.#dirty.clear();
    this.#changed.clear();
    this.#completedLines = [];
  }

  /** Invocations that changed and rows of lines that were completed since the last call. */
  takeNews(): { readonly invocations: InvocationId[]; readonly lines: number[] } {
    const news = { invocations: [...this.#changed], lines: this.#completedLines };
    this.#changed = new Set();
    this.#completedLines = [];
    return news;
  }

  get hasNews(): boolean {
    return this.#changed.size > 0 || this.#completedLines.length > 0;
  }

  #build(ref: BuildRef, { component, digest, tables }: BuildInput): void {
    const identity = tablesDigest(tables);
    const known = this.#sql.findBuild.get(component, digest, identity);
    const row = Number(known?.["id"] ?? this.#sql.addBuild.run(component, digest, identity).lastInsertRowid);
    if (known === undefined) {
      for (const [number, fn] of tables.functions.entries()) {
        this.#sql.addFn.run(row, number, fn.interface, fn.function, JSON.stringify(fn.params));
      }
      for (const [number, link] of tables.links.entries()) this.#sql.addLink.run(row, number, link.name, link.backend);
    }
    const shape: BuildShape = { row, component, digest, logs: tables.functions.map(isLogCall) };
    this.#builds.set(ref, shape);
    this.#shapes.set(row, shape);
  }

  #begin(begin: BeginInput): void {
    const shape = this.#builds.get(begin.build);
    if (shape === undefined) throw new Error(`Invocation ${begin.id} began with a build that was never registered.`);
    const { cause } = begin;
    const text = cause.kind === "person" ? cause.via : cause.kind === "request" ? cause.client : "";
    const by = cause.kind === "invocation" ? cause.id : null;
    const { row, component, digest } = shape;
    this.#sql.addInvocation.run(
      begin.id,
      row,
      component,
      digest,
      cause.kind,
      text,
      by,
      begin.kind,
      begin.title,
      begin.startedAt,
    );
    const live = newLive(begin.id, shape);
    this.#live.set(begin.id, live);
    this.#touch(live);
    this.#detail(live.id, begin);
  }

  #update(live: Live, change: InvocationChange): void {
    if (change.title !== undefined || change.status !== undefined) {
      this.#sql.setHead.run(change.title ?? null, change.status ?? null, live.id);
    }
    this.#detail(live.id, change);
  }

  #end(live: Live, end: InvocationEnd): void {
    this.#update(live, end);
    this.#sql.setEnd.run(
      end.outcome,
      end.reason ?? null,
      end.durationMs,
      end.guestMs ?? null,
      end.hostMs ?? null,
      live.id,
    );
    live.ended = true;
  }

  #detail(id: InvocationId, change: InvocationChange): void {
    const columns = [
      ...messageColumns(change.request),
      ...messageColumns(change.response),
      boundedJson(change.args),
      boundedJson(change.value),
      boundedJson(change.error),
    ] as const;
    if (columns.some((column) => column !== null)) this.#sql.setDetail.run(id, ...columns);
  }

  #records(live: Live, bytes: Uint8Array): void {
    const batch = new CallBatch(live, this.#sql, (row) => this.#completedLines.push(row));
    decodeRecords(bytes, batch);
    batch.finish();
  }

  #withLive(id: InvocationId, act: (live: Live) => void): void {
    const live = this.#live.get(id) ?? this.#load(id);
    // Evicted or cleared meanwhile: nobody can look at it any more.
    if (live === undefined) return;
    act(live);
    this.#touch(live);
  }

  #load(id: InvocationId): Live | undefined {
    const row = this.#sql.loadInvocation.get(id);
    if (row === undefined) return undefined;
    const live = newLive(id, this.#shapeOf(Number(row["build"]), String(row["component"]), String(row["digest"])));
    live.calls = Number(row["calls"]);
    live.changes = Number(row["changes"]);
    live.logs = Number(row["logs"]);
    live.unreadable = Number(row["unreadable"]);
    live.lostBytes = Number(row["lost_bytes"]);
    live.ended = row["outcome"] !== null;
    this.#live.set(id, live);
    return live;
  }

  #shapeOf(row: number, component: string, digest: string): BuildShape {
    const known = this.#shapes.get(row);
    if (known !== undefined) return known;
    const functions = this.#db.prepare("SELECT interface, name FROM fn WHERE build = ? ORDER BY number").all(row);
    const logs = functions.map((fn) =>
      isLogCall({ interface: String(fn["interface"]), function: String(fn["name"]), params: [] }),
    );
    const shape = { row, component, digest, logs };
    this.#shapes.set(row, shape);
    return shape;
  }

  #touch(live: Live): void {
    this.#dirty.add(live);
    this.#changed.add(live.id);
  }
}
