import type { Digest } from "../../../shared/model.ts";
import type { ProblemReport } from "../problems.ts";

interface Replaced {
  readonly component: string;
  readonly digest: Digest;
  readonly next: Digest;
  /** How long its calls were given. */
  readonly drainMs: number;
}

/** What a person is told when calls of a replaced build did not come to their end in time. */
export function drainProblem(id: string, { component, digest, next, drainMs }: Replaced): ProblemReport {
  return {
    id,
    severity: "warning",
    title: `${component}: calls of the replaced build were ended`,
    detail: `They still ran ${drainMs / 1000} s after build ${shortDigest(next)} took over from ${shortDigest(digest)}. Their invocations are marked killed; call again to have them on the new build.`,
    component,
  };
}

/** Why such a call was ended; `at`: when its build was replaced. */
export function whyEnded({ digest, next, drainMs }: Replaced, at: number): string {
  return (
    `ended by the studio: it still ran ${drainMs / 1000} s after build ${shortDigest(next)} had taken the place of ` +
    `its own, ${shortDigest(digest)}, at ${new Date(at).toISOString()}. Call again: the new build answers`
  );
}

/** As views show it. */
function shortDigest(digest: Digest): string {
  return digest.slice(0, 8);
}
