import type { ProblemView } from "../../shared/model.ts";
import type { Redaction } from "../journal/redaction.ts";

export type ProblemReport = Omit<ProblemView, "since">;

/** What a person should look at, now. A problem keeps its time of discovery as long as it is found again. */
export class Problems {
  readonly #problems = new Map<string, ProblemView>();
  readonly #now: () => number;
  readonly #onChange: () => void;
  readonly #redaction: Pick<Redaction, "text">;

  /** `redaction`: some problems quote what a guest said. */
  constructor(now: () => number, onChange: () => void, redaction: Pick<Redaction, "text"> = { text: (text) => text }) {
    this.#now = now;
    this.#onChange = onChange;
    this.#redaction = redaction;
  }

  list(): readonly ProblemView[] {
    const order = { error: 0, warning: 1, info: 2 } as const;
    return [...this.#problems.values()].sort((a, b) => order[a.severity] - order[b.severity] || a.since - b.since);
  }

  report(problem: ProblemReport): void {
    const since = this.#problems.get(problem.id)?.since ?? this.#now();
    const title = this.#redaction.text(problem.title);
    const detail = this.#redaction.text(problem.detail);
    const fix = problem.fix === undefined ? {} : { fix: this.#redaction.text(problem.fix) };
    this.#problems.set(problem.id, { ...problem, title, detail, ...fix, since });
    this.#onChange();
  }

  /** These are now all problems whose ids begin so; those that were there already keep their time. */
  replace(prefix: string, problems: readonly ProblemReport[]): void {
    const found = new Set(problems.map(({ id }) => id));
    for (const id of this.#problems.keys()) if (id.startsWith(prefix) && !found.has(id)) this.clear(id);
    for (const problem of problems) this.report(problem);
  }

  /** Forgets every problem whose id begins so. */
  clear(prefix: string): void {
    let changed = false;
    for (const id of this.#problems.keys()) if (id.startsWith(prefix)) changed = this.#problems.delete(id) || changed;
    if (changed) this.#onChange();
  }
}
