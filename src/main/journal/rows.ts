import type {
  Cause,
  ExportKind,
  HostCallView,
  InvocationSummary,
  LogLine,
  Outcome,
  TrapView,
  ValuePreview,
} from "../../shared/model.ts";
import { ExitOutcome } from "../../shared/record.ts";
import { decodeVersions } from "./decode.ts";
import { decodeArguments, decodeResult, decodeText } from "./decode-value.ts";
import { messageFrom, parsedJson } from "./detail-row.ts";
import { levelNamed, LOGGING_SOURCE, sourceNamed } from "./log-level.ts";
import type { JournalInvocation } from "./protocol.ts";

/** Rows as the reader's queries return them, and the views they become. */
export interface SummaryRow {
  readonly id: number;
  readonly build: number;
  readonly component: string;
  readonly digest: string;
  readonly cause: Cause["kind"];
  readonly cause_text: string;
  readonly caused_by: number | null;
  readonly kind: ExportKind;
  readonly title: string;
  readonly started_at: number;
  readonly outcome: Outcome | null;
  readonly reason: string | null;
  readonly duration_ms: number | null;
  readonly guest_ms: number | null;
  readonly host_ms: number | null;
  readonly status: number | null;
  readonly calls: number;
  readonly changes: number;
  readonly logs: number;
  readonly unreadable: number;
  readonly lost_bytes: number;
}

export interface DetailRow {
  readonly host_ms: number | null;
  readonly instantiate_ms: number | null;
  readonly request: string | null;
  readonly request_body: Uint8Array | null;
  readonly request_total: number | null;
  readonly response: string | null;
  readonly response_body: Uint8Array | null;
  readonly response_total: number | null;
  readonly args: string | null;
  readonly value: string | null;
  readonly error: string | null;
  readonly trap: string | null;
}

export interface CallRow {
  readonly seq: number;
  readonly parent: number;
  readonly start_ms: number;
  readonly end_ms: number | null;
  readonly outcome: number | null;
  readonly args: Uint8Array;
  readonly result: Uint8Array | null;
  readonly versions: Uint8Array | null;
  readonly interface: string | null;
  readonly name: string | null;
  readonly params: string | null;
  readonly link_name: string | null;
  readonly backend: string | null;
  readonly component: string | null;
  readonly digest: string | null;
}

export interface LogRow {
  readonly id: number;
  readonly invocation: number;
  readonly source: number;
  readonly level: number;
  readonly at_ms: number;
  readonly body: Uint8Array | null;
  readonly total: number | null;
  readonly component: string;
  readonly started_at: number;
  readonly args: Uint8Array | null;
}

export interface AggregateRow {
  readonly interface: string | null;
  readonly name: string | null;
  readonly summed: number;
  readonly summed_ms: number;
}

export function summaryFrom(row: SummaryRow): InvocationSummary {
  return {
    id: row.id,
    component: row.component,
    build: row.digest,
    cause: causeFrom(row),
    kind: row.kind,
    title: row.title,
    startedAt: row.started_at,
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.duration_ms === null ? {} : { durationMs: row.duration_ms }),
    ...(row.guest_ms === null ? {} : { guestMs: row.guest_ms }),
    ...(row.status === null ? {} : { status: row.status }),
    calls: row.calls,
    changes: row.changes,
    logs: row.logs,
  };
}

export function detailFrom(
  row: DetailRow,
): Pick<JournalInvocation, "hostMs" | "instantiateMs" | "request" | "response" | "args" | "value" | "error" | "trap"> {
  const request = messageFrom(row.request, row.request_body, row.request_total);
  const response = messageFrom(row.response, row.response_body, row.response_total);
  const trap = parsedJson(row.trap) as TrapView | undefined;
  return {
    ...(row.host_ms === null ? {} : { hostMs: row.host_ms }),
    ...(row.instantiate_ms === null ? {} : { instantiateMs: row.instantiate_ms }),
    ...(request === undefined ? {} : { request }),
    ...(response === undefined ? {} : { response }),
    ...(row.args === null ? {} : { args: parsedJson(row.args) }),
    ...(row.value === null ? {} : { value: parsedJson(row.value) }),
    ...(row.error === null ? {} : { error: parsedJson(row.error) }),
    ...(trap === undefined ? {} : { trap }),
  };
}

