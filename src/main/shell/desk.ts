/** What needs no project, asked of a process of its own: the shell reads no component and writes no project itself. */
import type { Answer, DeskApi } from "../../shared/desk.ts";
import type { FromStudioProcess } from "../../shared/studio-process.ts";
import type { StudioChild } from "./studio-host.ts";

/** A folder on a file server that is gone answers never. */
const ANSWER_WITHIN_MS = 60_000;

type Result<K extends keyof DeskApi> = Awaited<ReturnType<DeskApi[K]>>;

/** Each question has a process, which ends with its answer: a file that is too much for it takes nothing else along. */
export class Desk {
  readonly #fork: () => StudioChild<never>;
  readonly #asked = new Set<StudioChild<never>>();

  constructor(fork: () => StudioChild<never>) {
    this.#fork = fork;
  }

  /** Never rejects: a process that ends without an answer is one, too. */
  ask<K extends keyof DeskApi>(method: K, ...args: Parameters<DeskApi[K]>): Promise<Answer<Result<K>>> {
    const child = this.#fork();
    this.#asked.add(child);
    return new Promise((resolve) => {
      const settle = (answer: Answer<unknown>) => {
        clearTimeout(timer);
        if (this.#asked.delete(child)) child.kill();
        resolve(answer as Answer<Result<K>>);
      };
      const timer = setTimeout(
        () => settle(failed(`There was no answer within ${ANSWER_WITHIN_MS / 1000} s. Is the folder reachable?`)),
        ANSWER_WITHIN_MS,
      );
      child.onMessage((message: FromStudioProcess) => {
        if (message.t === "answered") settle(message.answer);
      });
      child.onExit((code, lastWords) => {
        this.#asked.delete(child);
        settle(failed(`The process that was asked ended with code ${code}. ${lastWords}`.trim()));
      });
      child.post({ t: "ask", method, args });
    });
  }

  /** Ends what is still being asked. */
  shutDown(): void {
    for (const child of this.#asked) child.kill();
  }
}

function failed(message: string): Answer<never> {
  return { ok: false, error: { code: "internal", message } };
}
