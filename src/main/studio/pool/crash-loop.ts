import { StudioError } from "../../../shared/errors.ts";
import type { CrashLoopView, EpochMs } from "../../../shared/model.ts";

/** So many failures in a row, with nothing that went well between, are a loop: a person trying by hand stops before. */
const FAILURES = 10;
/** A call that comes later than this after the last failure is not made by something that runs in a loop. */
const IN_A_ROW_MS = 1_000;
const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;
/** How long one call is tried alone before the next may be: it may be one that goes on for hours. */
const TRIAL_MS = 2_000;

export interface CrashLoopOptions {
  readonly component: string;
  readonly now: () => EpochMs;
}

/** One call from when it was let in until it ended. */
export interface Attempt {
  /** Once it has a worker. @throws StudioError `component-not-ready` when a loop was noticed while it waited for one. */
  confirm(): void;
  /** It ended: well, or for this reason, or in a way that says nothing about the build. Once. */
  ended(how: "well" | "unclear" | { readonly failed: string }): void;
}

/**
 * Notices that every call of a build ends its worker, and lets fewer and fewer calls in: starting a worker for each
 * costs more than the calls do. A person's calls are always let in; one that ends well ends the loop.
 *
 * | state   | a call comes                   | a call failed                         | a call ended well |
 * | ------- | ------------------------------ | ------------------------------------- | ----------------- |
 * | calm    | runs                           | the tenth in a row: paused            | calm              |
 * | paused  | refused, but a person's runs   | counted                               | calm              |
 * | over    | one is tried, others refused   | of the tried one: paused twice as long | calm              |
 */
export class CrashLoop {
  readonly #options: CrashLoopOptions;
  readonly #listeners: (() => void)[] = [];
  #failures = 0;
  #since = 0;
  #lastFailed = Number.NEGATIVE_INFINITY;
  #reason = "";
  #pause: { readonly until: EpochMs; readonly ms: number } | undefined;
  #trialSince: number | undefined;

  constructor(options: CrashLoopOptions) {
    this.#options = options;
  }

  /** Undefined: calm. */
  get view(): CrashLoopView | undefined {
    if (this.#pause === undefined) return undefined;
    return { failures: this.#failures, reason: this.#reason, since: this.#since, pausedUntil: this.#pause.until };
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Forgets what happened. */
  calm(): void {
    this.#failures = 0;
    this.#trialSince = undefined;
    if (this.#pause === undefined) return;
    this.#pause = undefined;
    this.#tell();
  }

  /** `byPerson`: somebody made this call by hand. @throws StudioError `component-not-ready`, saying until when. */
  admit(byPerson: boolean): Attempt {
    const came = this.#options.now();
    const isTrial = !byPerson && this.#pause !== undefined;
    if (isTrial) this.#requireOver(came);
    const pauseWhenLetIn = this.#pause;
    if (isTrial) this.#trialSince = came;
    return {
      confirm: () => {
        if (!byPerson && this.#pause !== undefined && this.#pause !== pauseWhenLetIn)
          throw this.#refusal(this.#options.now());
      },
      ended: (how) => {
        if (isTrial && this.#pause === pauseWhenLetIn) this.#trialSince = undefined;
        if (how === "well") this.calm();
        else if (how !== "unclear") this.#failed(came, how.failed, isTrial && this.#pause === pauseWhenLetIn);
      },
    };
  }

  #failed(came: EpochMs, reason: string, trial: boolean): void {
    const at = this.#options.now();
    if (this.#pause === undefined && came - this.#lastFailed > IN_A_ROW_MS) this.#failures = 0;
    if (this.#failures === 0) this.#since = at;
    this.#failures++;
    this.#lastFailed = at;
    this.#reason = reason;
    if (this.#pause === undefined && this.#failures >= FAILURES) this.#pauseFor(at, FIRST_PAUSE_MS);
    else if (this.#pause !== undefined && trial) this.#pauseFor(at, Math.min(this.#pause.ms * 2, MAX_PAUSE_MS));
  }

  #pauseFor(from: EpochMs, ms: number): void {
    this.#pause = { until: from + ms, ms };
    this.#trialSince = undefined;
    this.#tell();
  }

  #requireOver(now: EpochMs): void {
    const over = this.#pause === undefined || now >= this.#pause.until;
    const tried = this.#trialSince !== undefined && now - this.#trialSince < TRIAL_MS;
    if (!over || tried) throw this.#refusal(now);
  }

  #refusal(now: EpochMs): StudioError {
    const { component } = this.#options;
    const leftMs = Math.max(0, (this.#pause?.until ?? now) - now);
    const when =
      leftMs === 0 ? "One call is being tried now" : `No call is run for another ${Math.ceil(leftMs / 1000)} s`;
    return new StudioError(
      "component-not-ready",
      `Crash loop: ${component} failed ${this.#failures} times in a row, at last with ${this.#reason}. ${when}. ` +
        "Reload the component to try at once, or call it by hand; a new build ends the pause.",
      { details: { component, retryAfterMs: Math.max(leftMs, 1_000) } },
    );
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** For how long no call is let in, of what `admit` and `confirm` throw; undefined of anything else. */
export function pauseMsOf(error: unknown): number | undefined {
  const ms = error instanceof StudioError ? error.details?.["retryAfterMs"] : undefined;
  return typeof ms === "number" ? ms : undefined;
}
