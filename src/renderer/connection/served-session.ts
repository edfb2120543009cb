import { StudioError } from "../../shared/errors.ts";
import type { Port } from "../../shared/port.ts";
import { openSocketPort } from "./socket-port.ts";

/** Takes the one-time token out of the address, so that it stays in no history, bookmark or screenshot. */
export function takeToken(): string | undefined {
  const match = /(?:^#|&)t=([^&]+)/.exec(location.hash);
  if (match?.[1] === undefined) return undefined;
  history.replaceState(null, "", location.pathname + location.search);
  return decodeURIComponent(match[1]);
}

/**
 * Served mode: the token buys a cookie once, the cookie opens the WebSocket. Without a token the cookie of an earlier
 * load is tried, which is what a reload of the page does.
 */
export function servedPorts(token: string | undefined): () => Promise<Port> {
  let unspent = token;
  return async () => {
    if (unspent !== undefined) {
      const reply = await fetch("/session", { method: "POST", headers: { "x-vitrine-token": unspent } }).catch(
        (cause: unknown) => {
          throw new StudioError("studio-lost", `No studio answers at ${location.host}.`, { cause });
        },
      );
      if (!reply.ok) {
        throw new StudioError(
          "studio-lost",
          "This link is not valid any more. Open the address that the studio printed when it started.",
        );
      }
      unspent = undefined;
    }
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    return openSocketPort(`${scheme}://${location.host}/studio`);
  };
}
