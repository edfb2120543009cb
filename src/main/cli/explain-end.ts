import type { StudioApi } from "../../shared/contract.ts";
import type { HostCallView, InvocationDetail, InvocationId } from "../../shared/model.ts";
import { trapLines } from "../studio/trap/trap-text.ts";
import { callJson } from "./output.ts";

const MAX_FRAMES = 16;
const LAST_CALLS = 5;
const LAST_LINES = 3;
const MAX_CALL_CHARS = 160;

/**
 * Why an invocation did not end well, for a person at a terminal: what happened and, of a trap, where in the guest, what
 * it did last and what to try. Ends with a line feed.
 */
export async function explainEnd(api: StudioApi, id: InvocationId, error?: unknown): Promise<string> {
  const invocation = await api.invocation(id);
  const { outcome = "killed", reason, trap } = invocation;
  const why = error === undefined ? (reason ?? "no reason given") : JSON.stringify(error);
  const head = `vitrine: ${outcome}: ${why}`;
  if (trap === undefined) return `${head}\n`;
  return [head, ...trapLines(trap, MAX_FRAMES), ...(await lastOf(api, invocation)), ""].join("\n");
}

async function lastOf(api: StudioApi, { id, calls, logs }: InvocationDetail): Promise<readonly string[]> {
  // The span of initialisation has a number too.
  const after = Math.max(0, calls - LAST_CALLS);
  const called = (await api.hostCalls({ invocation: id, after, limit: LAST_CALLS + 1 })).filter(
    (call) => call.interface !== "",
  );
  const printed = logs === 0 ? [] : (await api.logs({ invocation: id, limit: LAST_LINES })).toReversed();
  return [
    ...(called.length === 0
      ? []
      : ["  Last host calls:", ...called.slice(-LAST_CALLS).map((call) => `    ${callText(call)}`)]),
    ...(printed.length === 0
      ? []
      : ["  Last lines of its log:", ...printed.map(({ text }) => `    ${onOneLine(text)}`)]),
  ];
}

/** `wasi:keyvalue/store#open("default") → ok` */
function callText(call: HostCallView): string {
  const { args, error } = callJson(call);
  const told = `${call.interface.replace(/@.*/, "")}#${call.function}(${args.map((arg) => JSON.stringify(arg)).join(", ")})`;
  return onOneLine(
    `${told} → ${call.outcome ?? "did not come back"}${error === null ? "" : ` ${JSON.stringify(error)}`}`,
  );
}

/** What a guest says must not move the cursor of the terminal. */
function onOneLine(text: string): string {
  const plain = text.replaceAll(/\p{Cc}+/gu, " ");
  return plain.length > MAX_CALL_CHARS ? `${plain.slice(0, MAX_CALL_CHARS)}…` : plain;
}
