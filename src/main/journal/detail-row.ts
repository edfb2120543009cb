import type { HttpMessageView } from "../../shared/model.ts";
import type { BeginInput, DetailColumns, InvocationChange } from "./protocol.ts";

/** What of a body is kept with its invocation. */
export const MAX_BODY_BYTES = 256 * 1024;
/** What of a typed value is kept, as JSON text. */
export const MAX_JSON_CHARS = 256 * 1024;

const SHORT_STRING_CHARS = 1024;
const SHORT_LIST_ITEMS = 100;
const SHORT_DEPTH = 16;

/** Undefined: it says nothing that has a column. */
export function detailColumns(told: BeginInput | InvocationChange): DetailColumns | undefined {
  const { response, value, error, trap }: InvocationChange = told;
  if (told.request === undefined && response === undefined && told.args === undefined) {
    if (value === undefined && error === undefined && trap === undefined) return undefined;
  }
  return [
    ...messageColumns(told.request),
    ...messageColumns(response),
    boundedJson(told.args),
    boundedJson(value),
    boundedJson(error),
    boundedJson(trap),
  ];
}

/** What is known of both; the newer one counts. */
export function mergeColumns(
  older: DetailColumns | undefined,
  newer: DetailColumns | undefined,
): DetailColumns | undefined {
  if (older === undefined || newer === undefined) return newer ?? older;
  return older.map((column, at) => newer[at] ?? column) as unknown as DetailColumns;
}

/** Head, kept bytes and total of a message, as three columns; nulls for no message. */
function messageColumns(message: HttpMessageView | undefined): [string | null, Uint8Array | null, number | null] {
  if (message === undefined) return [null, null, null];
  const { body, ...head } = message;
  return [boundedJson(head), body.kept.length === 0 ? null : body.kept.slice(0, MAX_BODY_BYTES), body.total];
}

export function messageFrom(
  head: string | null,
  body: Uint8Array | null,
  total: number | null,
): HttpMessageView | undefined {
  const parsed = head === null ? undefined : parsedJson(head);
  if (typeof parsed !== "object" || parsed === null) return undefined;
  const fields = parsed as Partial<Record<keyof HttpMessageView, unknown>>;
  return {
    ...(typeof fields.method === "string" ? { method: fields.method } : {}),
    ...(typeof fields.target === "string" ? { target: fields.target } : {}),
    ...(typeof fields.status === "number" ? { status: fields.status } : {}),
    headers: pairs(fields.headers),
    ...(fields.trailers === undefined ? {} : { trailers: pairs(fields.trailers) }),
    body: { kept: body ?? new Uint8Array(), total: total ?? 0 },
  };
}

/** JSON text of a value, shortened (`…`) where it would be longer than is kept. Null for `undefined`. */
export function boundedJson(value: unknown): string | null {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return null;
  if (text.length <= MAX_JSON_CHARS) return text;
  const short = JSON.stringify(shortened(value, 0));
  return short.length <= MAX_JSON_CHARS ? short : JSON.stringify(`${short.slice(0, SHORT_STRING_CHARS)}…`);
}

/** The value of a JSON column; undefined for none, and for text that is not JSON. */
export function parsedJson(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function shortened(value: unknown, depth: number): unknown {
  if (typeof value === "string")
    return value.length > SHORT_STRING_CHARS ? `${value.slice(0, SHORT_STRING_CHARS)}…` : value;
  if (typeof value !== "object" || value === null) return value;
  if (depth >= SHORT_DEPTH) return "…";
  if (Array.isArray(value)) {
    const items = value.slice(0, SHORT_LIST_ITEMS).map((item) => shortened(item, depth + 1));
    return value.length > SHORT_LIST_ITEMS ? [...items, "…"] : items;
  }
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, SHORT_LIST_ITEMS)
      .map(([name, item]) => [name, shortened(item, depth + 1)]),
  );
}

function pairs(value: unknown): (readonly [string, string])[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) =>
    Array.isArray(item) && typeof item[0] === "string" && typeof item[1] === "string"
      ? [[item[0], item[1]] as const]
      : [],
  );
}
