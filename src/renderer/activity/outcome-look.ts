import type { InvocationSummary, Outcome } from "../../shared/model.ts";

export interface OutcomeLook {
  readonly kind: "running" | "refused" | Outcome;
  readonly tone: "ok" | "warn" | "bad" | "dim";
  /** `201`, `trap` */
  readonly short: string;
  /** `201 Created`, `trap` */
  readonly long: string;
}

/** The names of the statuses a component is likely to answer with. */
const statusNames: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  204: "No Content",
  206: "Partial Content",
  301: "Moved Permanently",
  302: "Found",
  303: "See Other",
  304: "Not Modified",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  410: "Gone",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

export function statusText(status: number): string {
  const name = statusNames[status];
  return name === undefined ? String(status) : `${status} ${name}`;
}

export function statusTone(status: number): "ok" | "warn" | "bad" {
  if (status >= 500) return "bad";
  return status >= 400 ? "warn" : "ok";
}

/** A response that refuses is not the component's failure, yet the eye must find it: it gets a look of its own. */
export function outcomeLook({ outcome, status }: Pick<InvocationSummary, "outcome" | "status">): OutcomeLook {
  if (outcome === undefined) return { kind: "running", tone: "dim", short: "running", long: "running" };
  if (outcome === "ok" && status !== undefined) {
    const tone = statusTone(status);
    return { kind: tone === "ok" ? "ok" : "refused", tone, short: String(status), long: statusText(status) };
  }
  const tone = outcome === "ok" ? "ok" : outcome === "killed" ? "warn" : "bad";
  return { kind: outcome, tone, short: outcome, long: outcome };
}
