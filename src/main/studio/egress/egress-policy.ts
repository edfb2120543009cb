import type { EgressAnswer, EgressQuestion } from "../../../shared/contract.ts";
import { StudioError } from "../../../shared/errors.ts";
import type { InvocationId } from "../../../shared/model.ts";
import { type AllowRule, parseAllowRule } from "./allow-list.ts";
import type { Destination } from "./destination.ts";
import { EgressQuestions } from "./egress-questions.ts";
import { RequestFailure } from "./request-failure.ts";

export interface EgressPolicyOptions {
  /** `egress.allow` of a component, as the project says it now. */
  readonly allowOf: (component: string) => readonly string[];
  /** Allowed for every component while the studio runs. */
  readonly alsoAllow: readonly string[];
  /** Writes an origin into a component's `egress.allow`; absent, there is no file to write to. @throws StudioError */
  readonly remember?: (component: string, origin: string) => void;
  /** The questions that wait for an answer, whenever there are others. */
  readonly onQuestions: (questions: readonly EgressQuestion[]) => void;
  /** A request was refused without anybody having said so. */
  readonly onRefused: (refusal: EgressRefusal) => void;
  readonly now: () => number;
  /** How long a question waits. */
  readonly answerWithinMs?: number;
}

/** A request whose destination the project does not list. */
export interface AskedRequest {
  readonly component: string;
  readonly invocation: InvocationId;
  readonly method: string;
  readonly to: Destination;
  readonly path: string;
}

export interface EgressRefusal extends AskedRequest {
  /** Nobody was there to be asked, or nobody answered in time. */
  readonly why: "nobody-there" | "no-answer";
}

const ANSWER_WITHIN_MS = 60_000;

/**
 * Which requests leave. Deny by default: only what the project lists, what the command line allows for this run, and
 * what a person allows when asked. Whoever attends is asked; without anybody, the answer is no.
 */
export class EgressPolicy implements Disposable {
  readonly #options: EgressPolicyOptions;
  readonly #alsoAllow: readonly AllowRule[];
  readonly #questions: EgressQuestions;
  /** What a person said, as long as the invocation runs: it is not asked twice about the same. */
  readonly #said = new Map<InvocationId, Map<string, boolean>>();
  /** Written into the project file, which was not read again yet. */
  readonly #remembered = new Map<string, Set<string>>();

  constructor(options: EgressPolicyOptions) {
    this.#options = options;
    this.#alsoAllow = options.alsoAllow.map(requireRule);
    this.#questions = new EgressQuestions({
      now: options.now,
      answerWithinMs: options.answerWithinMs ?? ANSWER_WITHIN_MS,
      rememberable: options.remember !== undefined,
      onChange: options.onQuestions,
    });
  }

  /** Resolves when the request may leave. @throws RequestFailure `HTTP-request-denied` */
  async permit(asked: AskedRequest, signal: AbortSignal): Promise<void> {
    if (this.#listed(asked)) return;
    const { invocation, to } = asked;
    const before = this.#said.get(invocation)?.get(to.origin);
    if (before === true) return;
    if (before === false) throw denied(asked, "it was refused before");
    if (!this.#questions.attended) throw this.#refused(asked, "nobody-there");
    const answer = await this.#questions.ask(asked, signal);
    if (answer === undefined) throw this.#refused(asked, "no-answer");
    const said = this.#said.get(invocation) ?? new Map<string, boolean>();
    this.#said.set(invocation, said.set(to.origin, answer !== "deny"));
    if (answer === "deny") throw denied(asked, "it was refused");
  }

  /** While the promise is pending, somebody is there to answer. */
  async attend(signal: AbortSignal): Promise<void> {
    await this.#questions.attend(signal);
  }

  /** @throws StudioError when the question is gone, or the project file cannot be written; it is still asked then. */
  answer(id: number, answer: EgressAnswer): void {
    const question = this.#questions.get(id);
    if (answer === "project") {
      const { remember } = this.#options;
      if (remember === undefined) {
        throw new StudioError("request-invalid", "This project has no file to write an allowed host to.");
      }
      remember(question.component, question.origin);
      this.#remember(question.component, question.origin);
    }
    this.#questions.answer(id, answer);
  }

  /** The project lists other hosts for these components; it alone counts again. */
  changed(components: readonly string[]): void {
    for (const component of components) this.#remembered.delete(component);
  }

  /** The invocation is over. */
  forget(invocation: InvocationId): void {
    this.#said.delete(invocation);
  }

  [Symbol.dispose](): void {
    this.#questions[Symbol.dispose]();
  }

  #listed({ component, to }: AskedRequest): boolean {
    if (this.#remembered.get(component)?.has(to.origin) === true) return true;
    if (this.#alsoAllow.some((rule) => rule.matches(to))) return true;
    return this.#options.allowOf(component).some((text) => parseAllowRule(text)?.matches(to) === true);
  }

  #remember(component: string, origin: string): void {
    const origins = this.#remembered.get(component) ?? new Set<string>();
    this.#remembered.set(component, origins.add(origin));
  }

  #refused(asked: AskedRequest, why: EgressRefusal["why"]): RequestFailure {
    this.#options.onRefused({ ...asked, why });
    return denied(asked, why === "nobody-there" ? "nobody was there to be asked" : "nobody answered");
  }
}

/** @throws StudioError `usage` */
function requireRule(text: string): AllowRule {
  const rule = parseAllowRule(text);
  if (rule !== undefined) return rule;
  throw new StudioError(
    "usage",
    `${JSON.stringify(text)} is no host to allow. Write https://api.example.com, https://*.example.com or localhost:9000.`,
  );
}

function denied({ method, to, path }: AskedRequest, why: string): RequestFailure {
  return new RequestFailure({ tag: "HTTP-request-denied" }, `${method} ${to.origin}${path}: ${why}`);
}