export function callFrom(row: CallRow): HostCallView {
  const names = parsedJson(row.params);
  const result = row.result === null ? undefined : decodeResult(row.result);
  const outcome = row.outcome === null ? undefined : outcomeNamed(row.outcome);
  return {
    seq: row.seq,
    parent: row.parent,
    interface: row.interface ?? "",
    function: row.name ?? "(unknown function)",
    link: row.link_name ?? "",
    backend: row.backend ?? "",
    ...(row.component === null ? {} : { component: row.component }),
    ...(row.digest === null ? {} : { build: row.digest }),
    args: decodeArguments(row.args).map((value, i) => ({ name: nameAt(names, i), value })),
    startMs: row.start_ms,
    ...(row.end_ms === null ? {} : { durationMs: Math.max(0, row.end_ms - row.start_ms) }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(result === undefined ? {} : { result }),
    versions: row.versions === null ? [] : decodeVersions(row.versions),
  };
}

export function logFrom(row: LogRow): LogLine {
  const head = {
    id: row.id,
    at: row.started_at + row.at_ms,
    component: row.component,
    invocation: row.invocation,
    source: sourceNamed(row.source),
  };
  if (row.source !== LOGGING_SOURCE) {
    const body = row.body ?? new Uint8Array();
    return { ...head, text: printedText(body), cut: (row.total ?? 0) > body.length };
  }
  const [, context, message] = row.args === null ? [] : decodeArguments(row.args);
  return {
    ...head,
    level: levelNamed(row.level),
    ...(context?.t === "string" ? { context: context.v } : {}),
    text: textOf(message),
    cut: message?.t !== "string" || message.cut,
  };
}

/** The context of a line of wasi:logging, from the arguments of its call; null for a printed one. */
export function logContext(args: Uint8Array | undefined): string | null {
  return args === undefined ? null : textOf(decodeArguments(args)[1]);
}

/** The text of a log row, for searching. */
export function logText(body: Uint8Array | undefined, args: Uint8Array | undefined): string {
  if (args !== undefined) return textOf(decodeArguments(args)[2]);
  return body === undefined ? "" : printedText(body);
}

export function aggregateFrom(row: AggregateRow): JournalInvocation["aggregates"][number] {
  return {
    interface: row.interface ?? "",
    function: row.name ?? "(unknown function)",
    calls: row.summed,
    totalMs: row.summed_ms,
  };
}

/** Guests for Windows end their lines with a carriage return too. */
function printedText(body: Uint8Array): string {
  return decodeText(body, true).replace(/\r$/, "");
}

function textOf(value: ValuePreview | undefined): string {
  return value?.t === "string" ? value.v : "";
}

function nameAt(names: unknown, index: number): string {
  const name: unknown = Array.isArray(names) ? names[index] : undefined;
  return typeof name === "string" ? name : `argument ${index + 1}`;
}

function causeFrom(row: SummaryRow): Cause {
  if (row.cause === "request") return { kind: "request", client: row.cause_text };
  if (row.cause === "invocation") return { kind: "invocation", id: row.caused_by ?? 0 };
  if (row.cause === "message") {
    return {
      kind: "message",
      message: Number(row.cause_text),
      ...(row.caused_by === null ? {} : { by: row.caused_by }),
    };
  }
  if (row.cause === "reload") return { kind: "reload" };
  return { kind: "person", via: row.cause_text === "command-line" ? "command-line" : "window" };
}

function outcomeNamed(outcome: number): "ok" | "err" | "trap" {
  return outcome === ExitOutcome.ok ? "ok" : outcome === ExitOutcome.err ? "err" : "trap";
}
