// How everything here is measured: ours beside its control, in turns, in the same run, on the same component.

export interface Benchmark {
  readonly name: string;
  /** What is compared with what, for the table. */
  readonly title: string;
  readonly unit: string;
  /** What ours may be as a part of the control: at most for a cost, at least where more is better. */
  readonly target: number;
  readonly better: "less" | "more";
  /** Rounds before the measured ones, for the engine to compile what it runs. */
  readonly warmUpRounds: number;
  readonly rounds: number;
  open(): Promise<Pair>;
}

/** Both sides, ready to run. Each call does the same work once and says what it cost or gave, in the benchmark's unit. */
export interface Pair extends AsyncDisposable {
  ours(round: number): number | Promise<number>;
  theirs(round: number): number | Promise<number>;
}

export interface Metric {
  readonly name: string;
  readonly ours: number;
  readonly theirs: number;
  readonly ratio: number;
  readonly target: number;
  readonly holds: boolean;
}

/** Rounds of work that takes microseconds a call and runs in this process. */
export const SHORT_WORK = { better: "less", warmUpRounds: 20, rounds: 60 } as const;

/** Medians over the rounds; who goes first changes each round, so that what lasts (a collection, a neighbor) hits both. */
export async function measure(benchmark: Benchmark): Promise<Metric> {
  const { name, target, better, warmUpRounds, rounds } = benchmark;
  await using pair = await benchmark.open();
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let at = 0; at < warmUpRounds + rounds; at++) {
    const oursFirst = at % 2 === 0;
    const first = oursFirst ? await pair.ours(at) : await pair.theirs(at);
    const second = oursFirst ? await pair.theirs(at) : await pair.ours(at);
    if (at < warmUpRounds) continue;
    ours.push(oursFirst ? first : second);
    theirs.push(oursFirst ? second : first);
  }
  const [our, their] = [median(ours), median(theirs)];
  const ratio = our / their;
  const holds = better === "less" ? ratio <= target : ratio >= target;
  return { name, ours: our, theirs: their, ratio, target, holds };
}

/** Runs `work`, which does `calls` of something; microseconds a call. */
export function microsecondsEach(calls: number, work: () => void): number {
  const began = performance.now();
  work();
  return ((performance.now() - began) * 1000) / calls;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value that the part `rank` of all values is below, between two where it falls between them. */
export function percentile(values: readonly number[], rank: number): number {
  if (values.length === 0) throw new Error("nothing was measured");
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * rank;
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return low + (high - low) * (at - Math.floor(at));
}
