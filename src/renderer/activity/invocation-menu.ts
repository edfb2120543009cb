import { Filter, GitFork, Pencil, RotateCcw, Square } from "lucide-react";
import type { InvocationDetail, InvocationSummary } from "../../shared/model.ts";
import type { MenuEntry } from "../design/menu-list.tsx";
import { callSame, editArguments, sendSame } from "../repeat/repeat-actions.ts";
import { argumentsOf } from "../repeat/invoke-text.ts";
import { repeatableRequest } from "../repeat/repeat-http.ts";
import type { Workbench } from "../workbench/workbench.ts";
import { copyEntries } from "./copy-entries.ts";

/** What can be done with a row of Activity. */
export async function invocationMenu(workbench: Workbench, row: InvocationSummary): Promise<readonly MenuEntry[]> {
  const { api, route, toasts } = workbench;
  try {
    const invocation = await api.invocation(row.id);
    const only = (filter: string) => () => route.patch({ filter });
    return [
      ...(invocation.outcome === undefined ? [killEntry(workbench, invocation)] : againEntries(workbench, invocation)),
      ...copyEntries(workbench, invocation),
      { label: `Only ${row.component}`, icon: Filter, run: only(`component:${row.component}`) },
      { label: "Only this and what it caused", icon: GitFork, run: only(`inv:${row.id}`) },
    ];
  } catch (error) {
    toasts.failed(`Invocation ${row.id} could not be read.`, error);
    return [];
  }
}

function killEntry({ api, toasts }: Workbench, { id }: InvocationDetail): MenuEntry {
  const run = () =>
    void api.kill(id).catch((error: unknown) => toasts.failed("The invocation could not be killed.", error));
  return { label: "Kill", icon: Square, run };
}

function againEntries(workbench: Workbench, invocation: InvocationDetail): readonly MenuEntry[] {
  const again = repeatableRequest(invocation);
  if (again !== undefined) {
    const { draft, incomplete } = again;
    return [
      {
        label: "Send again",
        icon: RotateCcw,
        disabled: incomplete !== undefined,
        run: () => void sendSame(workbench, again),
      },
      {
        label: "Edit and send",
        icon: Pencil,
        disabled: draft === undefined,
        run: () => {
          if (draft === undefined) return;
          workbench.requests.compose(draft);
          workbench.route.go(["http"]);
        },
      },
    ];
  }
  if (invocation.kind !== "function" || argumentsOf(invocation) === undefined) return [];
  return [
    { label: "Call again", icon: RotateCcw, run: () => void callSame(workbench, invocation) },
    { label: "Edit arguments", icon: Pencil, run: () => void editArguments(workbench, invocation) },
  ];
}
