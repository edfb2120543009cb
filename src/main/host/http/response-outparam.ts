import type { IoModules } from "../io/index.ts";
import { WitError } from "../wit-error.ts";
import type { ErrorCode } from "./error-code.ts";
import type { FieldList } from "./field-list.ts";
import type { FieldsClass } from "./fields.ts";
import type { MadeResponse, OutgoingResponseClass } from "./outgoing-response.ts";
import { ResourceStates } from "./resource-states.ts";

/** Where the answer of a handler goes. */
export interface Responder {
  /** At most once. Waits for the reader where the body has ended already. */
  respond(response: MadeResponse): void;
  refuse(code: ErrorCode): void;
  inform(status: number, headers: FieldList): void;
}

export interface ResponseOutparamClass {
  readonly ResponseOutparam: abstract new () => object;
  outparam(responder: Responder): object;
}

type SetResponse = { readonly tag: "ok"; readonly val: object } | { readonly tag: "err"; readonly val: ErrorCode };

const SWITCHING_PROTOCOLS = 101;

/** `wasi:http/types` `resource response-outparam`. */
export function createResponseOutparam(
  io: IoModules,
  fields: FieldsClass,
  responses: OutgoingResponseClass,
): ResponseOutparamClass {
  const states = new ResourceStates<Responder>("response-outparam");

  class ResponseOutparam {
    /** send-informational: func(status: u16, headers: headers) -> result<_, error-code> */
    sendInformational(status: number, headers: object): void {
      const responder = states.of(this);
      const list = fields.take(headers);
      // 101 would hand the connection over to another protocol.
      if (status < 100 || status > 199 || status === SWITCHING_PROTOCOLS) {
        throw new WitError<ErrorCode>({ tag: "HTTP-protocol-error" });
      }
      responder.inform(status, list);
    }

    /** set: static func(param: response-outparam, response: result<outgoing-response, error-code>) */
    static set(param: ResponseOutparam, response: SetResponse): void {
      const made = response.tag === "ok" ? responses.take(response.val) : undefined;
      const responder = states.take(param, io);
      if (response.tag === "err") responder.refuse(response.val);
      else if (made !== undefined) responder.respond(made);
    }

    [Symbol.dispose](): void {
      states.end(this, io);
    }
  }

  return {
    ResponseOutparam: ResponseOutparam as abstract new () => object,
    outparam: (responder) => states.make(ResponseOutparam.prototype, responder),
  };
}
