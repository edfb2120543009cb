import type { DatabaseSync } from "node:sqlite";

import type { Cause, InvocationId } from "../../shared/model.ts";
import { decodeRecords } from "./decode.ts";
import { CallBatch } from "./call-batch.ts";
import { mergeColumns } from "./detail-row.ts";
import { MessageRows } from "./message-rows.ts";
import { type BuildShape, type Live, newLive } from "./live.ts";
import { isLogCall } from "./log-level.ts";
import type {
  BeginHead,
  BuildInput,
  BuildRef,
  DetailColumns,
  EndHead,
  JournalOperation,
  ToldChange,
} from "./protocol.ts";
import { type Statements, prepareStatements, tablesDigest } from "./statements.ts";

/** Writes what the studio tells into the tables. The caller holds a transaction open around every method. */
export class Ingest {
  readonly #db: DatabaseSync;
  readonly #sql: Statements;
  readonly #messages: MessageRows;
  readonly #builds = new Map<BuildRef, BuildShape>();
  readonly #shapes = new Map<number, BuildShape>();
  readonly #live = new Map<InvocationId, Live>();
  readonly #dirty = new Set<Live>();
  /** Since they were last taken. */
  #changed = new Set<InvocationId>();
  #completedLines: number[] = [];
  #failure: unknown;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#sql = prepareStatements(db);
    this.#messages = new MessageRows(db);
  }

  apply(operation: JournalOperation): void {
    switch (operation.t) {
      case "build":
        return this.#build(operation.ref, operation.build);
      case "begin":
        return this.#begin(operation.begin, operation.detail);
      case "records":
        return this.#withLive(operation.id, (live) => this.#records(live, operation.bytes));
      case "lost":
        return this.#withLive(operation.id, (live) => void (live.lostBytes += operation.bytes));
      case "update":
        return this.#withLive(operation.id, (live) => this.#update(live, operation.change));
      case "messages":
        return this.#messages.write(operation);
      case "end":
        return this.#withLive(operation.id, (live) => this.#end(live, operation.end, operation.change));
    }
  }

  /** Writes what was held back and lets go of what has ended. Comes before every commit and every read. */
  flush(): void {
    for (const live of this.#dirty) {
      try {
        this.#write(live);
      } catch (error) {
        // SQLite ends the transaction itself when the disk is full or the file is broken.
        if (!this.#db.isTransaction) throw error;
        this.#failure ??= error;
      }
      if (!live.ended) continue;
      for (const lines of live.lines.values()) lines.close();
      this.#live.delete(live.id);
    }
    this.#dirty.clear();
  }

  /** Of an invocation that could not be written, since the last call; the others were. */
  takeFailure(): unknown {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure;
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
        const by = [fn.caller?.component ?? null, fn.caller?.build ?? null] as const;
        this.#sql.addFn.run(row, number, fn.interface, fn.function, JSON.stringify(fn.params), ...by);
      }
      for (const [number, link] of tables.links.entries()) this.#sql.addLink.run(row, number, link.name, link.backend);
    }
    const shape: BuildShape = { row, component, digest, logs: tables.functions.map(isLogCall) };
    this.#builds.set(ref, shape);
    this.#shapes.set(row, shape);
  }

  #begin(begin: BeginHead, detail: DetailColumns | undefined): void {
    const shape = this.#builds.get(begin.build);
    if (shape === undefined) throw new Error(`Invocation ${begin.id} began with a build that was never registered.`);
    const live = newLive(begin.id, shape);
    live.unwritten.begin = begin;
    live.unwritten.title = begin.title;
    live.unwritten.detail = detail;
    this.#live.set(begin.id, live);
    this.#touch(live);
  }

  #update({ unwritten }: Live, { title, status, detail }: ToldChange): void {
    unwritten.title = title ?? unwritten.title;
    unwritten.status = status ?? unwritten.status;
    unwritten.detail = mergeColumns(unwritten.detail, detail);
  }

  #end(live: Live, end: EndHead, change: ToldChange): void {
    this.#update(live, change);
    live.unwritten.end ??= end;
    live.ended = true;
  }

  #write({ id, shape, unwritten, usage, calls, changes, logs, unreadable, lostBytes }: Live): void {
    const { begin, title = null, status = null, end, detail } = unwritten;
    const ending = [end?.outcome ?? null, end?.reason ?? null, end?.durationMs ?? null] as const;
    const times = [end?.guestMs ?? null, end?.hostMs ?? null, end?.instantiateMs ?? null] as const;
    const counters = [calls, changes, logs, unreadable, lostBytes] as const;
    if (begin === undefined) {
      if (title !== null || status !== null) this.#sql.setHead.run(title, status, id);
      if (end !== undefined) this.#sql.setEnd.run(...ending, ...times, id);
      this.#sql.setCounters.run(...counters, id);
    } else {
      const { cause, kind, startedAt } = begin;
      const { text, by } = causeColumns(cause);
      const head = [
        id,
        shape.row,
        shape.component,
        shape.digest,
        cause.kind,
        text,
        by,
        kind,
        title,
        startedAt,
      ] as const;
      this.#sql.addInvocation.run(...head, status, ...ending, ...times, ...counters);
    }
    if (detail !== undefined) this.#sql.setDetail.run(id, ...detail);
    for (const [fn, { kept, summed, summedMs }] of usage) this.#sql.addUsage.run(id, fn, kept, summed, summedMs);
    usage.clear();
    unwritten.begin = unwritten.title = unwritten.status = unwritten.end = unwritten.detail = undefined;
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

/** What made it happen, beside the kind: a text, and the invocation behind it. */
function causeColumns(cause: Cause): { readonly text: string; readonly by: InvocationId | null } {
  switch (cause.kind) {
    case "person":
      return { text: cause.via, by: null };
    case "request":
      return { text: cause.client, by: null };
    case "invocation":
      return { text: "", by: cause.id };
    case "message":
      return { text: String(cause.message), by: cause.by ?? null };
    case "reload":
      return { text: "", by: null };
  }
}
