import type { HttpHead } from "../../../shared/worker-protocol.ts";
import type { IoError, Pollable } from "../io/index.ts";
import { createIo } from "../io/index.ts";
import { type TestContext, testContext, type TestContextOptions } from "../test-context.ts";
import { WitError } from "../wit-error.ts";
import { createHttp } from "./create-http.ts";
import type { ErrorCode } from "./error-code.ts";
import type { Served } from "./exchange.ts";
import type { FutureValue } from "./incoming-body.ts";
import type { Method, Scheme } from "./method.ts";
import type { OutgoingClient } from "./outgoing-client.ts";

/** The resources of wasi:http as jco's code sees them. */
export interface GuestFields extends Disposable {
  get(name: string): Uint8Array[];
  has(name: string): boolean;
  set(name: string, values: readonly Uint8Array[]): void;
  delete(name: string): void;
  append(name: string, value: Uint8Array): void;
  entries(): [string, Uint8Array][];
  clone(): GuestFields;
}
export interface GuestInputStream extends Disposable {
  read(len: bigint): Uint8Array;
  blockingRead(len: bigint): Uint8Array;
  subscribe(): Pollable;
}
export interface GuestOutputStream extends Disposable {
  checkWrite(): bigint;
  write(bytes: Uint8Array): void;
  blockingWriteAndFlush(bytes: Uint8Array): void;
  subscribe(): Pollable;
}
export interface GuestIncomingBody extends Disposable {
  stream(): GuestInputStream;
}
export interface GuestFutureTrailers extends Disposable {
  subscribe(): Pollable;
  get(): FutureValue<GuestFields | undefined>;
}
export interface GuestIncomingRequest extends Disposable {
  method(): Method;
  pathWithQuery(): string | undefined;
  scheme(): Scheme | undefined;
  authority(): string | undefined;
  headers(): GuestFields;
  consume(): GuestIncomingBody;
}
export interface GuestIncomingResponse extends Disposable {
  status(): number;
  headers(): GuestFields;
  consume(): GuestIncomingBody;
}
export interface GuestOutgoingBody extends Disposable {
  write(): GuestOutputStream;
}
export interface GuestOutgoingResponse extends Disposable {
  statusCode(): number;
  setStatusCode(status: number): void;
  headers(): GuestFields;
  body(): GuestOutgoingBody;
}
export interface GuestOutgoingRequest extends Disposable {
  body(): GuestOutgoingBody;
  method(): Method;
  setMethod(method: Method): void;
  pathWithQuery(): string | undefined;
  setPathWithQuery(value: string | undefined): void;
  scheme(): Scheme | undefined;
  setScheme(value: Scheme | undefined): void;
  authority(): string | undefined;
  setAuthority(value: string | undefined): void;
  headers(): GuestFields;
}
export interface GuestOutparam extends Disposable {
  sendInformational(status: number, headers: GuestFields): void;
}
export interface GuestFutureResponse extends Disposable {
  subscribe(): Pollable;
  get(): FutureValue<GuestIncomingResponse>;
}

export interface GuestTypes {
  readonly Fields: { new (): GuestFields; fromList(entries: readonly (readonly [string, Uint8Array])[]): GuestFields };
  readonly IncomingBody: { finish(body: GuestIncomingBody): GuestFutureTrailers };
  readonly OutgoingBody: { finish(body: GuestOutgoingBody, trailers: GuestFields | undefined): void };
  readonly OutgoingResponse: new (headers: GuestFields) => GuestOutgoingResponse;
  readonly OutgoingRequest: new (headers: GuestFields) => GuestOutgoingRequest;
  readonly RequestOptions: new () => GuestRequestOptions;
  readonly ResponseOutparam: {
    set(
      param: GuestOutparam,
      response: { tag: "ok"; val: GuestOutgoingResponse } | { tag: "err"; val: ErrorCode },
    ): void;
  };
  httpErrorCode(error: IoError): ErrorCode | undefined;
}

export interface GuestRequestOptions extends Disposable {
  connectTimeout(): bigint | undefined;
  setConnectTimeout(duration: bigint | undefined): void;
  firstByteTimeout(): bigint | undefined;
  setFirstByteTimeout(duration: bigint | undefined): void;
  betweenBytesTimeout(): bigint | undefined;
  setBetweenBytesTimeout(duration: bigint | undefined): void;
}

export const BODY_PIPE = 7;
export const RESPONSE_PIPE = 8;

export interface TestHttp {
  readonly ctx: TestContext;
  readonly types: GuestTypes;
  readonly outgoing: { handle: (request: GuestOutgoingRequest, options?: GuestRequestOptions) => GuestFutureResponse };
  readonly serve: (
    head: Partial<HttpHead>,
    handle: (request: GuestIncomingRequest, out: GuestOutparam) => void,
  ) => Served;
  /** A response with these headers and, unless undefined, a finished body. */
  readonly respond: (out: GuestOutparam, body?: string, headers?: Readonly<Record<string, string>>) => void;
}

/** wasi:http over a test context, used as a guest and its worker do. */
export function testHttp(options: TestContextOptions = {}, client?: OutgoingClient): TestHttp {
  const ctx = testContext(options);
  const modules = createHttp(ctx, createIo(ctx), client);
  const types = modules.types as unknown as GuestTypes;
  return {
    ctx,
    types,
    outgoing: modules["outgoing-handler"] as unknown as TestHttp["outgoing"],
    serve: (head, handle) =>
      modules["incoming-handler"].serve(
        {
          method: "GET",
          scheme: "http",
          authority: "localhost:8000",
          pathWithQuery: "/",
          headers: [],
          body: BODY_PIPE,
          response: RESPONSE_PIPE,
          ...head,
        },
        handle as (request: object, out: object) => void,
      ),
    respond: (out, body, headers = {}) => {
      const fields = types.Fields.fromList(Object.entries(headers).map(([name, value]) => [name, bytes(value)]));
      const response = new types.OutgoingResponse(fields);
      if (body !== undefined) {
        const outgoing = response.body();
        const stream = outgoing.write();
        stream.blockingWriteAndFlush(bytes(body));
        stream[Symbol.dispose]();
        types.OutgoingBody.finish(outgoing, undefined);
      }
      types.ResponseOutparam.set(out, { tag: "ok", val: response });
    },
  };
}

export function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}

export function text(value: Uint8Array): string {
  return Buffer.from(value).toString();
}

/** What a guest sees of a call: its result, the payload of its error, or the trap that ends the guest. */
export function outcomeOf(call: () => unknown): { ok: unknown } | { err: unknown } | { trap: string } {
  try {
    return { ok: call() };
  } catch (error) {
    if (error instanceof WitError) return { err: error.payload };
    if (error instanceof WebAssembly.RuntimeError) return { trap: error.message };
    throw error;
  }
}

/** The error resource of a stream operation that failed. */
export function failureOf(outcome: ReturnType<typeof outcomeOf>): IoError {
  return (outcome as { readonly err: { readonly val: IoError } }).err.val;
}
