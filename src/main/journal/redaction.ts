import type { HttpMessageView } from "../../shared/model.ts";

/** What of that which a journal is told beside records may stand in it. Each gives back what it was given, or a copy. */
export interface Redaction {
  text(text: string): string;
  /** A JSON value. */
  value<Value>(value: Value): Value;
  http(message: HttpMessageView): HttpMessageView;
}

interface Told {
  readonly title?: string;
  readonly reason?: string;
  readonly request?: HttpMessageView;
  readonly response?: HttpMessageView;
  readonly args?: unknown;
  readonly value?: unknown;
  readonly error?: unknown;
  readonly trap?: unknown;
}

/** What is told of an invocation, without what must not be on record. Undefined: everything may. */
export function redactTold<Kind extends object>(told: Kind & Told, redaction: Redaction | undefined): Kind & Told {
  if (redaction === undefined) return told;
  const { title, reason, request, response, args, value, error, trap }: Told = told;
  return {
    ...told,
    ...(title === undefined ? {} : { title: redaction.text(title) }),
    ...(reason === undefined ? {} : { reason: redaction.text(reason) }),
    ...(request === undefined ? {} : { request: redaction.http(request) }),
    ...(response === undefined ? {} : { response: redaction.http(response) }),
    ...(args === undefined ? {} : { args: redaction.value(args) }),
    ...(value === undefined ? {} : { value: redaction.value(value) }),
    ...(error === undefined ? {} : { error: redaction.value(error) }),
    ...(trap === undefined ? {} : { trap: redaction.value(trap) }),
  };
}
