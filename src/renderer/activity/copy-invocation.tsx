import { Braces, Copy, SquareTerminal } from "lucide-react";
import type { InvocationDetail } from "../../shared/model.ts";
import { curlText } from "../call/curl-text.ts";
import { fetchText } from "../call/fetch-text.ts";
import { copyText } from "../design/copy-text.ts";
import { MenuButton } from "../design/menu-button.tsx";
import { plain } from "../list/export-rows.ts";
import { argumentsOf, invokeText } from "../repeat/invoke-text.ts";
import { baseUrl, repeatableRequest } from "../repeat/repeat-http.ts";
import { useProject, useWorkbench } from "../workbench/workbench-context.ts";

/** An invocation for elsewhere: a terminal, a browser's console, an issue. What the record masks, these do. */
export function CopyInvocation({ invocation }: { readonly invocation: InvocationDetail }) {
  const { toasts } = useWorkbench();
  const project = useProject();
  const base = project === undefined ? undefined : baseUrl(project.triggers, invocation.component);
  const again = repeatableRequest(invocation);
  const whole = again?.incomplete === undefined ? again?.request : undefined;
  const args = invocation.kind === "function" ? argumentsOf(invocation) : undefined;
  const copied = (what: string, text: string) => {
    copyText(text).then(
      () => toasts.done(`Copied as ${what}.`),
      (error: unknown) => toasts.failed("The clipboard is not available.", error),
    );
  };
  return (
    <MenuButton
      label="Copy the invocation"
      icon={Copy}
      entries={[
        ...(whole === undefined || base === undefined
          ? []
          : [
              {
                label: "Copy as cURL",
                icon: SquareTerminal,
                run: () => copied("cURL", curlText(whole, base)),
              },
              { label: "Copy as fetch", icon: Braces, run: () => copied("fetch", fetchText(whole, base)) },
            ]),
        ...(args === undefined || project === undefined
          ? []
          : [
              {
                label: "Copy as vitrine invoke",
                icon: SquareTerminal,
                run: () =>
                  copied("vitrine invoke", invokeText(project.path, invocation.component, invocation.title, args)),
              },
            ]),
        {
          label: "Copy as JSON",
          note: "All that is shown here but its host calls and logs.",
          icon: Braces,
          run: () => copied("JSON", JSON.stringify(invocation, plain, 2)),
        },
      ]}
    />
  );
}
