import type { Journal } from "../../journal/journal.ts";
import { StudioError } from "../../../shared/errors.ts";
import type { Cause, HttpMessageView } from "../../../shared/model.ts";
import type { HttpFromWorker, HttpToWorker } from "../../../shared/worker-protocol.ts";
import type { RequestOrigin } from "../egress/egress.ts";
import type { HeaderList, HttpEnd, HttpExchange, Invoker, ResponseBody } from "../trigger/invoker.ts";
import type { InwardPipe, OutwardPipe, PipeEnd, StudioPipes } from "../pool/pipes.ts";
import { BodyCapture } from "./body-capture.ts";
import type { Invocations } from "./invocations.ts";
import type { LiveBuild } from "./live-build.ts";

export interface HttpInvokerOptions {
  readonly invocations: Invocations;
  readonly journal: Journal;
  /** The build that serves a component now. @throws StudioError `component-not-ready` */
  readonly buildOf: (component: string) => Promise<LiveBuild>;
  /** Whose request came in from this client, where it was a guest of this project. */
  readonly originOf: (client: string) => RequestOrigin | undefined;
  /** How much of each body the record keeps. */
  readonly maxBodyBytes: () => number;
}

/** Turns HTTP requests into invocations of `wasi:http/incoming-handler`, streaming both ways at the slower side's pace. */
export class HttpInvoker implements Invoker {
  readonly #options: HttpInvokerOptions;

  constructor(options: HttpInvokerOptions) {
    this.#options = options;
  }

  /** `cause`: a request from a client unless something else made it happen. */
  async http(component: string, exchange: HttpExchange, cause?: Cause): Promise<HttpEnd> {
    const { invocations, journal, maxBodyBytes, buildOf, originOf } = this.#options;
    const { client } = exchange.request;
    const origin = originOf(client);
    const build = await buildOf(component);
    if (origin !== undefined && origin.depth >= build.requestDepth) {
      origin.refuseAsLoop();
      throw new StudioError(
        "invocation-aborted",
        `A request to ourselves came back more than ${build.requestDepth} times (limits.depth of ${component}).`,
      );
    }
    if (build.httpInterface === undefined) {
      throw new StudioError(
        "export-not-found",
        `${component} exports no wasi:http/incoming-handler, so it cannot answer requests.`,
      );
    }
    const { httpInterface } = build;
    const run = new HttpRun(exchange, maxBodyBytes());
    const started = await invocations.start(
      build,
      {
        kind: "http",
        title: `${exchange.request.method} ${exchange.request.pathWithQuery}`,
        cause:
          cause ?? (origin === undefined ? { kind: "request", client } : { kind: "invocation", id: origin.invocation }),
        depth: origin === undefined ? 0 : origin.depth + 1,
        request: run.requestView(),
        task: (pipes) => run.open(pipes, httpInterface),
        onMessage: (message) => {
          const status = run.receive(message as HttpFromWorker);
          // Of one that is answered by now, the end is about to tell it.
          if (status !== undefined && !run.answered) journal.update(started.id, { status });
        },
        atEnd: () => run.atEnd(),
        abandoned: () => run.abandoned,
      },
      exchange.signal,
    );
    exchange.started(started.id);
    run.begin((message) => started.send(message));
    // A client that goes away only loses its answer; a person who cancels means the invocation.
    const onCancel = () => started.kill("cancelled by you");
    if (cause?.kind === "person") exchange.signal.addEventListener("abort", onCancel, { once: true });
    const { outcome, reason, trap } = await started.ended;
    exchange.signal.removeEventListener("abort", onCancel);
    await run.settled();
    return { outcome, ...(reason === undefined ? {} : { reason }), ...(trap === undefined ? {} : { trap }) };
  }
}

/** One request on its way through a guest. */
class HttpRun {
  readonly #exchange: HttpExchange;
  readonly #requestBody: BodyCapture;
  readonly #responseBody: BodyCapture;
  #inward: InwardPipe | undefined;
  #outward: OutwardPipe | undefined;
  #response: { readonly status: number; readonly headers: HeaderList } | undefined;
  #pump: Promise<void> = Promise.resolve();
  #abandoned = false;
  #answered = false;

  constructor(exchange: HttpExchange, maxBodyBytes: number) {
    this.#exchange = exchange;
    this.#requestBody = new BodyCapture(maxBodyBytes);
    this.#responseBody = new BodyCapture(maxBodyBytes);
  }

