import { StudioError } from "../../../shared/errors.ts";
import type { HttpReplyView, HttpRequestInput } from "../../../shared/contract.ts";
import type { InvocationId } from "../../../shared/model.ts";
import type { HeaderList, HttpExchange, RequestBody, RequestHead, ResponseBody } from "../trigger/invoker.ts";
import { BodyCapture } from "./body-capture.ts";

/** A request a person sends from a window: it takes the way of every other request, without a socket. */
export class DirectExchange implements HttpExchange {
  readonly request: RequestHead;
  readonly body: RequestBody;
  readonly signal: AbortSignal;
  readonly #began = performance.now();
  readonly #capture: BodyCapture;
  #invocation: InvocationId | undefined;
  #head: { readonly status: number; readonly headers: HeaderList } | undefined;
  #refused: string | undefined;
  #broken: string | undefined;

  /** `authority`: what the component sees as the host it was called at. */
  constructor(input: HttpRequestInput, authority: string, maxReplyBytes: number, signal: AbortSignal) {
    this.#capture = new BodyCapture(maxReplyBytes);
    this.signal = signal;
    this.body = oneChunk(input.body);
    this.request = {
      method: input.method,
      scheme: "http",
      authority,
      pathWithQuery: input.target,
      headers: withLength(withHost(input.headers, authority), input),
      client: "this window",
    };
  }

  started(invocation: InvocationId): void {
    this.#invocation = invocation;
  }

  inform(): void {}

  respond(status: number, headers: HeaderList, _hasBody: boolean, whole?: Uint8Array): ResponseBody {
    this.#head = { status, headers };
    if (whole !== undefined) this.#capture.add(whole);
    return {
      write: (bytes) => {
        this.#capture.add(bytes);
        return Promise.resolve(!this.signal.aborted);
      },
      finish: () => undefined,
      fail: (reason) => {
        this.#broken = reason;
      },
    };
  }

  refuse(reason: string): void {
    this.#refused = reason;
  }

  /** What a client on a socket would have got; `reason` is why the invocation did not end well. */
  reply(reason: string | undefined): HttpReplyView {
    const failed = this.#refused ?? this.#broken ?? reason;
    const head = this.#head ?? { status: 500, headers: [["content-type", "text/plain; charset=utf-8"]] as const };
    const text =
      this.#head === undefined
        ? new TextEncoder().encode(`${failed ?? "the component sent no response"}\n`)
        : undefined;
    return {
      ...(this.#invocation === undefined ? {} : { invocation: this.#invocation }),
      ...head,
      body: text === undefined ? this.#capture.preview() : { kept: text, total: text.length },
      durationMs: performance.now() - this.#began,
    };
  }
}

/** @throws StudioError `request-invalid` for what could never be sent. */
export function requireSendable(input: HttpRequestInput): void {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(input.method)) {
    throw new StudioError("request-invalid", `${JSON.stringify(input.method)} is not an HTTP method.`);
  }
  if (!/^\/[^\s#]*$/.test(input.target)) {
    throw new StudioError(
      "request-invalid",
      `The path begins with a slash and has no spaces: ${JSON.stringify(input.target)} does not.`,
    );
  }
}

function oneChunk(bytes: Uint8Array | undefined): RequestBody {
  let rest = bytes === undefined || bytes.length === 0 ? undefined : bytes;
  return {
    ended: rest === undefined,
    trailers: [],
    next: () => {
      const next = rest;
      rest = undefined;
      return Promise.resolve(next);
    },
    cancel: () => {
      rest = undefined;
    },
  };
}

function withHost(headers: HeaderList, authority: string): HeaderList {
  return headers.some(([name]) => name.toLowerCase() === "host") ? headers : [["host", authority], ...headers];
}

function withLength(headers: HeaderList, { body }: HttpRequestInput): HeaderList {
  if (body === undefined || body.length === 0 || headers.some(([name]) => name.toLowerCase() === "content-length"))
    return headers;
  return [...headers, ["content-length", String(body.length)]];
}
