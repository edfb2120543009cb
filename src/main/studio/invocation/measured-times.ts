import type { InvocationEnd } from "../../journal/protocol.ts";
import type { InvocationResult } from "../../../shared/worker-protocol.ts";

/** Where the time of an invocation went: host calls, making its instance, and the rest, which is the guest's. */
export function measuredTimes({
  durationMs,
  hostMs,
  instantiateMs,
}: Pick<InvocationResult, "durationMs" | "hostMs" | "instantiateMs">): Pick<
  InvocationEnd,
  "hostMs" | "guestMs" | "instantiateMs"
> {
  return {
    hostMs,
    guestMs: Math.max(0, durationMs - hostMs - (instantiateMs ?? 0)),
    ...(instantiateMs === undefined ? {} : { instantiateMs }),
  };
}
