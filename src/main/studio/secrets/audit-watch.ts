import type { AuditNews, SecretView } from "../../../shared/model.ts";
import { toErrorView } from "../../../shared/errors.ts";
import type { Problems } from "../problems.ts";
import type { StateAccess } from "../state-access.ts";
import { deniedProblem, leakProblem } from "./secret-problems.ts";

export interface AuditWatchOptions {
  readonly state: Pick<StateAccess, "auditAfter">;
  /** The newest row there was when the project was opened. */
  readonly from: number;
  readonly problems: Problems;
  readonly secrets: () => readonly SecretView[];
  readonly onNews: (news: AuditNews) => void;
}

const TELL_EVERY_MS = 100;

/** Tells windows and Problems what is new in the audit, which workers write to by themselves. */
export class AuditWatch implements AsyncDisposable {
  readonly #options: AuditWatchOptions;
  #seen: number;
  #leaks = 0;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #disposed = false;

  constructor(options: AuditWatchOptions) {
    this.#options = options;
    this.#seen = options.from;
  }

  /** There may be new rows; `fault`: why one could not be written. */
  touched(fault?: string): void {
    if (this.#disposed) return;
    if (fault !== undefined) this.#options.problems.report(notWritten(fault));
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#looking = this.#looking.then(() => this.#look());
    }, TELL_EVERY_MS).unref();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    clearTimeout(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { state, problems, secrets, onNews } = this.#options;
    try {
      const { newest, noteworthy } = await state.auditAfter(this.#seen);
      if (newest === this.#seen || this.#disposed) return;
      this.#seen = newest;
      for (const row of noteworthy) {
        if (row.kind === "leak") {
          this.#leaks += 1;
          problems.report(leakProblem(row));
        } else if (row.kind === "get" && row.source === "") {
          problems.report(
            deniedProblem(
              row,
              secrets().some(({ name }) => name === row.key),
            ),
          );
        }
      }
      onNews({ newest, leaks: this.#leaks });
    } catch (error) {
      if (!this.#disposed) problems.report(notRead(toErrorView(error).message));
    }
  }
}

function notWritten(why: string) {
  return {
    id: "audit:not-written",
    severity: "error",
    title: "The audit is incomplete",
    detail: `A leak of a secret could not be written down: ${why}. Free some disk space and open the project again.`,
  } as const;
}

function notRead(why: string) {
  return {
    id: "audit:not-read",
    severity: "error",
    title: "The audit cannot be read",
    detail: `${why} Open the project again.`,
  } as const;
}
