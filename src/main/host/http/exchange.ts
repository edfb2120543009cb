import type { HttpFromWorker, HttpHead, HttpToWorker } from "../../../shared/worker-protocol.ts";
import type { HostContext, PipeWriter } from "../context.ts";
import { describeErrorCode, type ErrorCode } from "./error-code.ts";
import { FieldList } from "./field-list.ts";
import { IncomingContents } from "./incoming-contents.ts";
import type { ReceivedRequest } from "./incoming-message.ts";
import { parseMethod, parseScheme } from "./method.ts";
import type { MadeResponse } from "./outgoing-response.ts";
import type { Responder } from "./response-outparam.ts";

/** What became of a served request, as far as the handler decided it. */
export interface Served {
  /** Of the response that was sent. */
  readonly status?: number;
  /** Why the client got no response, or not all of it. */
  readonly failed?: string;
}

/** One request a guest answers: between its handler and the studio's trigger. */
export class Exchange implements Responder {
  readonly request: ReceivedRequest;
  readonly #ctx: HostContext;
  readonly #writer: PipeWriter;
  readonly #isHead: boolean;
  #response: MadeResponse | undefined;
  #failed: string | undefined;
  #disconnected = false;

  constructor(ctx: HostContext, head: HttpHead) {
    this.#ctx = ctx;
    this.#writer = ctx.pipes.writer(head.response);
    this.#isHead = head.method === "HEAD";
    ctx.pipes.onMessage((message) => {
      if (isDisconnected(message)) this.#disconnected = true;
    });
    this.request = {
      method: parseMethod(head.method),
      pathWithQuery: head.pathWithQuery,
      scheme: parseScheme(head.scheme),
      authority: head.authority,
      headers: FieldList.received(head.headers),
      contents: new IncomingContents(ctx.pipes.reader(head.body), "request body", () => this.#disconnected),
    };
  }

  inform(status: number, headers: FieldList): void {
    this.#send({ t: "informational", status, headers: headers.text() });
  }

  refuse(code: ErrorCode): void {
    this.#fail(describeErrorCode(code));
  }

  respond(response: MadeResponse): void {
    const { status, headers, contents } = response;
    const wrong = this.#impossible(response);
    if (wrong !== undefined) {
      contents?.abort(wrong);
      this.#fail(wrong);
      return;
    }
    this.#response = response;
    this.#send({ t: "response", status, headers: headers.text(), hasBody: contents !== undefined });
    if (contents === undefined) this.#writer.finish();
    else contents.attach(this.#writer);
  }

  /** The handler returned. Waits until the reader has room for what is left of the body. */
  returned(): Served {
    this.request.contents.cancel();
    if (this.#response === undefined) {
      if (this.#failed === undefined) this.#fail("the component returned without setting a response");
      return { failed: this.#failed ?? "" };
    }
    const { status, contents } = this.#response;
    if (contents?.finished === false) contents.abort("the component returned without finishing the response body");
    return contents?.broken === undefined ? { status } : { status, failed: contents.broken };
  }

  /** The instance ended inside the handler: what is not finished stays visibly incomplete. */
  trapped(reason: string): void {
    this.request.contents.cancel();
    this.#response?.contents?.abandon(reason);
  }

  #fail(reason: string): void {
    this.#failed = reason;
    this.#send({ t: "failed", code: reason });
  }

  /** Why this cannot be the final response of this request. */
  #impossible(response: MadeResponse): string | undefined {
    if (response.status < 200) return `the component set status ${response.status}, which cannot end a request`;
    const length = response.headers.contentLength();
    const bodyless = this.#isHead || response.status === 204 || response.status === 304;
    if (response.contents === undefined && length !== undefined && length > 0 && !bodyless) {
      return `the component declared a response body of ${length} bytes and set a response without a body`;
    }
    return undefined;
  }

  #send(message: HttpFromWorker): void {
    this.#ctx.pipes.send(message);
  }
}

function isDisconnected(message: unknown): boolean {
  return typeof message === "object" && message !== null && (message as Partial<HttpToWorker>).t === "disconnected";
}
