import { Braces, Filter, ListTree, Search } from "lucide-react";
import type { HostCallView } from "../../shared/model.ts";
import type { MenuEntry } from "../design/menu-list.tsx";
import { plain } from "../list/export-rows.ts";
import type { Workbench } from "../workbench/workbench.ts";
import { copyAs } from "./copy-entries.ts";
import { callName } from "./host-call-rows.ts";

/** What can be done with a host call; `find` leaves only those that say a text. */
export function hostCallMenu(
  workbench: Workbench,
  call: HostCallView,
  find: (text: string) => void,
): readonly MenuEntry[] {
  const name = call.interface === "" ? call.function : `${call.interface}#${call.function}`;
  const place = call.interface.replace(/@.*$/, "");
  const term = `fn:${call.function}`;
  const filter = place === "" ? term : `iface:${place} ${term}`;
  return [
    { label: "Copy as JSON", icon: Braces, run: () => void copyAs(workbench, "JSON", hostCallText(call)) },
    { label: "Copy name", note: name, icon: ListTree, run: () => void copyAs(workbench, "text", name) },
    { label: "Only calls like this", icon: Search, run: () => find(callName(call)) },
    { label: "Only invocations with such calls", icon: Filter, run: () => workbench.route.patch({ filter }) },
  ];
}

/** A host call for an issue or a test. */
export function hostCallText(call: HostCallView): string {
  return JSON.stringify(call, plain, 2);
}
