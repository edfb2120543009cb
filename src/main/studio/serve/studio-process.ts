/** The studio as a process of the desktop shell: what `studio/process.ts` runs, free of Electron so that tests run it. */
import { type DeskApi, deskMethods } from "../../../shared/desk.ts";
import { StudioError, toErrorView } from "../../../shared/errors.ts";
import type { Port } from "../../../shared/port.ts";
import type { FromStudioProcess, ToStudioProcess } from "../../../shared/studio-process.ts";
import type { OpenedStudio } from "./connector.ts";
import { type ElectronPort, messagePort } from "./message-port.ts";
import { startServer, type StudioServer } from "./server.ts";

/** The part of Electron's `process.parentPort` that is used. Its `postMessage` takes no transfer list. */
export interface ParentPort {
  on(event: "message", listener: (event: { data: unknown; ports: readonly ElectronPort[] }) => void): unknown;
  postMessage(message: unknown): void;
}

export interface StudioProcessOptions {
  readonly parent: ParentPort;
  /** Opens the named project, or the self-test when there is no name. */
  open(project: string | undefined): Promise<OpenedStudio>;
  readonly rendererRoot: string;
  readonly desk: DeskApi;
  exit(code: number): void;
}

/**
 * | message  | does                                                    | answers                            |
 * |----------|---------------------------------------------------------|------------------------------------|
 * | open     | opens the project                                       | opened, or failed with the reason  |
 * | attach   | connects a window, as soon as the project is open       | acknowledged, at its first message |
 * | serve    | starts the loopback server, once                        | serving, with the link             |
 * | ping     |                                                         | pong                               |
 * | ask      | asks the desk, which needs no project                   | answered                           |
 * | shutdown | closes windows, server and project, then exits with 0   |                                    |
 */
export function runStudioProcess(options: StudioProcessOptions): void {
  const run = new StudioProcess(options);
  options.parent.on("message", ({ data, ports }) => run.receive(data as ToStudioProcess, ports));
}

class StudioProcess {
  readonly #options: StudioProcessOptions;
  #studio: Promise<OpenedStudio> | undefined;
  #server: Promise<StudioServer> | undefined;

  constructor(options: StudioProcessOptions) {
    this.#options = options;
  }

  receive(message: ToStudioProcess, ports: readonly ElectronPort[]): void {
    switch (message.t) {
      case "open":
        void this.#open(message.project);
        break;
      case "attach":
        if (ports[0] !== undefined) this.#attach(message.nonce, ports[0]);
        break;
      case "serve":
        void this.#serve();
        break;
      case "ping":
        this.#tell({ t: "pong", n: message.n });
        break;
      case "ask":
        void this.#ask(message.method, message.args);
        break;
      case "shutdown":
        void this.#shutDown();
    }
  }

  async #open(project: string | undefined): Promise<void> {
    if (this.#studio !== undefined) return;
    this.#studio = this.#options.open(project);
    try {
      await this.#studio;
      this.#tell({ t: "opened" });
    } catch (error) {
      this.#tell({ t: "failed", error: toErrorView(error) });
    }
  }

  #attach(nonce: string, raw: ElectronPort): void {
    let window: Disposable | undefined;
    let gone = false;
    const port: Port = messagePort(raw, {
      onFirstMessage: () => this.#tell({ t: "acknowledged", nonce }),
      onClosed: () => {
        gone = true;
        window?.[Symbol.dispose]();
      },
    });
    this.#studio?.then(
      (studio) => {
        if (!gone) window = studio.connect(port);
      },
      // `failed` was told already.
      () => port.close(),
    );
  }

  async #serve(): Promise<void> {
    try {
      const studio = await this.#studio;
      if (studio === undefined) return;
      this.#server ??= startServer({ studio, rendererRoot: this.#options.rendererRoot });
      this.#tell({ t: "serving", url: (await this.#server).url });
    } catch (error) {
      this.#tell({ t: "failed", error: toErrorView(error) });
    }
  }

  async #ask(method: string, args: readonly unknown[]): Promise<void> {
    try {
      if (!deskMethods.has(method)) throw new StudioError("request-invalid", `The desk has no method ${method}.`);
      const fn = this.#options.desk[method as keyof DeskApi] as (...all: readonly unknown[]) => Promise<unknown>;
      this.#tell({ t: "answered", answer: { ok: true, value: await fn(...args) } });
    } catch (error) {
      this.#tell({ t: "answered", answer: { ok: false, error: toErrorView(error) } });
    }
  }

  async #shutDown(): Promise<void> {
    let code = 0;
    for (const part of [this.#server, this.#studio]) {
      try {
        await (await part)?.[Symbol.asyncDispose]();
      } catch {
        // Told as `failed` when it could not be opened; a project that does not close cleanly is only a worse exit code.
        code = 1;
      }
    }
    this.#options.exit(code);
  }

  #tell(message: FromStudioProcess): void {
    this.#options.parent.postMessage(message);
  }
}
