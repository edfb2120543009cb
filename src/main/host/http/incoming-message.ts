import type { IoModules } from "../io/index.ts";
import { resourceLabel } from "../resource-label.ts";
import { WitError } from "../wit-error.ts";
import type { FieldList } from "./field-list.ts";
import type { FieldsClass } from "./fields.ts";
import type { IncomingBodyClasses } from "./incoming-body.ts";
import type { IncomingContents } from "./incoming-contents.ts";
import { type Method, methodText, type Scheme } from "./method.ts";
import { ResourceStates } from "./resource-states.ts";

export interface ReceivedRequest {
  readonly method: Method;
  readonly pathWithQuery: string | undefined;
  readonly scheme: Scheme | undefined;
  readonly authority: string | undefined;
  readonly headers: FieldList;
  readonly contents: IncomingContents;
}

export interface ReceivedResponse {
  readonly status: number;
  readonly headers: FieldList;
  readonly contents: IncomingContents;
}

export interface IncomingMessageClasses {
  readonly IncomingRequest: abstract new () => object;
  readonly IncomingResponse: abstract new () => object;
  request(received: ReceivedRequest): object;
  response(received: ReceivedResponse): object;
}

/** `wasi:http/types` `resource incoming-request` and `resource incoming-response`. */
export function createIncomingMessages(
  io: IoModules,
  fields: FieldsClass,
  bodies: IncomingBodyClasses,
): IncomingMessageClasses {
  const requests = new ResourceStates<{ readonly received: ReceivedRequest; consumed: boolean }>("incoming-request");
  const responses = new ResourceStates<{ readonly received: ReceivedResponse; consumed: boolean }>("incoming-response");

  class IncomingRequest {
    /** method: func() -> method */
    method(): Method {
      return requests.of(this).received.method;
    }

    /** path-with-query: func() -> option<string> */
    pathWithQuery(): string | undefined {
      return requests.of(this).received.pathWithQuery;
    }

    /** scheme: func() -> option<scheme> */
    scheme(): Scheme | undefined {
      return requests.of(this).received.scheme;
    }

    /** authority: func() -> option<string> */
    authority(): string | undefined {
      return requests.of(this).received.authority;
    }

    /** headers: func() -> headers */
    headers(): object {
      return fields.child(requests.of(this).received.headers, this);
    }

    /** consume: func() -> result<incoming-body> */
    consume(): object {
      return consume(requests.of(this), bodies);
    }

    [resourceLabel](): string {
      const received = requests.peek(this)?.received;
      return received === undefined ? "" : `${methodText(received.method)} ${received.pathWithQuery ?? ""}`;
    }

    [Symbol.dispose](): void {
      abandon(requests.end(this, io));
    }
  }

  class IncomingResponse {
    /** status: func() -> status-code */
    status(): number {
      return responses.of(this).received.status;
    }

    /** headers: func() -> headers */
    headers(): object {
      return fields.child(responses.of(this).received.headers, this);
    }

    /** consume: func() -> result<incoming-body> */
    consume(): object {
      return consume(responses.of(this), bodies);
    }

    [resourceLabel](): string {
      return String(responses.peek(this)?.received.status ?? "");
    }

    [Symbol.dispose](): void {
      abandon(responses.end(this, io));
    }
  }

  return {
    IncomingRequest: IncomingRequest as abstract new () => object,
    IncomingResponse: IncomingResponse as abstract new () => object,
    request: (received) => requests.make(IncomingRequest.prototype, { received, consumed: false }),
    response: (received) => responses.make(IncomingResponse.prototype, { received, consumed: false }),
  };
}

interface Message {
  readonly received: { readonly contents: IncomingContents };
  consumed: boolean;
}

function consume(message: Message, bodies: IncomingBodyClasses): object {
  if (message.consumed) throw new WitError(undefined);
  message.consumed = true;
  return bodies.body(message.received.contents);
}

/** A body that was never taken is wanted by nobody; one that was taken outlives its message. */
function abandon(message: Message | undefined): void {
  if (message?.consumed === false) message.received.contents.cancel();
}
