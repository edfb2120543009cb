import { once } from "node:events";
import type { EgressAnswer, EgressQuestion } from "../../../shared/contract.ts";
import { StudioError } from "../../../shared/errors.ts";
import type { AskedRequest } from "./egress-policy.ts";

export interface EgressQuestionsOptions {
  readonly now: () => number;
  readonly answerWithinMs: number;
  /** Whether "project" is an answer. */
  readonly rememberable: boolean;
  readonly onChange: (questions: readonly EgressQuestion[]) => void;
}

interface Open {
  readonly view: EgressQuestion;
  /** One for each request that waits. */
  readonly waiters: Set<(answer: EgressAnswer | undefined) => void>;
  readonly timer: NodeJS.Timeout;
}

/** Questions that wait for a person: one for each component and origin, however many requests wait for the answer. */
export class EgressQuestions implements Disposable {
  readonly #options: EgressQuestionsOptions;
  readonly #open = new Map<number, Open>();
  #attending = 0;
  #lastId = 0;

  constructor(options: EgressQuestionsOptions) {
    this.#options = options;
  }

  /** Somebody is there to answer. */
  get attended(): boolean {
    return this.#attending > 0;
  }

  /** Until `signal` aborts, somebody is there. What is open is told again: the one who came may not know it. */
  async attend(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.#attending++;
    this.#tell();
    await once(signal, "abort");
    this.#attending--;
  }

  /** The answer, or undefined when there was none in time. Rejects when the request is not wanted any more. */
  ask(asked: AskedRequest, signal: AbortSignal): Promise<EgressAnswer | undefined> {
    signal.throwIfAborted();
    const open = this.#find(asked) ?? this.#begin(asked);
    return new Promise((resolve, reject) => {
      const settle = (answer: EgressAnswer | undefined) => {
        signal.removeEventListener("abort", leave);
        resolve(answer);
      };
      const leave = () => {
        open.waiters.delete(settle);
        if (open.waiters.size === 0) this.#end(open);
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", leave, { once: true });
      open.waiters.add(settle);
    });
  }

  /** @throws StudioError when it was answered, ran out of time, or nobody waits for it any more. */
  get(id: number): EgressQuestion {
    return this.#require(id).view;
  }

  /** @throws StudioError as `get` */
  answer(id: number, answer: EgressAnswer): void {
    this.#end(this.#require(id), answer);
  }

  [Symbol.dispose](): void {
    for (const open of this.#open.values()) this.#end(open);
  }

  #find({ component, to }: AskedRequest): Open | undefined {
    for (const open of this.#open.values()) {
      if (open.view.component === component && open.view.origin === to.origin) return open;
    }
    return undefined;
  }

  #begin({ component, invocation, method, to, path }: AskedRequest): Open {
    const { now, answerWithinMs, rememberable } = this.#options;
    const id = ++this.#lastId;
    const open: Open = {
      view: {
        id,
        component,
        invocation,
        method,
        url: `${to.origin}${path}`,
        origin: to.origin,
        rememberable,
        expiresAt: now() + answerWithinMs,
      },
      waiters: new Set(),
      timer: setTimeout(() => this.#end(open), answerWithinMs),
    };
    this.#open.set(id, open);
    this.#tell();
    return open;
  }

  #end(open: Open, answer?: EgressAnswer): void {
    clearTimeout(open.timer);
    if (!this.#open.delete(open.view.id)) return;
    for (const settle of open.waiters) settle(answer);
    this.#tell();
  }

  #require(id: number): Open {
    const open = this.#open.get(id);
    if (open !== undefined) return open;
    throw new StudioError(
      "request-invalid",
      "That question is settled: it was answered, or nobody waits for it any more.",
    );
  }

  #tell(): void {
    this.#options.onChange([...this.#open.values()].map(({ view }) => view));
  }
}
