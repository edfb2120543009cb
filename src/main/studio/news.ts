import type { StudioEvents } from "../../shared/contract.ts";
import type { EventSink } from "../../shared/rpc.ts";
import type { JournalNews } from "../journal/protocol.ts";
import { nameNotes } from "./portable-names.ts";
import type { ProblemReport, Problems } from "./problems.ts";
import type { StateAccess } from "./state-access.ts";

type Emit = EventSink<StudioEvents>;

/** The shortest time between two looks at the state. */
const STATE_EVERY_MS = 100;

/** Tells windows what changed: invocations and logs as the journal says so, state by asking the store what is new. */
export class News implements Disposable {
  readonly #state: StateAccess;
  readonly #problems: Pick<Problems, "report" | "clear">;
  readonly #emit: Emit;
  #stateTimer: NodeJS.Timeout | undefined;
  #disposed = false;

  /** `problems`: told of names that only this store takes, and of a store that is not what it was. */
  constructor(state: StateAccess, problems: Pick<Problems, "report" | "clear">, emit: Emit) {
    this.#state = state;
    this.#problems = problems;
    this.#emit = emit;
    this.stateTouched();
  }

  journal({ invocations, logs }: JournalNews): void {
    if (invocations.length > 0) this.#emit("invocations-changed", invocations);
    if (logs.length > 0) this.#emit("logs-appended", logs);
    if (invocations.some(({ changes }) => changes > 0)) this.stateTouched();
  }

  /** Something may have been written: windows hear which buckets. */
  stateTouched(): void {
    if (this.#disposed) return;
    this.#stateTimer ??= setTimeout(() => void this.#tellState(), STATE_EVERY_MS).unref();
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    clearTimeout(this.#stateTimer);
  }

  async #tellState(): Promise<void> {
    this.#stateTimer = undefined;
    try {
      const gone = this.#state.whyGone();
      if (gone !== undefined) this.#problems.report(deleted(gone));
      const buckets = await this.#state.news();
      this.#problems.clear(UNREADABLE);
      if (buckets.length === 0 || this.#disposed) return;
      this.#emit(
        "state-changed",
        buckets.map(({ backend, kind, bucket }) => ({ backend, kind, bucket })),
      );
      for (const note of buckets.flatMap(nameNotes)) this.#problems.report(note);
    } catch (error) {
      // The reader goes away with the studio; a look that comes too late has nobody to tell.
      if (!this.#disposed) this.#problems.report(unreadable(error));
    }
  }
}

const UNREADABLE = "state:unreadable";

function unreadable(error: unknown): ProblemReport {
  return {
    id: UNREADABLE,
    severity: "error",
    title: "State cannot be read",
    detail: `What views show of it may be old: ${error instanceof Error ? error.message : String(error)}. Look at the disk, then open the project again.`,
  };
}

function deleted(file: string): ProblemReport {
  return {
    id: "state:deleted",
    severity: "error",
    title: "The state of this project was deleted while it is open",
    detail: `${file} is not there any more. What components write from now on is kept only until the project is closed: export what you need, then open it again.`,
  };
}
