import { Braces, SquareTerminal } from "lucide-react";
import type { InvocationDetail } from "../../shared/model.ts";
import { curlText } from "../call/curl-text.ts";
import { fetchText } from "../call/fetch-text.ts";
import { waveCall } from "../call/wave-text.ts";
import { copyText } from "../design/copy-text.ts";
import type { MenuEntry } from "../design/menu-list.tsx";
import { plain } from "../list/export-rows.ts";
import { argumentsOf, invokeText } from "../repeat/invoke-text.ts";
import { baseUrl, repeatableRequest } from "../repeat/repeat-http.ts";
import type { Workbench } from "../workbench/workbench.ts";

/** An invocation for elsewhere: a terminal, a browser's console, an issue. What the record masks, these do. */
export function copyEntries(workbench: Workbench, invocation: InvocationDetail): readonly MenuEntry[] {
  const project = workbench.project.get().project;
  const base = project === undefined ? undefined : baseUrl(project.triggers, invocation.component);
  const again = repeatableRequest(invocation);
  const whole = again?.incomplete === undefined ? again?.request : undefined;
  const args = invocation.kind === "function" ? argumentsOf(invocation) : undefined;
  const copied = (what: string, text: string | Promise<string>) => void copyAs(workbench, what, text);
  return [
    ...(whole === undefined || base === undefined
      ? []
      : [
          { label: "Copy as cURL", icon: SquareTerminal, run: () => copied("cURL", curlText(whole, base)) },
          { label: "Copy as fetch", icon: Braces, run: () => copied("fetch", fetchText(whole, base)) },
        ]),
    ...(args === undefined || project === undefined
      ? []
      : [
          {
            label: "Copy as vitrine invoke",
            icon: SquareTerminal,
            run: () => copied("vitrine invoke", invokeText(project.path, invocation.component, invocation.title, args)),
          },
          {
            label: "Copy as WAVE",
            note: "As wasmtime run --invoke takes it.",
            icon: Braces,
            run: () => copied("WAVE", waveOf(workbench, invocation, args)),
          },
        ]),
    {
      label: "Copy as JSON",
      note: "All that is known of it but its host calls and logs.",
      icon: Braces,
      run: () => copied("JSON", JSON.stringify(invocation, plain, 2)),
    },
  ];
}

/** To the clipboard, and says what in one word: "Copied as cURL." */
export async function copyAs(
  { toasts }: Pick<Workbench, "toasts">,
  what: string,
  text: string | Promise<string>,
): Promise<void> {
  try {
    await copyText(await text);
    toasts.done(`Copied as ${what}.`);
  } catch (error) {
    toasts.failed(`It was not copied as ${what}.`, error);
  }
}

/** Its types are those of the build that serves now. */
async function waveOf({ api }: Workbench, { component, title }: InvocationDetail, args: readonly unknown[]) {
  const { exports } = await api.component(component);
  const fn = exports.flatMap(({ functions }) => functions).find(({ target }) => target === title);
  if (fn === undefined) throw new Error(`${component} does not export ${title} any more.`);
  return waveCall(fn, args);
}
