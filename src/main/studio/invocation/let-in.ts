import { StudioError } from "../../../shared/errors.ts";
import type { InvocationResult } from "../../../shared/worker-protocol.ts";
import type { Attempt } from "../pool/crash-loop.ts";
import type { EndedEarly, GuestThread } from "../pool/guest-thread.ts";
import type { LiveBuild } from "./live-build.ts";

/** How a call is let in; by hand, it is whatever happened before. */
export interface Caller {
  readonly byPerson: boolean;
  readonly depth?: number | undefined;
}

/**
 * A worker for one call, and where to tell how the call ended.
 * @throws StudioError when the build is in a crash loop, when there is no worker to be had or the caller gave up.
 */
export async function letIn(
  build: LiveBuild,
  { byPerson, depth }: Caller,
  signal: AbortSignal | undefined,
): Promise<{ readonly thread: GuestThread; readonly attempt: Attempt }> {
  const attempt = build.crashes.admit(byPerson);
  let thread: GuestThread | undefined;
  try {
    thread = await build.pool.acquire(signal, depth);
    attempt.confirm();
    return { thread, attempt };
  } catch (error) {
    const lost = error instanceof StudioError && error.code === "instance-lost";
    attempt.ended(lost ? { failed: "a worker that did not start" } : "unclear");
    if (thread !== undefined) build.pool.release(thread);
    throw error;
  }
}

/** What the end of a call says of its build. A guest that leaves by `exit` costs its worker, as a trap does. */
export function verdict(
  result: InvocationResult | EndedEarly,
  reason: string | undefined,
): Parameters<Attempt["ended"]>[0] {
  if (result === "killed") return "unclear";
  const outcome = typeof result === "string" ? result : result.outcome;
  const failed = typeof result === "string" || outcome === "trap" || (outcome === "error" && !result.instanceUsable);
  return failed ? { failed: `${outcome}: ${reason ?? "no reason given"}` } : "well";
}
