import type { InvocationId, Outcome, TrapView } from "../../../shared/model.ts";

/** Names as they came or were set, values in latin-1. */
export type HeaderList = readonly (readonly [string, string])[];

/** What turns a request into an invocation of a component's `wasi:http/incoming-handler`. */
export interface Invoker {
  /**
   * Runs one invocation for `exchange` and resolves when it ended and everything it wrote was handed to the exchange.
   * When `exchange.signal` aborts, the guest is told (`disconnected`) and ends with the signal's reason.
   * @throws StudioError `component-not-ready` before it started (the client gets a 503), others (a 500); anything else
   * that is thrown is a fault of ours.
   */
  http(component: string, exchange: HttpExchange): Promise<HttpEnd>;
}

export interface HttpEnd {
  readonly outcome: Outcome;
  /** Trap text, or why it is not ok. */
  readonly reason?: string;
  readonly trap?: TrapView;
}

/** One request and its answer, at the client's pace in both directions. */
export interface HttpExchange {
  readonly request: RequestHead;
  readonly body: RequestBody;
  /** Aborts when the client goes away or the trigger closes, with a `StudioError` `invocation-aborted` as its reason. */
  readonly signal: AbortSignal;
  /** Called first, as soon as the invocation has its id: every answer carries it. */
  started(invocation: InvocationId): void;
  /** A 1xx. Ignored once there was an answer. */
  inform(status: number, headers: HeaderList): void;
  /** The head leaves at once. At most once. `whole`: the body, where all of it is there; nothing is written after it. */
  respond(status: number, headers: HeaderList, hasBody: boolean, whole?: Uint8Array): ResponseBody;
  /** The guest decided against a response: the client gets a 500 that says why. */
  refuse(reason: string): void;
}

export interface RequestHead {
  readonly method: string;
  readonly scheme: "http";
  readonly authority: string;
  readonly pathWithQuery: string;
  readonly headers: HeaderList;
  /** `127.0.0.1:53412` */
  readonly client: string;
}

export interface RequestBody {
  /** It is known from the start that there are no bytes and no trailers. */
  readonly ended: boolean;
  /**
   * The next bytes, once they are there; undefined at the end. Nothing is read from the client unless it is asked
   * for; a client that holds its body back (`Expect: 100-continue`) is told to send by the first call.
   * One call at a time. Rejects when the body will never be whole.
   */
  next(): Promise<Uint8Array | undefined>;
  /** Known at the end. */
  readonly trailers: HeaderList;
  /** Nobody reads on: what still comes is thrown away. */
  cancel(): void;
}

export interface ResponseBody {
  /** Resolves when the client has room for more; false: it is gone, and writing is pointless. The bytes are handed over. */
  write(bytes: Uint8Array): Promise<boolean>;
  finish(trailers?: HeaderList): void;
  /** What the client has is not the whole body: the connection breaks off. */
  fail(reason: string): void;
}
