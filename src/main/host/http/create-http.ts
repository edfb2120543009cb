import type { HttpHead } from "../../../shared/worker-protocol.ts";
import type { HostContext, HostModule } from "../context.ts";
import type { IoError, IoModules } from "../io/index.ts";
import type { ErrorCode } from "./error-code.ts";
import { Exchange, type Served } from "./exchange.ts";
import { createFields } from "./fields.ts";
import { createFutureResponse } from "./future-response.ts";
import { createIncomingBody } from "./incoming-body.ts";
import { createIncomingMessages } from "./incoming-message.ts";
import { createOutgoingBody } from "./outgoing-body.ts";
import { closedClient, type OutgoingClient } from "./outgoing-client.ts";
import { createOutgoingRequest } from "./outgoing-request.ts";
import { createOutgoingResponse } from "./outgoing-response.ts";
import { createRequestOptions } from "./request-options.ts";
import { createResponseOutparam } from "./response-outparam.ts";

/** The exported `handle`, given its own resources. */
export type HandleExport = (request: object, responseOut: object) => void;

export interface HttpModules extends Readonly<Record<string, HostModule>> {
  readonly types: HostModule;
  readonly "outgoing-handler": HostModule;
  /** The host's side of the component's export. No component can import it. */
  readonly "incoming-handler": { readonly serve: (head: HttpHead, handle: HandleExport) => Served };
}

/** Makes the wasi:http classes of one context. All state lies behind resources, so none outlives its instance. */
export function createHttp(ctx: HostContext, io: IoModules, client: OutgoingClient = closedClient): HttpModules {
  const fields = createFields(io);
  const incomingBody = createIncomingBody(io, fields);
  const outgoingBody = createOutgoingBody(io, fields);
  const incoming = createIncomingMessages(io, fields, incomingBody);
  const outgoingResponse = createOutgoingResponse(ctx, io, fields, outgoingBody);
  const outgoingRequest = createOutgoingRequest(ctx, io, fields, outgoingBody);
  const outparams = createResponseOutparam(io, fields, outgoingResponse);
  const requestOptions = createRequestOptions(io);
  const futures = createFutureResponse(io, incoming);

  return {
    types: {
      Fields: fields.Fields,
      IncomingRequest: incoming.IncomingRequest,
      IncomingResponse: incoming.IncomingResponse,
      IncomingBody: incomingBody.IncomingBody,
      FutureTrailers: incomingBody.FutureTrailers,
      OutgoingRequest: outgoingRequest.OutgoingRequest,
      RequestOptions: requestOptions.RequestOptions,
      ResponseOutparam: outparams.ResponseOutparam,
      OutgoingResponse: outgoingResponse.OutgoingResponse,
      OutgoingBody: outgoingBody.OutgoingBody,
      FutureIncomingResponse: futures.FutureIncomingResponse,
      /** http-error-code: func(err: borrow<io-error>) -> option<error-code> */
      httpErrorCode: (error: IoError): ErrorCode | undefined => parseErrorCode(io.errorCause(error)),
    },
    "outgoing-handler": {
      /** handle: func(request: outgoing-request, options: option<request-options>) -> result<future-incoming-response, error-code> */
      handle: (request: object, options: object | undefined): object => {
        const timeouts = options && requestOptions.take(options);
        return futures.future(client.send(outgoingRequest.take(request), timeouts));
      },
    },
    "incoming-handler": {
      serve: (head, handle) => {
        const exchange = new Exchange(ctx, head);
        try {
          handle(incoming.request(exchange.request), outparams.outparam(exchange));
        } catch (error) {
          exchange.trapped(error instanceof Error ? error.message : String(error));
          throw error;
        }
        return exchange.returned();
      },
    },
  };
}

/** Failures of http streams carry their code as cause; those of other packages carry something else or nothing. */
function parseErrorCode(cause: unknown): ErrorCode | undefined {
  return typeof cause === "object" && cause !== null && "tag" in cause ? (cause as ErrorCode) : undefined;
}