  open(pipes: StudioPipes, interfaceName: string) {
    const { method, scheme, authority, pathWithQuery, headers } = this.#exchange.request;
    const inward = pipes.toGuest();
    const bodyEnded = this.#exchange.body.ended;
    if (!bodyEnded) this.#inward = inward;
    this.#outward = pipes.fromGuest((bytes) => this.#responseBody.add(bytes));
    const request = {
      method,
      scheme,
      authority,
      pathWithQuery,
      headers,
      body: inward.id,
      bodyEnded,
      response: this.#outward.id,
    };
    return { kind: "http", interface: interfaceName, request } as const;
  }

  begin(send: (message: HttpToWorker) => void): void {
    const { signal } = this.#exchange;
    const onAbort = () => {
      // A client may hang up as soon as it has every byte it was promised: then it missed nothing.
      if (this.#complete()) return;
      this.#abandoned = true;
      send({ t: "disconnected" });
      this.#inward?.fail("the client went away");
      this.#outward?.cancel("the client went away");
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    void this.#feed();
  }

  /** The client went away before it had the whole response. */
  get abandoned(): boolean {
    return this.#abandoned;
  }

  /** The whole response came at once and has been handed to the client. */
  get answered(): boolean {
    return this.#answered;
  }

  #complete(): boolean {
    if (this.#outward?.ending?.kind === "finished") return true;
    const length = this.#response?.headers.find(([name]) => name.toLowerCase() === "content-length")?.[1];
    return length !== undefined && this.#responseBody.total >= Number(length);
  }

  /** The status, when this message brought it. */
  receive(message: HttpFromWorker): number | undefined {
    switch (message.t) {
      case "informational":
        this.#exchange.inform(message.status, message.headers);
        return undefined;
      case "failed":
        this.#exchange.refuse(message.code);
        return undefined;
      case "response": {
        const { status, headers, hasBody } = message;
        this.#response = { status, headers };
        const whole = this.#outward?.takeWhole();
        const body = this.#exchange.respond(status, headers, hasBody, whole);
        if (whole === undefined) this.#pump = this.#pour(body);
        this.#answered = whole !== undefined;
        return status;
      }
    }
  }

  /** Everything the guest wrote has been handed to the client. */
  settled(): Promise<void> {
    return this.#pump;
  }

  requestView(): HttpMessageView {
    const { method, pathWithQuery, headers } = this.#exchange.request;
    const trailers = this.#exchange.body.trailers;
    return {
      method,
      target: pathWithQuery,
      headers,
      body: this.#requestBody.preview(),
      ...(trailers.length === 0 ? {} : { trailers }),
    };
  }

  atEnd() {
    const response = this.#response;
    if (response === undefined) return { request: this.requestView() };
    const trailers = trailersOf(this.#outward?.ending);
    return {
      status: response.status,
      request: this.requestView(),
      response: { ...response, body: this.#responseBody.preview(), ...(trailers.length === 0 ? {} : { trailers }) },
    };
  }

  /** Request body: client → guest, as fast as the guest takes it. */
  async #feed(): Promise<void> {
    const { body } = this.#exchange;
    const inward = this.#inward;
    if (inward === undefined) return;
    try {
      for (let bytes = await body.next(); bytes !== undefined; bytes = await body.next()) {
        this.#requestBody.add(bytes);
        await inward.write(bytes);
        if (inward.closed !== undefined) {
          body.cancel();
          return;
        }
      }
      inward.finish(body.trailers);
    } catch (error) {
      inward.fail(error instanceof Error ? error.message : String(error));
    }
  }

  /** Response body: guest → client, as fast as the client takes it. */
  async #pour(to: ResponseBody): Promise<void> {
    const outward = this.#outward;
    if (outward === undefined) return;
    for (;;) {
      const next = await outward.read();
      if (next instanceof Uint8Array) {
        if (!(await to.write(next))) outward.cancel("the client went away");
      } else if (next.kind === "failed") {
        to.fail(next.reason);
        return;
      } else {
        to.finish(trailersOf(next));
        return;
      }
    }
  }
}

function trailersOf(end: PipeEnd | undefined): HeaderList {
  return end?.kind === "finished" ? ((end.value as HeaderList | undefined) ?? []) : [];
}
