import { keep, readKept } from "../store/kept-in-browser.ts";
import { ValueStore } from "../store/value-store.ts";
import { type EditorChoice, editors } from "./editor-link.ts";

export interface Settings {
  /** What opens the places in files that a build prints. */
  readonly editor: EditorChoice;
  /** Whether the form of the settings is open. */
  readonly open: boolean;
}

/** What a person set for their windows, beside the theme. */
export class SettingsStore extends ValueStore<Settings> {
  constructor() {
    super({ editor: readKept("editor", parseEditor) ?? "none", open: false });
  }

  show(open: boolean): void {
    this.set({ ...this.get(), open });
  }

  chooseEditor(editor: EditorChoice): void {
    keep("editor", editor);
    this.set({ ...this.get(), editor });
  }
}

export function parseEditor(raw: unknown): EditorChoice | undefined {
  return editors.find(({ id }) => id === raw)?.id;
}
