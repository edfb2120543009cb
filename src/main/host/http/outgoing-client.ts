import type { OutgoingHead } from "../../../shared/worker-protocol.ts";
import type { Egress } from "../context.ts";
import { WitError } from "../wit-error.ts";
import type { ErrorCode } from "./error-code.ts";
import { FieldList } from "./field-list.ts";
import type { PendingResponse } from "./future-response.ts";
import { IncomingContents } from "./incoming-contents.ts";
import { methodText } from "./method.ts";
import { type MadeRequest, requestText } from "./outgoing-request.ts";
import type { Timeouts } from "./request-options.ts";

/** What sends requests into the world. Owns the request's contents from `send` on, also when it throws. */
export interface OutgoingClient {
  /** Returns at once, unless a body that was finished before waits for its reader. @throws WitError<ErrorCode> */
  send(request: MadeRequest, timeouts: Timeouts | undefined): PendingResponse;
}

/** Lets nothing out. The error says what was asked for; guests see `HTTP-request-denied`. */
export const closedClient: OutgoingClient = {
  send: (request) => refuse(request, { tag: "HTTP-request-denied" }, "this host does not send outgoing HTTP requests"),
};

/** Sends through the studio, which decides about each request. Redirects are the guest's business. */
export function egressClient(egress: Egress): OutgoingClient {
  return {
    send: (request, timeouts) => {
      const head = headOf(request, timeouts);
      const exchange = egress.send(head);
      let outcome: ReturnType<PendingResponse["outcome"]>;
      request.contents?.attach(exchange.requestBody);
      return {
        label: requestText(request),
        outcome: () => {
          if (outcome !== undefined) return outcome;
          const answer = exchange.answer();
          if (answer?.tag === "ok") {
            const contents = new IncomingContents(exchange.responseBody, "response body", () => false);
            outcome = {
              tag: "ok",
              val: { status: answer.status, headers: FieldList.received(answer.headers), contents },
            };
          } else if (answer !== undefined) {
            // The studio only sends codes that the WIT has.
            outcome = { tag: "err", val: answer.error as ErrorCode };
          }
          return outcome;
        },
        cancel: () => exchange.drop(),
      };
    },
  };
}

/** @throws WitError<ErrorCode> for what HTTP/1.1 cannot carry. */
function headOf(request: MadeRequest, timeouts: Timeouts | undefined): OutgoingHead {
  const { method, authority, headers, contents, pathWithQuery } = request;
  const scheme = request.scheme?.tag ?? "HTTPS";
  if (scheme === "other") refuse(request, { tag: "HTTP-protocol-error" }, "only http and https are sent");
  if (authority === undefined) refuse(request, { tag: "HTTP-request-URI-invalid" }, "it names no authority");
  if (method.tag === "connect") {
    refuse(request, { tag: "HTTP-request-method-invalid" }, "a tunnel is no request with an answer");
  }
  const length = headers.contentLength();
  if (length === undefined && headers.has("content-length")) {
    refuse(request, { tag: "HTTP-protocol-error" }, "its content-length fields disagree");
  }
  if (contents === undefined && length !== undefined && length > 0) {
    const code = { tag: "HTTP-request-body-size", val: 0n } as const;
    refuse(request, code, `it declares a body of ${length} bytes and has none`);
  }
  return {
    method: methodText(method),
    scheme: scheme === "HTTP" ? "http" : "https",
    authority,
    pathWithQuery: originForm(pathWithQuery ?? ""),
    headers: headers.text(),
    hasBody: contents !== undefined,
    timeouts: {
      ...milliseconds("connectMs", timeouts?.connectNs),
      ...milliseconds("firstByteMs", timeouts?.firstByteNs),
      ...milliseconds("betweenBytesMs", timeouts?.betweenBytesNs),
    },
  };
}

/** The path as a request line has it: `?q=1` is `/?q=1`. */
function originForm(pathWithQuery: string): string {
  return pathWithQuery === "*" || pathWithQuery.startsWith("/") ? pathWithQuery : `/${pathWithQuery}`;
}

function milliseconds<Name extends string>(name: Name, ns: bigint | undefined): { readonly [N in Name]?: number } {
  return ns === undefined ? {} : ({ [name]: Number(ns) / 1e6 } as { readonly [N in Name]: number });
}

function refuse(request: MadeRequest, code: ErrorCode, why: string): never {
  const refusal = `${requestText(request)} was refused: ${why}`;
  request.contents?.abort(refusal);
  throw new WitError<ErrorCode>(code, { cause: new Error(refusal) });
}
