/** How a message came to be: what published it had been triggered by another message, and so on. */
export interface Lineage {
  /** Messages before this one in the chain, that came in quick succession. */
  readonly hops: number;
  /** When the first of them was published, in ms. */
  readonly since: number;
  /** The components that the last of them went through. */
  readonly trail: readonly string[];
}

/** A chain of so many messages within the time is a loop between components: a person would see it run for ever. */
const MAX_HOPS = 100;
const WITHIN_MS = 10_000;
/** Components that are named. */
const TRAIL = 4;

/** Of what no message made happen. */
export const NO_LINEAGE: Lineage = { hops: 0, since: 0, trail: [] };

/** The lineage of what a handler publishes. */
export function afterHandler(lineage: Lineage, component: string, now: number): Lineage {
  const fresh = lineage.hops === 0 || now - lineage.since > WITHIN_MS;
  return {
    hops: fresh ? 1 : lineage.hops + 1,
    since: fresh ? now : lineage.since,
    trail: [...lineage.trail, component].slice(-TRAIL),
  };
}

/** The components of a loop, `a → b → a`, once a chain is too long to be anything else. */
export function loopIn({ hops, trail }: Lineage): string | undefined {
  return hops < MAX_HOPS ? undefined : trail.join(" → ");
}
