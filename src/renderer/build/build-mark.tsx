import { CircleCheck, CircleDashed, CircleSlash, CircleX, Clock, LoaderCircle, ShieldQuestionMark } from "lucide-react";
import type { BuildRunState } from "../../shared/model.ts";

const looks = {
  idle: { icon: CircleDashed, tone: "dim" },
  "waiting-for-trust": { icon: ShieldQuestionMark, tone: "warn" },
  running: { icon: LoaderCircle, tone: "dim" },
  ok: { icon: CircleCheck, tone: "ok" },
  failed: { icon: CircleX, tone: "bad" },
  cancelled: { icon: CircleSlash, tone: "warn" },
  "timed-out": { icon: Clock, tone: "bad" },
} as const satisfies Record<BuildRunState, unknown>;

/** The icon of a build's state; its words stand beside it. */
export function BuildMark({ state, size = 14 }: { readonly state: BuildRunState; readonly size?: number }) {
  const { icon: Icon, tone } = looks[state];
  return <Icon size={size} className={`${tone} ${state === "running" ? "turning" : ""}`} aria-hidden />;
}

export function buildTone(state: BuildRunState): string {
  return looks[state].tone;
}
