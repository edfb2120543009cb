import type { HostContext } from "../context.ts";
import type { IoModules } from "../io/index.ts";
import { resourceLabel } from "../resource-label.ts";
import { WitError } from "../wit-error.ts";
import type { FieldList } from "./field-list.ts";
import type { FieldsClass } from "./fields.ts";
import {
  isAuthority,
  isPathWithQuery,
  isScheme,
  isToken,
  type Method,
  methodText,
  type Scheme,
  schemeText,
} from "./method.ts";
import type { OutgoingBodyClass } from "./outgoing-body.ts";
import { OutgoingContents } from "./outgoing-contents.ts";
import { ResourceStates } from "./resource-states.ts";

export interface MadeRequest {
  method: Method;
  pathWithQuery: string | undefined;
  scheme: Scheme | undefined;
  authority: string | undefined;
  readonly headers: FieldList;
  contents: OutgoingContents | undefined;
}

export interface OutgoingRequestClass {
  readonly OutgoingRequest: new (headers: object) => object;
  /** Takes an owned request. @throws Trap while a child of it lives. */
  take(request: object): MadeRequest;
}

/** `GET https://example.com/path`, for messages and labels. */
export function requestText(request: MadeRequest): string {
  const scheme = request.scheme === undefined ? "https" : schemeText(request.scheme);
  return `${methodText(request.method)} ${scheme}://${request.authority ?? ""}${request.pathWithQuery ?? "/"}`;
}

/** `wasi:http/types` `resource outgoing-request`. */
export function createOutgoingRequest(
  ctx: HostContext,
  io: IoModules,
  fields: FieldsClass,
  bodies: OutgoingBodyClass,
): OutgoingRequestClass {
  const requests = new ResourceStates<MadeRequest>("outgoing-request");

  class OutgoingRequest {
    /** constructor(headers: headers) */
    constructor(headers: object) {
      requests.bind(this, {
        method: { tag: "get" },
        pathWithQuery: undefined,
        scheme: undefined,
        authority: undefined,
        headers: fields.take(headers),
        contents: undefined,
      });
    }

    /** body: func() -> result<outgoing-body> */
    body(): object {
      const request = requests.of(this);
      if (request.contents !== undefined) throw new WitError(undefined);
      request.contents = new OutgoingContents(ctx, "request", request.headers.contentLength());
      return bodies.body(request.contents);
    }

    /** method: func() -> method */
    method(): Method {
      return requests.of(this).method;
    }

    /** set-method: func(method: method) -> result */
    setMethod(method: Method): void {
      if (method.tag === "other" && !isToken(method.val)) throw new WitError(undefined);
      requests.of(this).method = method;
    }

    /** path-with-query: func() -> option<string> */
    pathWithQuery(): string | undefined {
      return requests.of(this).pathWithQuery;
    }

    /** set-path-with-query: func(path-with-query: option<string>) -> result */
    setPathWithQuery(pathWithQuery: string | undefined): void {
      if (pathWithQuery !== undefined && !isPathWithQuery(pathWithQuery)) throw new WitError(undefined);
      requests.of(this).pathWithQuery = pathWithQuery;
    }

    /** scheme: func() -> option<scheme> */
    scheme(): Scheme | undefined {
      return requests.of(this).scheme;
    }

    /** set-scheme: func(scheme: option<scheme>) -> result */
    setScheme(scheme: Scheme | undefined): void {
      if (scheme?.tag === "other" && !isScheme(scheme.val)) throw new WitError(undefined);
      requests.of(this).scheme = scheme;
    }

    /** authority: func() -> option<string> */
    authority(): string | undefined {
      return requests.of(this).authority;
    }

    /** set-authority: func(authority: option<string>) -> result */
    setAuthority(authority: string | undefined): void {
      if (authority !== undefined && !isAuthority(authority)) throw new WitError(undefined);
      requests.of(this).authority = authority;
    }

    /** headers: func() -> headers */
    headers(): object {
      return fields.child(requests.of(this).headers, this);
    }

    [resourceLabel](): string {
      const request = requests.peek(this);
      return request === undefined ? "" : requestText(request);
    }

    [Symbol.dispose](): void {
      requests.end(this, io)?.contents?.abort("the component dropped the request");
    }
  }

  return { OutgoingRequest, take: (request) => requests.take(request, io) };
}
