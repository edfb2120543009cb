import { ipcMain } from "electron/main";
import Store from "electron-store";

import type { ThemeChoice, WindowSettings } from "../../shared/bridge.ts";

interface Stored {
  readonly theme: ThemeChoice;
  /** Absolute paths, the newest first. */
  readonly recentProjects: readonly string[];
}

const MAX_RECENT = 10;

/** What the app remembers between starts. The one place that uses electron-store. */
export class Settings {
  readonly #store = new Store<Stored>({
    name: "settings",
    // A damaged file is worth less than a start.
    clearInvalidConfig: true,
    schema: {
      theme: { enum: ["system", "light", "dark"], default: "system" },
      recentProjects: { type: "array", items: { type: "string" }, default: [] },
    },
  });

  constructor() {
    // electron-store answers every page on a synchronous channel of its own, unasked and unchecked.
    ipcMain.removeAllListeners("electron-store-get-data");
  }

  get window(): WindowSettings {
    return { theme: this.#store.get("theme") };
  }

  setTheme(theme: ThemeChoice): void {
    this.#keep({ theme });
  }

  get recentProjects(): readonly string[] {
    return this.#store.get("recentProjects");
  }

  /** The project shown last is the first of the recent ones. */
  remember(project: string): void {
    const others = this.recentProjects.filter((path) => path !== project);
    this.#keep({ recentProjects: [project, ...others].slice(0, MAX_RECENT) });
  }

  forgetRecent(): void {
    this.#keep({ recentProjects: [] });
  }

  /** A full disk costs what is remembered, and not the app. */
  #keep(values: Partial<Stored>): void {
    try {
      this.#store.set(values);
    } catch (error) {
      process.stderr.write(`The settings cannot be kept: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
}
