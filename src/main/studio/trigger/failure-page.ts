import type { ServerResponse } from "node:http";
import type { StudioError } from "../../../shared/errors.ts";
import type { InvocationId } from "../../../shared/model.ts";
import { trapLines } from "../trap/trap-text.ts";
import { INVOCATION_HEADER } from "./client-response.ts";
import type { HttpEnd } from "./invoker.ts";

/** Of a trap's stack, what a client is shown. */
const MAX_FRAMES = 12;

/** An answer of the studio itself, where a component has none. */
export interface Failure {
  readonly status: number;
  /** Plain sentences: what happened, to whom, what to do. */
  readonly text: string;
  readonly retryAfterS?: number;
}

/** What the client gets when an invocation ended without a response. `refused`: why the guest set none. */
export function invocationFailure(
  component: string,
  id: InvocationId | undefined,
  end: HttpEnd,
  refused: string | undefined,
): Failure {
  const who = `component ${component}, invocation ${id ?? "unknown"}`;
  const why = end.reason === undefined ? "" : `: ${end.reason}`;
  switch (end.outcome) {
    case "trap": {
      const head = `The component trapped before it set a response (${who})${why}`;
      const more = end.trap === undefined ? [] : trapLines(end.trap, MAX_FRAMES);
      return { status: 500, text: [head, ...more].join("\n") };
    }
    case "timeout":
      return { status: 504, text: `The component used up its time before it set a response (${who})${why}` };
    case "killed":
      return { status: 503, text: `The invocation was ended before the component set a response (${who})${why}` };
    case "ok":
    case "error":
      return {
        status: 500,
        text: `The component did not answer (${who}): ${refused ?? end.reason ?? "it set no response"}`,
      };
  }
}

export function noRoute(pathWithQuery: string, routes: string): Failure {
  return { status: 404, text: `No route leads from ${pathWithQuery} to a component. Routes: ${routes}.` };
}

/** `retryAfterMs`: when it is worth asking again, where that is known. */
export function notReady({ message, details }: StudioError): Failure {
  const retryAfterMs = details?.["retryAfterMs"];
  return {
    status: 503,
    text: message,
    retryAfterS: typeof retryAfterMs === "number" ? Math.max(1, Math.ceil(retryAfterMs / 1000)) : 1,
  };
}

export function cannotRun(component: string, message: string): Failure {
  return { status: 500, text: `Component ${component} could not be run: ${message}` };
}

export function closing(): Failure {
  return { status: 503, text: "This server is closing.", retryAfterS: 1 };
}

export function fault(component: string, error: unknown): Failure {
  const why = error instanceof Error ? error.message : String(error);
  return {
    status: 500,
    text: `Vitrine failed while it ran component ${component}; this is not the component's fault: ${why}`,
  };
}

/** Once a head was sent there is nothing left to say: the connection breaks off. */
export function answerFailure(response: ServerResponse, failure: Failure, id?: InvocationId): void {
  if (response.destroyed || response.writableEnded) return;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = Buffer.from(`${failure.text}\n`);
  response.writeHead(failure.status, {
    "content-type": "text/plain; charset=utf-8",
    "content-length": body.length,
    "cache-control": "no-store",
    ...(id === undefined ? {} : { [INVOCATION_HEADER]: String(id) }),
    ...(failure.retryAfterS === undefined ? {} : { "retry-after": String(failure.retryAfterS) }),
  });
  response.end(body);
}
