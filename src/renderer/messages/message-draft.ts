import type { MessageTemplate, MessageView, SaveTemplateInput } from "../../shared/model.ts";
import { patternFault, subjectFault } from "../../shared/subject.ts";
import { draftBytes } from "../keyvalue/draft.ts";
import { type Draft, startDraft } from "../keyvalue/draft-field.tsx";

/** A message as a person writes it. */
export interface MessageDraft {
  readonly bus: string;
  readonly kind: "publish" | "request";
  readonly subject: string;
  readonly body: Draft;
  /** Of what is published; empty: none. */
  readonly replyTo: string;
  /** Of a request: as typed. */
  readonly timeoutMs: string;
  /** The template it was begun with, if any. */
  readonly template?: string;
}

export const DEFAULT_TIMEOUT_MS = 5000;

export function emptyDraft(bus: string, subject: string): MessageDraft {
  return {
    bus,
    kind: "publish",
    subject,
    body: { form: "text", text: "" },
    replyTo: "",
    timeoutMs: String(DEFAULT_TIMEOUT_MS),
  };
}

/** A message that was sent, to be sent again. @throws when not all of its body was kept */
export function draftOf({ backend, kind, subject, body, replyTo }: MessageView): MessageDraft {
  if (body.kept.length < body.total) {
    throw new Error(`Of its ${body.total} bytes the record has the first ${body.kept.length} (record.maxBodyKiB).`);
  }
  return {
    ...emptyDraft(backend, subject),
    kind: kind === "request" ? "request" : "publish",
    body: startDraft(body.kept),
    // The inbox of a request is made anew for each.
    replyTo: kind === "request" ? "" : (replyTo ?? ""),
  };
}

export function draftOfTemplate(template: MessageTemplate): MessageDraft {
  const { name, backend, kind, subject, body, replyTo, timeoutMs } = template;
  return {
    ...emptyDraft(backend, subject),
    kind,
    body: startDraft(body),
    replyTo: replyTo ?? "",
    timeoutMs: String(timeoutMs ?? DEFAULT_TIMEOUT_MS),
    template: name,
  };
}

/** What is kept of a draft under a name; undefined for one that could not be sent. */
export function templateOf(draft: MessageDraft, name: string): SaveTemplateInput | undefined {
  const { bus: backend, kind, subject, body, replyTo, timeoutMs } = draft;
  const bytes = draftBytes(body.text, body.form);
  if (!bytes.ok || Object.keys(faultsOf(draft)).length > 0) return undefined;
  const more = kind === "request" ? { timeoutMs: Number(timeoutMs) } : replyTo === "" ? {} : { replyTo };
  return { name, backend, kind, subject, body: bytes.bytes, ...more };
}

/** Why it cannot be sent as it is, by field. Nothing is wrong where a field is absent. */
export interface DraftFaults {
  readonly subject?: string;
  readonly replyTo?: string;
  readonly timeoutMs?: string;
  readonly body?: string;
}

export function faultsOf({ kind, subject, body, replyTo, timeoutMs }: MessageDraft): DraftFaults {
  const bytes = draftBytes(body.text, body.form);
  const ofSubject = subjectFault(subject);
  const ofReplyTo = kind === "publish" && replyTo !== "" ? patternFault(replyTo) : undefined;
  const timeout = Number(timeoutMs);
  const badTimeout = kind === "request" && !(Number.isInteger(timeout) && timeout > 0 && timeout < 2 ** 31);
  return {
    ...(ofSubject === undefined ? {} : { subject: ofSubject }),
    ...(ofReplyTo === undefined ? {} : { replyTo: ofReplyTo }),
    ...(badTimeout ? { timeoutMs: "it must be a whole number of milliseconds from 1" } : {}),
    ...(bytes.ok ? {} : { body: bytes.problem }),
  };
}
