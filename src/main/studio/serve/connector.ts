import type { Port } from "../../../shared/port.ts";

/** What a window is connected to: an open studio, seen from whoever hands out ports. */
export interface StudioConnector {
  /** Serves the studio on a port that the caller opened. Disposing it ends that window's calls and closes the port. */
  connect(port: Port): Disposable;
}

/** An open studio; disposing drains and closes it. */
export interface OpenedStudio extends StudioConnector, AsyncDisposable {}
