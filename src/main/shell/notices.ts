import type { Notice } from "./notice-page.ts";
import type { StudioStop } from "./studio-host.ts";

export const WELCOME: Notice = {
  title: "Open a component",
  message:
    "Vitrine runs a WebAssembly component and shows everything it does to its host. Open a .wasm file, or a folder with a vitrine.jsonc.",
  actions: [{ action: "open", label: "Open…" }],
};

/** What to say about a studio that does not run any more. */
export function stopNotice(project: string, stop: StudioStop): Notice {
  const actions = [
    { action: "restart", label: stop.kind === "failed" ? "Try again" : "Restart" },
    { action: "open", label: "Open another…" },
    { action: "quit", label: "Quit" },
  ] as const;
  switch (stop.kind) {
    case "failed": {
      const { message } = stop.error;
      const where = message.includes(project) ? "" : `\n${project}`;
      return { title: "This project does not open", message: message + where, actions };
    }
    case "crashed":
      return {
        title: "The studio stopped",
        message: `The studio of ${project} ended several times within a minute, last with code ${stop.code}. What it acknowledged is on disk. Restart it to go on.`,
        ...(stop.lastWords === "" ? {} : { details: stop.lastWords }),
        actions,
      };
  }
}
