import { StudioError } from "../../shared/errors.ts";
import type { StudioApi } from "../../shared/contract.ts";
import type { HostCallView } from "../../shared/model.ts";
import type { StudioEntries } from "../studio/entries.ts";
import { chooseComponent, withStudio } from "./connect.ts";
import { exitOf } from "./exit.ts";
import { explainEnd } from "./explain-end.ts";
import { callJson } from "./output.ts";

export interface InvokeOptions {
  readonly component?: string;
  readonly allowEgress?: readonly string[];
  readonly config?: readonly (readonly [key: string, value: string])[];
  readonly json?: boolean;
}

const CALLS_A_PAGE = 1_000;

/** `vitrine invoke PATH EXPORT [ARGS-JSON]` */
export async function invoke(
  entries: StudioEntries,
  path: string,
  target: string,
  argsText: string,
  options: InvokeOptions,
): Promise<number> {
  const args = parseArgs(argsText);
  return withStudio(
    entries,
    { path, allowEgress: options.allowEgress ?? [], config: options.config ?? [] },
    async (studio) => {
      const name = target.slice(target.lastIndexOf("#") + 1);
      const component = await chooseComponent(
        studio,
        options.component,
        ({ exports }) => exports.some(({ functions }) => functions.some((fn) => fn.name === name)),
        `export ${target}`,
      );
      const input = { component, target, args, via: "command-line" } as const;
      const reply = await studio.api.invoke(input).catch((error: unknown) => {
        throw explained(error, target);
      });
      if (options.json === true) {
        const { reason, trap } = await studio.api.invocation(reply.invocation);
        const calls = await allCalls(studio.api, reply.invocation);
        const { outcome, value = null, error = null, durationMs } = reply;
        const said = { outcome, value, error: error ?? reason ?? null, durationMs, calls: calls.map(callJson) };
        print(JSON.stringify(trap === undefined ? said : { ...said, trap }));
      } else if (reply.outcome === "ok") {
        print(reply.value === undefined ? "" : JSON.stringify(reply.value, null, 2));
      } else {
        process.stderr.write(await explainEnd(studio.api, reply.invocation, reply.error));
      }
      return exitOf(reply.outcome);
    },
  );
}

/** In a form it is clear what `$` is, and that a request is sent elsewhere. */
function explained(error: unknown, target: string): unknown {
  if (!(error instanceof StudioError)) return error;
  const say = (message: string) => new StudioError(error.code, message, { cause: error, details: error.details });
  if (error.code === "arguments-invalid")
    return say(
      `The arguments do not fit ${target}; $ is their array. ${error.message}${error.message.endsWith("?") ? "" : "."}`,
    );
  if (error.code === "arguments-unsupported")
    return say(`${error.message} An HTTP handler is called by a request: see \`vitrine serve\`.`);
  return error;
}

function parseArgs(text: string): readonly unknown[] {
  let args: unknown;
  try {
    args = JSON.parse(text);
  } catch (error) {
    throw new StudioError(
      "arguments-invalid",
      `The arguments are not JSON: ${error instanceof Error ? error.message : String(error)}. Give an array, one item a parameter: '[1, "two"]'.`,
      { cause: error },
    );
  }
  if (!Array.isArray(args))
    throw new StudioError(
      "arguments-invalid",
      `The arguments are a JSON array, one item a parameter, not ${JSON.stringify(args)?.slice(0, 60)}.`,
    );
  return args;
}

async function allCalls(api: StudioApi, invocation: number): Promise<readonly HostCallView[]> {
  const calls: HostCallView[] = [];
  for (;;) {
    const page = await api.hostCalls({
      invocation,
      limit: CALLS_A_PAGE,
      ...(calls.length === 0 ? {} : { after: calls.at(-1)?.seq ?? 0 }),
    });
    calls.push(...page);
    // The span of initialisation belongs to the record, but is no call of the guest.
    if (page.length < CALLS_A_PAGE)
      return calls.filter(({ interface: name, function: fn }) => name !== "" || fn !== "instantiate");
  }
}

function print(line: string): void {
  if (line !== "") process.stdout.write(`${line}\n`);
}
