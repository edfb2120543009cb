import { CircleCheck, CircleX, Clock, LoaderCircle, Repeat, TriangleAlert } from "lucide-react";
import type { ComponentState, CrashLoopView } from "../../shared/model.ts";
import styles from "./component-state.module.css";

const looks = {
  waiting: { icon: Clock, word: "Waiting for its build", tone: "dim" },
  building: { icon: LoaderCircle, word: "Building", tone: "dim" },
  linking: { icon: LoaderCircle, word: "Linking", tone: "dim" },
  ready: { icon: CircleCheck, word: "Ready", tone: "ok" },
  stale: { icon: TriangleAlert, word: "Serving the last good build", tone: "warn" },
  failed: { icon: CircleX, word: "Failed", tone: "bad" },
} as const satisfies Record<ComponentState, unknown>;

/** The icon of a state, for where its word stands beside it or in a tip. */
export function ComponentStateMark({
  state,
  crashLoop,
  size = 14,
}: {
  readonly state: ComponentState;
  readonly crashLoop?: CrashLoopView | undefined;
  readonly size?: number;
}) {
  if (crashLoop !== undefined) return <Repeat size={size} className="bad" aria-hidden />;
  const { icon: Icon, tone } = looks[state];
  const turning = state === "linking" || state === "building";
  return <Icon size={size} className={`${tone} ${turning ? "turning" : ""}`} aria-hidden />;
}

/** `crashLoop`: whatever the build's state is, its calls are not run for a while. */
export function ComponentStateLabel({
  state,
  crashLoop,
}: {
  readonly state: ComponentState;
  readonly crashLoop?: CrashLoopView | undefined;
}) {
  const { word, tone } = looks[state];
  if (crashLoop !== undefined) {
    return (
      <span className={`${styles["label"]} bad`}>
        <ComponentStateMark state={state} crashLoop={crashLoop} /> Crash loop
      </span>
    );
  }
  return (
    <span className={`${styles["label"]} ${tone}`}>
      <ComponentStateMark state={state} /> {word}
    </span>
  );
}
