import type { IncomingMessage, ServerResponse } from "node:http";
import { StudioError } from "../../../shared/errors.ts";
import type { InvocationId } from "../../../shared/model.ts";
import { ClientRequestBody, requestHead } from "./client-request.ts";
import { startResponse, writeInformational } from "./client-response.ts";
import { answerFailure, cannotRun, closing, type Failure, fault, invocationFailure, notReady } from "./failure-page.ts";
import type { HeaderList, HttpEnd, HttpExchange, Invoker, RequestHead, ResponseBody } from "./invoker.ts";

export interface ClientExchangeOptions {
  readonly bodyIdleMs: number;
  readonly held: boolean;
  /** Something threw that is nobody's but ours. */
  readonly onFault: (error: unknown) => void;
}

/** One request of a client, from its head to the end of the answer. */
export class ClientExchange implements HttpExchange {
  readonly request: RequestHead;
  readonly body: ClientRequestBody;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #onFault: (error: unknown) => void;
  readonly #gone = new AbortController();
  #invocation: InvocationId | undefined;
  #answer: ResponseBody | undefined;
  #refused: string | undefined;

  constructor(request: IncomingMessage, response: ServerResponse, options: ClientExchangeOptions) {
    this.#request = request;
    this.#response = response;
    this.#onFault = options.onFault;
    this.request = requestHead(request);
    this.body = new ClientRequestBody(request, response, options.bodyIdleMs, options.held);
    // A broken connection shows as `close` below; without a listener Node would take it for our error.
    request.on("error", () => undefined);
    response.on("error", () => undefined);
    response.on("close", () => {
      if (!response.writableFinished) this.abort("client disconnected");
    });
  }

  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  abort(reason: string): void {
    this.#gone.abort(new StudioError("invocation-aborted", reason));
  }

  started(invocation: InvocationId): void {
    this.#invocation = invocation;
  }

  inform(status: number, headers: HeaderList): void {
    writeInformational(this.#response, status, headers);
  }

  respond(status: number, headers: HeaderList, hasBody: boolean, whole?: Uint8Array): ResponseBody {
    if (this.#response.destroyed) return (this.#answer = NOBODY);
    this.#closeIfHeld();
    try {
      const invocation = this.#invocation ?? 0;
      this.#answer = startResponse(this.#request, this.#response, { status, headers, hasBody, invocation, whole });
    } catch (error) {
      this.refuse(`HTTP cannot carry this response: ${error instanceof Error ? error.message : String(error)}`);
      return NOBODY;
    }
    return this.#answer;
  }

  refuse(reason: string): void {
    this.#refused ??= reason;
  }

  /**
   * Runs the invocation and makes sure that the client has an answer, or a broken connection, at the end. `routed`: who
   * the request is for, as far as that is known now: of components that are still being linked, it may be another one
   * once the first of them turned out to answer no HTTP.
   */
  async run(component: string, invoker: Invoker, routed: () => string | undefined): Promise<void> {
    const tried = new Set<string>();
    let next = component;
    try {
      for (;;) {
        tried.add(next);
        try {
          this.#settle(next, await invoker.http(next, this));
          break;
        } catch (error) {
          const other = error instanceof StudioError && error.code === "export-not-found" ? routed() : undefined;
          if (other === undefined || tried.has(other)) throw error;
          next = other;
        }
      }
    } catch (error) {
      this.#failToRun(next, error);
    } finally {
      this.body.cancel();
    }
    await this.#sent();
  }

  #settle(component: string, end: HttpEnd): void {
    if (this.#answer !== undefined) this.#answer.fail(end.reason ?? "the response body was never finished");
    else this.#fail(invocationFailure(component, this.#invocation, end, this.#refused));
  }

  /** There was no invocation, or running it failed. */
  #failToRun(component: string, error: unknown): void {
    if (this.signal.aborted) {
      this.#fail(closing());
    } else if (error instanceof StudioError) {
      this.#fail(error.code === "component-not-ready" ? notReady(error) : cannotRun(component, error.message));
    } else {
      this.#onFault(error);
      this.#fail(fault(component, error));
    }
  }

  #fail(failure: Failure): void {
    this.#closeIfHeld();
    answerFailure(this.#response, failure, this.#invocation);
  }

  /** A client that still waits for its 100 may or may not send the body now: the next request would be guesswork. */
  #closeIfHeld(): void {
    if (this.body.held && !this.#response.headersSent) this.#response.shouldKeepAlive = false;
  }

  /** What was written may still wait for a slow client. */
  async #sent(): Promise<void> {
    const response = this.#response;
    if (response.closed) return;
    await new Promise<void>((resolve) => {
      response.once("close", resolve);
    });
  }
}

/** Answers into a connection that is gone. */
const NOBODY: ResponseBody = {
  write: () => Promise.resolve(false),
  finish: () => undefined,
  fail: () => undefined,
};
