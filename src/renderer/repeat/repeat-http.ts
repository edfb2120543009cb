import type { HttpRequestInput } from "../../shared/contract.ts";
import type { InvocationDetail, TriggerView } from "../../shared/model.ts";
import type { HttpDraft } from "../call/http-draft.ts";
import { byteSize } from "../format/quantity.ts";
import { decodeUtf8 } from "../viewers/utf8.ts";

/** What is left of a request to send it once more. */
export interface RepeatableRequest {
  /** Same method, target, headers and, as far as it was kept, body. */
  readonly request: HttpRequestInput;
  /** For the composer; absent when the body is no text. */
  readonly draft?: HttpDraft;
  /** Why it cannot be sent again as it was; it may still be edited. */
  readonly incomplete?: string;
}

/** These belong to the connection or follow from the body: the studio sets them anew. */
const NOT_REPEATED = new Set([
  "host",
  "content-length",
  "connection",
  "keep-alive",
  "transfer-encoding",
  "expect",
  "upgrade",
]);

/** Undefined when the invocation has no request in the journal. */
export function repeatableRequest({ component, request }: InvocationDetail): RepeatableRequest | undefined {
  if (request?.method === undefined || request.target === undefined) return undefined;
  const { kept, total } = request.body;
  const headers = repeatedHeaders(request.headers);
  const head = { component, method: request.method, target: request.target, headers };
  const text = decodeUtf8(kept);
  return {
    request: { ...head, ...(kept.length === 0 ? {} : { body: kept }) },
    ...(text === undefined ? {} : { draft: { ...head, body: text } }),
    ...(kept.length < total
      ? { incomplete: `Of its body of ${byteSize(total)} only the first ${byteSize(kept.length)} were kept.` }
      : {}),
  };
}

/** Without those that belong to the connection of before. */
export function repeatedHeaders(headers: HttpRequestInput["headers"]): HttpRequestInput["headers"] {
  return headers.filter(([name]) => !NOT_REPEATED.has(name.toLowerCase()));
}

/** Where the component answers; undefined when nothing listens for it. */
export function baseUrl(triggers: readonly TriggerView[], component: string): string | undefined {
  const routed = triggers.find((trigger) => trigger.routes.some((route) => route.component === component));
  return routed?.url;
}
