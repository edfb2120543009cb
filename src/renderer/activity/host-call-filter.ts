import type { HostCallView } from "../../shared/model.ts";
import { callGist, callName } from "./host-call-rows.ts";

export interface HostCallFilter {
  /** Words that all occur in what a call's line says; the name of its interface counts, too. */
  readonly text: string;
  /** Without calls of clocks and random numbers that went well: a runtime makes many by itself. */
  readonly quiet: boolean;
}

/** The calls that fit, and those that they were made in. */
export function filterCalls(calls: readonly HostCallView[], { text, quiet }: HostCallFilter): readonly HostCallView[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && !quiet) return calls;
  const fits = (call: HostCallView) => {
    if (quiet && isNoise(call)) return false;
    if (words.length === 0) return true;
    const line = `${call.component ?? ""} ${call.interface} ${callName(call)} ${callGist(call)}`.toLowerCase();
    return words.every((word) => line.includes(word));
  };
  const parents = new Map(calls.map(({ seq, parent }) => [seq, parent]));
  const kept = new Set<number>();
  for (const call of calls) {
    if (!fits(call)) continue;
    for (let seq: number | undefined = call.seq; seq !== undefined && !kept.has(seq); seq = parents.get(seq)) {
      kept.add(seq);
    }
  }
  return calls.filter(({ seq }) => kept.has(seq));
}

function isNoise({ interface: name, outcome }: HostCallView): boolean {
  return outcome === "ok" && /^wasi:(clocks|random)\//.test(name);
}
