/** Messages that a person keeps under a name, in a small file beside the journal. */
import { randomUUID } from "node:crypto";

import type { StudioEvents } from "../../../shared/contract.ts";
import { StudioError } from "../../../shared/errors.ts";
import type { MessageTemplate, SaveTemplateInput } from "../../../shared/model.ts";
import type { EventSink } from "../../../shared/rpc.ts";
import { subjectFault } from "../../../shared/subject.ts";
import { KeptList } from "../kept-list.ts";
import type { StudioRedaction } from "../secrets/redaction.ts";

const MAX_TEMPLATES = 200;
const MAX_NAME_CHARS = 200;
/** So that all of them still fit into a file that is read at once. */
const MAX_BODY_BYTES = 1024 * 1024;
const MAX_BODIES_BYTES = 16 * 1024 * 1024;
const ID = /^[0-9a-f-]{36}$/;

export interface MessageTemplatesOptions {
  /** Exists already. */
  readonly stateFolder: string;
  readonly now: () => number;
  /** Says what has a secret in it, which does not belong into a file. */
  readonly redaction: Pick<StudioRedaction, "holdsSecret">;
  readonly emit: EventSink<StudioEvents>;
}

export class MessageTemplates {
  readonly #now: () => number;
  readonly #redaction: MessageTemplatesOptions["redaction"];
  readonly #kept: KeptList<MessageTemplate>;

  constructor({ stateFolder, now, redaction, emit }: MessageTemplatesOptions) {
    this.#now = now;
    this.#redaction = redaction;
    this.#kept = new KeptList({
      stateFolder,
      name: "message-templates.json",
      maxItems: MAX_TEMPLATES,
      parse: parseTemplate,
      format: ({ body, ...head }) => ({ ...head, body: Buffer.from(body).toString("base64") }),
      onChange: (templates) => emit("message-templates-changed", templates),
    });
  }

  /** By their names. */
  list(): readonly MessageTemplate[] {
    return this.#kept.items;
  }

  /** @throws StudioError `request-invalid`, `store-not-writable` */
  save({ id = randomUUID(), ...input }: SaveTemplateInput): MessageTemplate {
    const others = this.list().filter((each) => each.id !== id);
    const fault = faultOf(id, input, others);
    if (fault !== undefined) throw new StudioError("request-invalid", fault);
    const { name, backend, kind, subject, body, replyTo, timeoutMs } = input;
    if (this.#redaction.holdsSecret([name, subject, body, replyTo ?? ""])) {
      throw new StudioError(
        "request-invalid",
        "The value of a secret stands in it, and templates lie in a file. Leave the value out, and put it in when you send.",
      );
    }
    const saved: MessageTemplate = {
      id,
      name,
      savedAt: this.#now(),
      backend,
      kind,
      subject,
      body,
      ...(replyTo === undefined ? {} : { replyTo }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    };
    this.#kept.write([...others, saved].toSorted((a, b) => a.name.localeCompare(b.name)));
    return saved;
  }

  /** One that is not there is no error. @throws StudioError `store-not-writable` */
  delete(id: string): void {
    const left = this.list().filter((each) => each.id !== id);
    if (left.length < this.list().length) this.#kept.write(left);
  }
}

function faultOf(
  id: string,
  { name, subject, body }: SaveTemplateInput,
  others: readonly MessageTemplate[],
): string | undefined {
  if (!ID.test(id)) return "A template is known by the id it was given when it was saved.";
  if (name.trim() === "" || name.length > MAX_NAME_CHARS) {
    return `A template needs a name of at most ${MAX_NAME_CHARS} characters.`;
  }
  if (others.some((each) => each.name === name)) {
    return `There is a template ${JSON.stringify(name)} already. Take another name, or delete that one first.`;
  }
  const wrongSubject = subjectFault(subject);
  if (wrongSubject !== undefined)
    return `Nothing can be sent to the subject ${JSON.stringify(subject)}: ${wrongSubject}.`;
  if (body.length > MAX_BODY_BYTES) return "A template keeps bodies of up to 1 MiB, and this one is larger.";
  const all = others.reduce((sum, each) => sum + each.body.length, body.length);
  if (others.length >= MAX_TEMPLATES || all > MAX_BODIES_BYTES) {
    return `There are ${others.length} templates already, with ${all - body.length} bytes. Delete one that is not needed.`;
  }
  return undefined;
}

/** What may have come with a folder: nothing in it is taken that could not have been saved. */
function parseTemplate(raw: unknown): MessageTemplate | undefined {
  if (typeof raw !== "object" || raw === null) return undefined;
  const { id, name, savedAt, backend, kind, subject, body, replyTo, timeoutMs } = raw as Record<string, unknown>;
  if (typeof id !== "string" || typeof name !== "string" || typeof backend !== "string") return undefined;
  if (typeof subject !== "string" || typeof body !== "string" || typeof savedAt !== "number") return undefined;
  if (kind !== "publish" && kind !== "request") return undefined;
  const template = {
    id,
    name,
    savedAt,
    backend,
    kind,
    subject,
    body: new Uint8Array(Buffer.from(body, "base64")),
    ...(typeof replyTo === "string" ? { replyTo } : {}),
    ...(typeof timeoutMs === "number" ? { timeoutMs } : {}),
  } as const;
  return faultOf(id, template, []) === undefined ? template : undefined;
}
