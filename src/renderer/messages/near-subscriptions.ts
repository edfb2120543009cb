import { closest } from "../../shared/closest.ts";
import type { SubscriptionView } from "../../shared/model.ts";
import { subjectMatches } from "../../shared/subject.ts";

/** A subscription that a message missed by little. */
export interface NearSubscription {
  readonly subscription: SubscriptionView;
  /** One sentence: what keeps the two apart. */
  readonly why: string;
  /** A subject, on the subscription's own bus, that reaches it. */
  readonly subject: string;
}

interface Miss {
  readonly why: string;
  readonly subject: string;
  /** How far off: less is nearer. */
  readonly distance: number;
}

const MAX_NEAR = 3;

/** Subscriptions that do not get messages on this subject of this bus but were perhaps meant, the nearest first. */
export function nearSubscriptions(
  bus: string,
  subject: string,
  subscriptions: readonly SubscriptionView[],
): readonly NearSubscription[] {
  return subscriptions
    .flatMap((subscription) => {
      const miss = missOf(bus, subject, subscription);
      return miss === undefined ? [] : [{ subscription, ...miss }];
    })
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, MAX_NEAR)
    .map(({ subscription, why, subject: reaches }) => ({ subscription, why, subject: reaches }));
}

function missOf(bus: string, subject: string, { backend, subject: pattern }: SubscriptionView): Miss | undefined {
  if (subjectMatches(pattern, subject)) {
    if (backend === bus) return undefined;
    return { why: `It listens on the bus ${backend}, and this went to ${bus}.`, subject, distance: 0 };
  }
  if (backend !== bus) return undefined;
  const wanted = pattern.split(".");
  const given = subject.split(".");
  if (subjectMatches(pattern.toLowerCase(), subject.toLowerCase())) {
    return { why: "Only upper and lower case differ, and they count.", subject: filled(wanted, given), distance: 1 };
  }
  const open = wanted.at(-1) === ">";
  const fixed = open ? wanted.slice(0, -1) : wanted;
  const differing = fixed.flatMap((token, at) => {
    const found = given[at];
    return found === undefined || token === "*" || token === found ? [] : [{ token, found }];
  });
  const lengthFits = open ? given.length > fixed.length : given.length === fixed.length;
  if (differing.length === 0 && !lengthFits) return lengthMiss(wanted, given, open);
  const typos = differing.every(({ token, found }) => closest(found, [token]) !== undefined);
  if (!lengthFits || (!typos && (differing.length > 1 || fixed.length === 1))) return undefined;
  const where = differing.map(({ token, found }) => `“${token}” where the subject says “${found}”`).join(", ");
  return { why: `It has ${where}.`, subject: filled(wanted, given), distance: typos ? 2 : 4 };
}

/** All tokens that both have agree; one of them goes on. */
function lengthMiss(wanted: readonly string[], given: readonly string[], open: boolean): Miss {
  const subject = filled(wanted, given);
  if (open) return { why: "> stands for one or more tokens, and the subject ends before it.", subject, distance: 3 };
  const counts = `It has ${tokens(wanted.length)}, the subject ${given.length}`;
  if (given.length < wanted.length) return { why: `${counts}.`, subject, distance: 3 };
  const wild = wanted.at(-1) === "*" ? ": * stands for exactly one, > for all that follow" : "";
  return { why: `${counts}${wild}.`, subject, distance: 3 };
}

/** The pattern as a subject: its own words, the subject's tokens for its wildcards. */
function filled(wanted: readonly string[], given: readonly string[]): string {
  return wanted
    .flatMap((token, at) => {
      if (token === ">") return given.length > at ? given.slice(at) : ["test"];
      return token === "*" ? [given[at] ?? "test"] : [token];
    })
    .join(".");
}

function tokens(count: number): string {
  return count === 1 ? "1 token" : `${count} tokens`;
}
