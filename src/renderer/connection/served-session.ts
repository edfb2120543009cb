import { StudioError } from "../../shared/errors.ts";
import type { Port } from "../../shared/port.ts";
import { openSocketPort } from "./socket-port.ts";

const TOKEN = /(?:^#|&)t=([^&]+)/;

/** Takes the one-time token out of the address, so that it stays in no history, bookmark or screenshot. */
export function takeToken(): string | undefined {
  const match = TOKEN.exec(location.hash);
  if (match?.[1] === undefined) return undefined;
  history.replaceState(null, "", location.pathname + location.search);
  return decodeURIComponent(match[1]);
}

/**
 * The link of a studio that was started again on the same port differs only behind the `#`: opened in a tab that shows
 * the last run, it loads nothing by itself. The page then starts over, with the new token.
 */
export function startOverOnNewLink(): void {
  window.addEventListener("hashchange", () => {
    if (TOKEN.test(location.hash)) location.reload();
  });
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
    return openSocketPort(`${scheme}://${location.host}/studio`).catch(async (error: unknown) => {
      if (!(await isRefused())) throw error;
      throw new StudioError(
        "studio-lost",
        "The studio was started again and does not know this page. Open the address that it printed when it started last.",
        { cause: error },
      );
    });
  };
}

/** A WebSocket does not tell a studio that refuses from one that is not there; a plain request does. */
async function isRefused(): Promise<boolean> {
  const reply = await fetch("/studio", { cache: "no-store" }).catch(() => undefined);
  return reply?.status === 401;
}
