import { type ErrorCode } from "../../host/http/error-code.ts";
import { RequestFailure } from "./request-failure.ts";
import { alertOf } from "./tls-alerts.ts";

/** How far a request had come when it failed: the same error of the system means different things. */
export type RequestPhase = "resolve" | "connect" | "handshake" | "request" | "head" | "body";

/** What one response head, and the trailers of one response, may hold. */
export const MAX_HEAD_BYTES = 128 * 1024;

const SYSTEM: Readonly<Record<string, ErrorCode>> = {
  ENOTFOUND: { tag: "DNS-error", val: { rcode: "NXDOMAIN" } },
  ENODATA: { tag: "DNS-error", val: { rcode: "NOERROR" } },
  EAI_AGAIN: { tag: "DNS-error", val: { rcode: "SERVFAIL" } },
  EAI_FAIL: { tag: "DNS-error", val: { rcode: "SERVFAIL" } },
  ECONNREFUSED: { tag: "connection-refused" },
  ETIMEDOUT: { tag: "connection-timeout" },
  ERR_SOCKET_CONNECTION_TIMEOUT: { tag: "connection-timeout" },
  EHOSTUNREACH: { tag: "destination-IP-unroutable" },
  ENETUNREACH: { tag: "destination-IP-unroutable" },
  EADDRNOTAVAIL: { tag: "destination-IP-unroutable" },
  EACCES: { tag: "destination-IP-prohibited" },
  EPERM: { tag: "destination-IP-prohibited" },
  EMFILE: { tag: "connection-limit-reached" },
  ENFILE: { tag: "connection-limit-reached" },
};

/** The other side closed the connection, in one of its ways. */
const CLOSED: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE", "ECONNABORTED", "ERR_STREAM_PREMATURE_CLOSE"]);

/** llhttp's words for a body that is not chunked as it says. */
const CODING: ReadonlySet<string> = new Set([
  "HPE_INVALID_CHUNK_SIZE",
  "HPE_INVALID_TRANSFER_ENCODING",
  "HPE_CHUNK_EXTENSIONS_OVERFLOW",
]);

/** Any failure of a request as the guest is told of it. */
export function failureOf(error: unknown, phase: RequestPhase): RequestFailure {
  if (error instanceof RequestFailure) return error;
  const cause = firstOf(error);
  const text = cause instanceof Error ? cause.message : String(cause);
  return new RequestFailure(codeOf(cause, phase) ?? { tag: "internal-error", val: text }, text, { cause: error });
}

function codeOf(error: unknown, phase: RequestPhase): ErrorCode | undefined {
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  if (typeof code !== "string") return undefined;
  if (CLOSED.has(code))
    return { tag: phase === "head" || phase === "body" ? "HTTP-response-incomplete" : "connection-terminated" };
  if (code === "ETIMEDOUT" && (phase === "head" || phase === "body" || phase === "request")) {
    return { tag: "connection-read-timeout" };
  }
  if (code === "HPE_HEADER_OVERFLOW") {
    const section = phase === "body" ? "HTTP-response-trailer-section-size" : "HTTP-response-header-section-size";
    return { tag: section, val: MAX_HEAD_BYTES };
  }
  if (CODING.has(code)) return { tag: "HTTP-response-transfer-coding", val: "chunked" };
  // The connection ended where a message could not.
  if (code === "HPE_INVALID_EOF_STATE") return { tag: "HTTP-response-incomplete" };
  if (code.startsWith("HPE_")) return { tag: "HTTP-protocol-error" };
  if (code.startsWith("ERR_SSL_") || code === "EPROTO") {
    const alert = alertOf(code);
    return alert === undefined ? { tag: "TLS-protocol-error" } : { tag: "TLS-alert-received", val: alert };
  }
  return SYSTEM[code];
}

/** A host with several addresses fails with one error an address: the last tried says as much as any. */
function firstOf(error: unknown): unknown {
  return error instanceof AggregateError ? (error.errors[0] ?? error) : error;
}
