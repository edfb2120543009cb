// How everything here is measured: ours beside its control, in turns, in the same process, on the same component.

export interface Benchmark {
  readonly name: string;
  /** What is compared with what, for the table. */
  readonly title: string;
  readonly unit: string;
  /** What ours may cost at most, as a part of what the control costs. */
  readonly target: number;
  open(): Promise<Pair>;
}

/** Both sides, ready to run. Each call does the same work once and says what it cost, in the benchmark's unit. */
export interface Pair extends AsyncDisposable {
  ours(round: number): number;
  theirs(round: number): number;
}

export interface Metric {
  readonly name: string;
  readonly ours: number;
  readonly theirs: number;
  readonly ratio: number;
  readonly target: number;
  readonly holds: boolean;
}

/** Rounds before the measured ones, for the engine to compile what it runs. */
const WARM_UP_ROUNDS = 20;
const ROUNDS = 60;

/** Medians over the rounds; who goes first changes each round, so that what lasts (a collection, a neighbor) hits both. */
export async function measure(benchmark: Benchmark): Promise<Metric> {
  await using pair = await benchmark.open();
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const at = round + WARM_UP_ROUNDS;
    const [first, second] = at % 2 === 0 ? [pair.ours(at), pair.theirs(at)] : [pair.theirs(at), pair.ours(at)];
    if (round < 0) continue;
    ours.push(at % 2 === 0 ? first : second);
    theirs.push(at % 2 === 0 ? second : first);
  }
  const [our, their] = [median(ours), median(theirs)];
  const ratio = our / their;
  const { name, target } = benchmark;
  return { name, ours: our, theirs: their, ratio, target, holds: ratio <= target };
}

/** Runs `work`, which does `calls` of something; microseconds a call. */
export function microsecondsEach(calls: number, work: () => void): number {
  const began = performance.now();
  work();
  return ((performance.now() - began) * 1000) / calls;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0];
  return sorted.length % 2 === 0 ? (low + high) / 2 : high;
}
