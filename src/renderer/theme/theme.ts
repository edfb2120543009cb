import type { ThemeChoice, VitrineBridge } from "../../shared/bridge.ts";
import { keep, readKept } from "../store/kept-in-browser.ts";
import { ValueStore } from "../store/value-store.ts";

export const themeChoices: readonly ThemeChoice[] = ["system", "light", "dark"];

/** Light, dark or as the system has it. The app keeps the choice in its settings, a browser in its own store. */
export class ThemeStore extends ValueStore<ThemeChoice> {
  readonly #bridge: VitrineBridge | undefined;

  constructor(bridge: VitrineBridge | undefined) {
    super(readKept("theme", parseTheme) ?? "system");
    this.#bridge = bridge;
    show(this.get());
    // The page's own copy is shown first, so that no window flashes in the wrong colors while the settings are read.
    void bridge?.settings.get().then((settings) => this.#adopt(settings.theme));
  }

  choose(theme: ThemeChoice): void {
    this.#adopt(theme);
    void this.#bridge?.settings.set({ theme });
  }

  #adopt(theme: ThemeChoice): void {
    keep("theme", theme);
    show(theme);
    this.set(theme);
  }
}

function show(theme: ThemeChoice): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

function parseTheme(raw: unknown): ThemeChoice | undefined {
  return themeChoices.find((choice) => choice === raw);
}
