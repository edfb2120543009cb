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
    this.#show(this.get());
    if (bridge === undefined) return;
    const follow = () => void bridge.settings.get().then((settings) => this.#adopt(settings.theme));
    follow();
    // The app's menu has the choice, too.
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", follow);
  }

  choose(theme: ThemeChoice): void {
    this.#adopt(theme);
    void this.#bridge?.settings.set({ theme });
  }

  #adopt(theme: ThemeChoice): void {
    keep("theme", theme);
    this.#show(theme);
    this.set(theme);
  }

  /** In the app Chromium is told what the system's colors are to be, and the page follows those like any other. */
  #show(theme: ThemeChoice): void {
    if (theme === "system" || this.#bridge !== undefined) delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
  }
}

function parseTheme(raw: unknown): ThemeChoice | undefined {
  return themeChoices.find((choice) => choice === raw);
}
