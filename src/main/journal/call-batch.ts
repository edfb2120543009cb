import { decodeArguments } from "./decode-value.ts";
import type { EnterRecord, ExitRecord, RecordSink, TextRecord } from "./decode.ts";
import { type Live, usageOf } from "./live.ts";
import { levelOf, LOGGING_SOURCE, rankOfStream } from "./log-level.ts";
import { type LineSink, PrintedLines, type StreamNumber } from "./printed-lines.ts";
import type { Statements } from "./statements.ts";

/** Index 0 of every table is the span of initialisation: on the record, but not a call of the guest. */
const INSTANTIATE_FN = 0;

/** The calls of one run of records: a call that came and went inside it is written once. */
export class CallBatch implements RecordSink, LineSink {
  readonly #live: Live;
  readonly #sql: Statements;
  readonly #onLine: (row: number) => void;
  readonly #entered = new Map<number, EnterRecord>();

  constructor(live: Live, sql: Statements, onLine: (row: number) => void) {
    this.#live = live;
    this.#sql = sql;
    this.#onLine = onLine;
  }

  enter(record: EnterRecord): void {
    const live = this.#live;
    const isLog = live.shape.logs[record.fn];
    if (isLog === undefined || this.#entered.has(record.seq)) return this.unreadable();
    this.#entered.set(record.seq, record);
    if (record.fn !== INSTANTIATE_FN) live.calls += 1;
    usageOf(live, record.fn).kept += 1;
    if (!isLog) return;
    const level = levelOf(decodeArguments(record.args)[0]);
    live.logs += 1;
    this.#onLine(this.#addLog(record.seq, LOGGING_SOURCE, level, record.startMs, null, null));
  }

  exit(record: ExitRecord): void {
    const entered = this.#entered.get(record.seq);
    if (entered !== undefined) {
      this.#entered.delete(record.seq);
      this.#insert(entered, record);
    } else {
      const versions = record.versions.length === 0 ? null : record.versions;
      const result = record.result.length === 0 ? null : record.result;
      const { changes } = this.#sql.finishCall.run(
        record.endMs,
        record.outcome,
        result,
        versions,
        this.#live.id,
        record.seq,
      );
      // Without an enter it is the end of a call that was only summed up; with two exits it makes no sense.
      if (changes === 0 && this.#sql.findCall.get(this.#live.id, record.seq) !== undefined) return this.unreadable();
    }
    this.#live.changes += record.versions.length / 8;
  }

  text(record: TextRecord): void {
    const stream = record.stream as StreamNumber;
    let lines = this.#live.lines.get(stream);
    if (lines === undefined) this.#live.lines.set(stream, (lines = new PrintedLines(this)));
    lines.print(record);
  }

  sum(fn: number, calls: number, totalMs: number): void {
    if (fn >= this.#live.shape.logs.length) return this.unreadable();
    const usage = usageOf(this.#live, fn);
    usage.summed += calls;
    usage.summedMs += totalMs;
    if (fn !== INSTANTIATE_FN) this.#live.calls += calls;
  }

  unreadable(): void {
    this.#live.unreadable += 1;
  }

  finish(): void {
    for (const record of this.#entered.values()) this.#insert(record, undefined);
    // An open printed line keeps this sink, which must not keep the bytes.
    this.#entered.clear();
  }

  add(record: TextRecord, body: Uint8Array, total: number): number {
    this.#live.logs += 1;
    return this.#addLog(record.seq, record.stream, rankOfStream(record.stream), record.atMs, body, total);
  }

  grow(row: number, body: Uint8Array, total: number): void {
    this.#sql.growLog.run(body, total, row);
  }

  complete(row: number): void {
    this.#onLine(row);
  }

  #addLog(
    seq: number,
    source: number,
    level: number,
    atMs: number,
    body: Uint8Array | null,
    total: number | null,
  ): number {
    return Number(this.#sql.addLog.run(this.#live.id, seq, source, level, atMs, body, total).lastInsertRowid);
  }

  #insert({ seq, parent, fn, link, startMs, args }: EnterRecord, exit: ExitRecord | undefined): void {
    const { changes } = this.#sql.addCall.run(
      this.#live.id,
      seq,
      parent,
      fn,
      link,
      startMs,
      exit?.endMs ?? null,
      exit?.outcome ?? null,
      args,
      exit === undefined || exit.result.length === 0 ? null : exit.result,
      exit === undefined || exit.versions.length === 0 ? null : exit.versions,
    );
    // The number was used before: two calls claim the same place.
    if (changes === 0) this.unreadable();
  }
}
