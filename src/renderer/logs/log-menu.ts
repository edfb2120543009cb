import { Braces, Copy, Filter, ListTree } from "lucide-react";
import type { LogLine } from "../../shared/model.ts";
import { copyAs } from "../activity/copy-entries.ts";
import type { MenuEntry } from "../design/menu-list.tsx";
import { openInvocation } from "../workbench/actions.ts";
import type { Workbench } from "../workbench/workbench.ts";

/** What can be done with a line of the logs. */
export function logMenu(workbench: Workbench, line: LogLine): readonly MenuEntry[] {
  const { route } = workbench;
  const { component, context, level, invocation } = line;
  const only = (patch: Readonly<Record<string, string>>) => () => route.patch(patch);
  return [
    {
      label: `Open invocation ${invocation}`,
      icon: ListTree,
      run: () => openInvocation(workbench, invocation),
    },
    { label: "Copy text", icon: Copy, run: () => void copyAs(workbench, "text", line.text.replace(/\n$/, "")) },
    { label: "Copy as JSON", icon: Braces, run: () => void copyAs(workbench, "JSON", JSON.stringify(line, null, 2)) },
    { label: `Only component ${component}`, icon: Filter, run: only({ component }) },
    ...(context === undefined || context === ""
      ? []
      : [{ label: `Only context ${context}`, icon: Filter, run: only({ context }) }]),
    ...(level === undefined ? [] : [{ label: `Only ${level} and above`, icon: Filter, run: only({ level }) }]),
  ];
}
