import type { LeakPlace, SecretForm } from "./model.ts";

/** Where bytes of a secret went, in words that follow "in": `in a log line`. */
export const LEAK_PLACES = {
  log: "a log line",
  message: "a message",
  key: "a key",
  value: "a stored value",
  blob: "a blob",
  response: "a response",
  "outgoing-request": "an outgoing request",
  stdout: "what it printed",
  stderr: "what it printed to stderr",
  result: "what an export returned",
  call: "the arguments of a call",
} as const satisfies Record<LeakPlace, string>;

/** How the bytes were written there. */
export const SECRET_FORMS = {
  plain: "as it is",
  base64: "as base64",
  hex: "in hexadecimal",
  url: "URL-encoded",
  json: "escaped as in JSON",
} as const satisfies Record<SecretForm, string>;
