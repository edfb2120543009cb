import type { StudioApi } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type { MessageView } from "../../shared/model.ts";
import { Failed } from "./exit.ts";
import { bytesJson } from "./output.ts";
import { checkBackend, chooseBackend } from "./state-backend.ts";

export interface MessageOptions {
  readonly json?: boolean;
  readonly backend?: string;
  readonly limit: number;
}

const PAGE = 1_000;
const REPLY_WITHIN_MS = 10_000;
/** Bytes of a body that a line shows. */
const SHOWN_BYTES = 120;

/** `vitrine state PATH messages [publish|request SUBJECT BODY]`: what went over the brokers of a project, oldest first. */
export async function messages(
  api: StudioApi,
  [verb, subject = "", body]: readonly string[],
  options: MessageOptions,
): Promise<void> {
  if (verb === undefined) return list(api, options);
  const holding = await carriers(api);
  const named = options.backend;
  const backend = await chooseBackend(api, { kind: "messaging", named, having: [], holding, makes: true });
  const bytes = new TextEncoder().encode(body ?? "");
  if (verb === "publish") {
    await sent(api.publish({ backend, subject, body: bytes }), subject);
    return print(options, { published: true }, `published to ${subject}`);
  }
  const asked = { backend, subject, body: bytes, timeoutMs: REPLY_WITHIN_MS };
  const reply = await sent(api.requestMessage(asked), subject);
  if (options.json === true) print(options, { subject: reply.subject, ...bytesJson(reply.body) }, "");
  else process.stdout.write(reply.body);
}

/** Also those that the project does not name any more. */
async function carriers(api: StudioApi): Promise<readonly string[]> {
  return (await api.messages({ limit: PAGE })).map(({ backend }) => backend);
}

/** A message that is not taken was said wrongly; one that nobody answers did not end well. */
async function sent<Reply>(sending: Promise<Reply>, subject: string): Promise<Reply> {
  try {
    return await sending;
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== "request-invalid") throw error;
    if (error.details["message"] === undefined) throw new StudioError("usage", error.message, { cause: error });
    throw new Failed(
      `${JSON.stringify(subject)} was not answered. ${error.message} It is in the record: \`state PATH messages\` shows who got it.`,
      { cause: error },
    );
  }
}

async function list(api: StudioApi, options: MessageOptions): Promise<void> {
  const { backend: named, limit } = options;
  await checkBackend(api, { kind: "messaging", named, holding: await carriers(api) });
  const found: MessageView[] = [];
  const filter = named === undefined ? {} : { filter: `bus:"${named}"` };
  while (found.length < limit) {
    const before = found.at(-1)?.id;
    const page = await api.messages({
      ...filter,
      limit: Math.min(PAGE, limit - found.length),
      ...(before === undefined ? {} : { before }),
    });
    found.push(...page);
    if (page.length === 0) break;
  }
  found.reverse();
  print(options, found.map(json), found.map(line).join("\n"));
}

function json({ body, ...message }: MessageView) {
  return { ...message, size: body.total, body: bytesJson(body.kept) };
}

function line({ at, backend, kind, subject, body, from, deliveries, problem }: MessageView): string {
  const sender = from.kind === "person" ? "you" : `${from.component} (invocation ${from.invocation})`;
  const receivers = deliveries.map(({ component, outcome, reason }) => `${component} ${outcome ?? reason ?? "waits"}`);
  const text = JSON.stringify(new TextDecoder().decode(body.kept.subarray(0, SHOWN_BYTES)));
  const more = body.total > SHOWN_BYTES ? ` … ${body.total} B` : "";
  const to = problem ?? (receivers.length === 0 ? "" : `→ ${receivers.join(", ")}`);
  return `${new Date(at).toISOString()} ${backend} ${kind} ${subject} ${text}${more} from ${sender} ${to}`.trimEnd();
}

function print(options: MessageOptions, value: unknown, text: string): void {
  if (options.json === true) process.stdout.write(`${JSON.stringify(value)}\n`);
  else if (text !== "") process.stdout.write(`${text}\n`);
}
