import type { ErrorCode } from "./error-code.ts";
import { WitError } from "../wit-error.ts";
import type { PendingResponse } from "./future-response.ts";
import { type MadeRequest, requestText } from "./outgoing-request.ts";
import type { Timeouts } from "./request-options.ts";

/** What sends requests into the world. Owns the request's contents from `send` on, also when it throws. */
export interface OutgoingClient {
  /** Returns at once. @throws WitError<ErrorCode> */
  send(request: MadeRequest, timeouts: Timeouts | undefined): PendingResponse;
}

/** Lets nothing out. The error says what was asked for; guests see `HTTP-request-denied`. */
export const closedClient: OutgoingClient = {
  send: (request) => {
    const refusal = `${requestText(request)} was refused: this host does not send outgoing HTTP requests`;
    request.contents?.abort(refusal);
    throw new WitError<ErrorCode>({ tag: "HTTP-request-denied" }, { cause: new Error(refusal) });
  },
};
