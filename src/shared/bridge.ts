/** What the preload offers the page in the app; in served mode there is no bridge and the page opens a WebSocket. */

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
  info(): Promise<BridgeInfo>;
  readonly settings: {
    get(): Promise<WindowSettings>;
    set(settings: Partial<WindowSettings>): Promise<void>;
  };
}

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
