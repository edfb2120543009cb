import type { Port } from "../../../shared/port.ts";
import type { StudioEntries } from "../entries.ts";

/** What a window is connected to: an open studio, seen from whoever hands out ports. */
export interface StudioConnector {
  /** Serves the studio on a port that the caller opened. Disposing it ends that window's calls and closes the port. */
  connect(port: Port): Disposable;
}

export interface OpenStudioOptions {
  /** Absolute path of a project folder, a `vitrine.jsonc` or a bare artefact. */
  readonly path: string;
  readonly entries: StudioEntries;
}

/** An open studio; disposing drains and closes it. */
export interface OpenedStudio extends StudioConnector, AsyncDisposable {}

/** Rejects with a `StudioError` when the project cannot be opened. */
export type OpenStudio = (options: OpenStudioOptions) => Promise<OpenedStudio>;
