import type { HostContext } from "../context.ts";
import type { IoModules } from "../io/index.ts";
import { resourceLabel } from "../resource-label.ts";
import { WitError } from "../wit-error.ts";
import type { FieldList } from "./field-list.ts";
import type { FieldsClass } from "./fields.ts";
import type { OutgoingBodyClass } from "./outgoing-body.ts";
import { OutgoingContents } from "./outgoing-contents.ts";
import { ResourceStates } from "./resource-states.ts";

export interface MadeResponse {
  status: number;
  readonly headers: FieldList;
  /** Absent when the guest never asked for the body: it is empty then. */
  contents: OutgoingContents | undefined;
}

export interface OutgoingResponseClass {
  readonly OutgoingResponse: new (headers: object) => object;
  /** Takes an owned response. @throws Trap while a child of it lives. */
  take(response: object): MadeResponse;
}

/** `wasi:http/types` `resource outgoing-response`. */
export function createOutgoingResponse(
  ctx: HostContext,
  io: IoModules,
  fields: FieldsClass,
  bodies: OutgoingBodyClass,
): OutgoingResponseClass {
  const responses = new ResourceStates<MadeResponse>("outgoing-response");

  class OutgoingResponse {
    /** constructor(headers: headers) */
    constructor(headers: object) {
      responses.bind(this, { status: 200, headers: fields.take(headers), contents: undefined });
    }

    /** status-code: func() -> status-code */
    statusCode(): number {
      return responses.of(this).status;
    }

    /** set-status-code: func(status-code: status-code) -> result */
    setStatusCode(status: number): void {
      const response = responses.of(this);
      if (status < 100 || status > 999) throw new WitError(undefined);
      response.status = status;
    }

    /** headers: func() -> headers */
    headers(): object {
      return fields.child(responses.of(this).headers, this);
    }

    /** body: func() -> result<outgoing-body> */
    body(): object {
      const response = responses.of(this);
      if (response.contents !== undefined) throw new WitError(undefined);
      response.contents = new OutgoingContents(ctx, "response", response.headers.contentLength());
      return bodies.body(response.contents);
    }

    [resourceLabel](): string {
      return String(responses.peek(this)?.status ?? "");
    }

    [Symbol.dispose](): void {
      responses.end(this, io)?.contents?.abort("the component dropped the response");
    }
  }

  return { OutgoingResponse, take: (response) => responses.take(response, io) };
}
