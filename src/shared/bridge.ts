/** What the preload offers the page in the app; in served mode there is no bridge and the page opens a WebSocket. */

import type { Answer, NewProject } from "./desk.ts";
import type { ContractReport, TemplateView } from "./tooling-model.ts";

export type ThemeChoice = "system" | "light" | "dark";

export interface VitrineBridge {
  /**
   * Asks for a port to the studio. The answer is a `window` message from the page's own window: `StudioPortMessage`
   * with the same nonce, and one MessagePort.
   */
  connect(nonce: string): void;
  /** The absolute path of a dropped file; empty for a file that is not on disk. */
  pathForFile(file: unknown): string;
  /** Paths opened from outside (system, second start, menu); the returned function stops listening. */
  onOpenFiles(listener: (paths: string[]) => void): () => void;
  /** Shows the system's dialog and opens what was chosen; the chosen paths, empty when it was cancelled. */
  openDialog(): Promise<string[]>;
  /** Opens a project folder, its `vitrine.jsonc` or a bare artefact in place of what this window shows. */
  openPath(path: string): Promise<void>;
  /** What needs no project. An error is part of the answer: over the bridge it would lose its code. */
  readonly desk: {
    templates(): Promise<Answer<readonly TemplateView[]>>;
    /** Makes a project and opens it in this window; its folder. */
    createProject(project: NewProject): Promise<Answer<string>>;
    /** Reads what is at a path and runs nothing of it. */
    check(path: string): Promise<Answer<ContractReport>>;
    start(): Promise<StartView>;
    /** Shows the system's dialog for a folder, beginning at `from`; null when it was cancelled. */
    choosePlace(from: string): Promise<string | null>;
    /** The menu asks for the form of a new project; the returned function stops listening. */
    onNewProject(listener: () => void): () => void;
  };
  info(): Promise<BridgeInfo>;
  readonly settings: {
    get(): Promise<WindowSettings>;
    set(settings: Partial<WindowSettings>): Promise<void>;
  };
}

export interface StartView {
  /** Absolute paths, the newest first. */
  readonly recentProjects: readonly string[];
  /** Where new projects go unless another folder is chosen: beside the last one. */
  readonly place: string;
}

/**
 * Parameters of the page's address: `start` when there is no project to show, `new` when the form of a new project is
 * to be open at once.
 */
export const START_PARAMETER = "start";
export const NEW_PARAMETER = "new";

export interface BridgeInfo {
  readonly version: string;
  readonly packaged: boolean;
}

export interface WindowSettings {
  readonly theme: ThemeChoice;
}

/** `data.type` of the window message that carries the studio's port. */
export const STUDIO_PORT = "vitrine:studio-port";

export interface StudioPortMessage {
  readonly type: typeof STUDIO_PORT;
  readonly nonce: string;
}
