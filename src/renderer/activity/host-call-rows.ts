import type { HostCallView } from "../../shared/model.ts";
import { briefValue } from "../viewers/brief-value.ts";
import { interfaceTail } from "./interface-family.ts";

/** One line of the span tree. The first is the export itself, `seq` 0. */
export interface SpanRow {
  readonly seq: number;
  readonly depth: number;
  readonly open?: boolean;
  readonly call?: HostCallView;
}

/** The span tree as lines, without what is inside of closed spans. Calls whose parent was not kept stand at the root. */
export function spanRows(calls: readonly HostCallView[], closed: ReadonlySet<number>): readonly SpanRow[] {
  const known = new Set(calls.map((call) => call.seq));
  const children = new Map<number, HostCallView[]>();
  for (const call of calls) {
    const parent = known.has(call.parent) ? call.parent : 0;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [call]);
    else siblings.push(call);
  }
  const rows: SpanRow[] = [{ seq: 0, depth: 0, ...(calls.length > 0 ? { open: !closed.has(0) } : {}) }];
  if (closed.has(0)) return rows;
  const pending = (children.get(0) ?? []).map((call) => ({ call, depth: 1 })).reverse();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { call, depth } = next;
    const inner = children.get(call.seq);
    const open = inner === undefined ? {} : { open: !closed.has(call.seq) };
    rows.push({ seq: call.seq, depth, call, ...open });
    if (open.open === true && inner !== undefined) {
      for (const child of inner.toReversed()) pending.push({ call: child, depth: depth + 1 });
    }
  }
  return rows;
}

/** `store.open`, `bucket.get`: a method names its resource already. */
export function callName(call: HostCallView): string {
  if (call.interface === "" || call.function.includes(".")) return call.function;
  return `${interfaceTail(call.interface)}.${call.function}`;
}

/** What went in and what came out, in a few words: `"next-id" 1 → 42`. The resource a call is made on goes without saying. */
export function callGist(call: HostCallView): string {
  const args = call.args.length > 1 && call.args[0]?.value.t === "resource" ? call.args.slice(1) : call.args;
  const spoken = args.filter((arg) => arg.name !== "self" || arg.value.t !== "resource");
  return [...spoken.map((arg) => briefValue(arg.value)), ...resultGist(call)].join(" ");
}

function resultGist(call: HostCallView): string[] {
  if (call.outcome === undefined) return [];
  const result = call.result === undefined || call.result.t === "none" ? "" : briefValue(call.result);
  if (call.outcome === "ok") return result === "" ? [] : ["→", result];
  return ["→", `${call.outcome} ${result}`.trim()];
}

/**
 * Where a span stands in the waterfall, in percent of the whole. What was done before the start, while an instance was
 * prepared ahead, took none of its time: it stands at the left edge without a width.
 */
export function spanBar(
  startMs: number,
  durationMs: number,
  totalMs: number,
): { readonly left: number; readonly width: number } {
  if (totalMs <= 0) return { left: 0, width: 100 };
  const left = Math.min(100, Math.max(0, (startMs / totalMs) * 100));
  const right = Math.min(100, Math.max(0, ((startMs + durationMs) / totalMs) * 100));
  return { left, width: Math.max(0, right - left) };
}
