import type { InvocationId } from "../../shared/model.ts";
import type { BeginHead, DetailColumns, EndHead } from "./protocol.ts";
import type { PrintedLines, StreamNumber } from "./printed-lines.ts";

/** What the records of one build mean, as far as writing them needs it. */
export interface BuildShape {
  readonly row: number;
  readonly component: string;
  readonly digest: string;
  /** One entry a function; true for `log` of wasi:logging. */
  readonly logs: readonly boolean[];
}

interface Usage {
  kept: number;
  summed: number;
  summedMs: number;
}

/** An invocation that records arrive for. Counters are totals, `usage` is what was not written yet. */
export interface Live {
  readonly id: InvocationId;
  readonly shape: BuildShape;
  readonly usage: Map<number, Usage>;
  readonly lines: Map<StreamNumber, PrintedLines>;
  calls: number;
  changes: number;
  logs: number;
  unreadable: number;
  lostBytes: number;
  ended: boolean;
  readonly unwritten: Unwritten;
}

/** What was told of an invocation and is not in its rows yet: most begin and end between two commits, as one row. */
export interface Unwritten {
  /** There is no row. */
  begin: BeginHead | undefined;
  title: string | undefined;
  status: number | undefined;
  end: EndHead | undefined;
  detail: DetailColumns | undefined;
}

export function newLive(id: InvocationId, shape: BuildShape): Live {
  return {
    id,
    shape,
    usage: new Map(),
    lines: new Map(),
    calls: 0,
    changes: 0,
    logs: 0,
    unreadable: 0,
    lostBytes: 0,
    ended: false,
    unwritten: { begin: undefined, title: undefined, status: undefined, end: undefined, detail: undefined },
  };
}

/** What is counted for a function since the counters were written last. */
export function usageOf(live: Live, fn: number): Usage {
  let usage = live.usage.get(fn);
  if (usage === undefined) live.usage.set(fn, (usage = { kept: 0, summed: 0, summedMs: 0 }));
  return usage;
}
