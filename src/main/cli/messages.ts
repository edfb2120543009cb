import type { StudioApi } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type { MessageView } from "../../shared/model.ts";
import { bytesJson } from "./output.ts";

export interface MessageOptions {
  readonly json?: boolean;
  readonly backend?: string;
  readonly limit?: string;
}

const PAGE = 1_000;
const REPLY_WITHIN_MS = 10_000;
/** Bytes of a body that a line shows. */
const SHOWN_BYTES = 120;

/** `vitrine state PATH messages [publish|request SUBJECT BODY]`: what went over the brokers of a project, oldest first. */
export async function messages(
  api: StudioApi,
  [verb, subject, body]: readonly string[],
  options: MessageOptions,
): Promise<void> {
  if (verb === undefined) return list(api, options);
  if ((verb !== "publish" && verb !== "request") || subject === undefined) {
    throw new StudioError("usage", "Use: messages | messages publish SUBJECT [BODY] | messages request SUBJECT [BODY]");
  }
  const backend = await busOf(api, options.backend);
  const bytes = new TextEncoder().encode(body ?? "");
  if (verb === "publish") {
    await api.publish({ backend, subject, body: bytes });
    return print(options, { published: true }, `published to ${subject}`);
  }
  const reply = await api.requestMessage({ backend, subject, body: bytes, timeoutMs: REPLY_WITHIN_MS });
  if (options.json === true) print(options, { subject: reply.subject, ...bytesJson(reply.body) }, "");
  else process.stdout.write(reply.body);
}

/** The named backend, or the only one that listens or ever carried a message. */
async function busOf(api: StudioApi, named: string | undefined): Promise<string> {
  if (named !== undefined) return named;
  const listening = (await api.subscriptions()).map(({ backend }) => backend);
  const carried = (await api.messages({ limit: PAGE })).map(({ backend }) => backend);
  const [only, second] = [...new Set([...listening, ...carried])];
  if (second !== undefined) throw new StudioError("usage", "There are several brokers: choose one with --backend.");
  return only ?? "messaging";
}

async function list(api: StudioApi, options: MessageOptions): Promise<void> {
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1)
    throw new StudioError("usage", `--limit takes a whole number from 1, not ${JSON.stringify(options.limit)}.`);
  const found: MessageView[] = [];
  const filter = options.backend === undefined ? {} : { filter: `bus:"${options.backend}"` };
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
