import type { InvocationDetail } from "../../shared/model.ts";
import { quoted, word } from "../call/shell-text.ts";

/** The arguments of a typed call, as `invoke` takes them; undefined when they are not in the journal. */
export function argumentsOf({ args }: Pick<InvocationDetail, "args">): readonly unknown[] | undefined {
  return Array.isArray(args) ? args : undefined;
}

/** The same call for a terminal: `vitrine invoke PATH EXPORT ARGS-JSON --component NAME`. */
export function invokeText(path: string, component: string, target: string, args: readonly unknown[]): string {
  const parts = ["vitrine", "invoke", word(path), word(target)];
  if (args.length > 0) parts.push(quoted(JSON.stringify(args)));
  return [...parts, "--component", word(component)].join(" ");
}
