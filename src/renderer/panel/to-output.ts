import type { Workbench } from "../workbench/workbench.ts";
import { buildTab, componentOfTab } from "./panel-store.ts";

const PANEL = "[aria-label=Panel]";

/** From anywhere to what builds print; from there back, with the panel closed. */
export function toOutput({ panel, builds }: Workbench): void {
  const { open, tab } = panel.get();
  if (open && document.activeElement?.closest(PANEL)) return panel.close();
  const first = builds.get().runs[0]?.component;
  panel.show(componentOfTab(tab) === undefined && first !== undefined ? buildTab(first) : tab);
  // One that opens takes the focus by itself.
  if (open) {
    const terminal = document.querySelector<HTMLElement>(`${PANEL} textarea`);
    (terminal ?? document.querySelector<HTMLElement>(`${PANEL} [role=tab][aria-selected=true]`))?.focus();
  }
}
