import type { EgressAnswer, EgressQuestion } from "../../shared/contract.ts";
import type { StudioSession } from "../connection/studio-session.ts";
import { ValueStore } from "../store/value-store.ts";

/** The requests that wait for a person's word on where they may go. As long as this lives, somebody is there to answer. */
export class EgressStore extends ValueStore<readonly EgressQuestion[]> {
  readonly #session: StudioSession;
  readonly #stops: (() => void)[] = [];
  #attending: AbortController | undefined;

  constructor(session: StudioSession) {
    super([]);
    this.#session = session;
    this.#stops.push(
      session.on("egress-questions-changed", (questions) => this.set(questions)),
      session.onReady(() => this.#attend()),
      // To attend anew is also how the open questions are told again.
      session.on("events-skipped", () => this.#attend()),
    );
  }

  answer(question: EgressQuestion, answer: EgressAnswer): Promise<void> {
    return this.#session.api.answerEgress(question.id, answer);
  }

  dispose(): void {
    this.#attending?.abort();
    for (const stop of this.#stops.splice(0)) stop();
  }

  #attend(): void {
    const before = this.#attending;
    const attending = new AbortController();
    this.#attending = attending;
    // Ends with the connection or by its signal: no question of it is open any more then.
    const ended = () => {
      if (this.#attending === attending) this.set([]);
    };
    this.#session.api.attendEgress(attending.signal).then(ended, ended);
    before?.abort();
  }
}
