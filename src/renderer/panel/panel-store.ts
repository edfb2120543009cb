import { keep, readKept } from "../store/kept-in-browser.ts";
import { ValueStore } from "../store/value-store.ts";

export interface PanelState {
  readonly open: boolean;
  /** `problems`, or `build NAME`. */
  readonly tab: string;
  /** Where the focus goes to when it opens: not when it was open from the start. */
  readonly focused: boolean;
}

/** The panel below the views: whether it is open, and at what. Kept, so that a window comes back as it was. */
export class PanelStore extends ValueStore<PanelState> {
  constructor() {
    super({ focused: false, ...(readKept("panel", parsePanel) ?? { open: false, tab: "" }) });
  }

  toggle(): void {
    this.#become({ ...this.get(), open: !this.get().open, focused: true });
  }

  close(): void {
    this.#become({ ...this.get(), open: false });
  }

  /** Opens it there, with the focus. */
  show(tab: string): void {
    this.#become({ open: true, tab, focused: true });
  }

  choose(tab: string): void {
    this.#become({ ...this.get(), tab, focused: false });
  }

  #become(state: PanelState): void {
    keep("panel", { open: state.open, tab: state.tab });
    this.set(state);
  }
}

export function buildTab(component: string): string {
  return `build ${component}`;
}

/** The component whose build a tab shows. */
export function componentOfTab(tab: string): string | undefined {
  return tab.startsWith("build ") ? tab.slice("build ".length) : undefined;
}

function parsePanel(raw: unknown): Pick<PanelState, "open" | "tab"> | undefined {
  const kept = raw as Partial<PanelState> | null;
  return typeof kept?.open === "boolean" && typeof kept.tab === "string"
    ? { open: kept.open, tab: kept.tab }
    : undefined;
}
