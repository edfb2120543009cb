import type { BrowserWindow } from "electron/main";

/** A window that never appears looks like an app that does not start: by then it shows itself, drawn or not. */
const REVEAL_WITHIN_MS = 5_000;

/** Shows a hidden window as soon as there is something to see; once. */
export function revealWhenReady(window: BrowserWindow, platform: NodeJS.Platform = process.platform): void {
  let revealed = false;
  const reveal = () => {
    clearTimeout(timer);
    if (revealed || window.isDestroyed()) return;
    revealed = true;
    window.show();
  };
  const timer = setTimeout(reveal, REVEAL_WITHIN_MS);
  window.once("closed", () => clearTimeout(timer));
  window.once("ready-to-show", reveal);
  const { webContents } = window;
  // Under Wayland a hidden window draws nothing, and ready-to-show waits for what is drawn.
  if (platform === "linux") webContents.once("did-finish-load", reveal);
  webContents.on("did-fail-load", (_event, code, _description, _url, isMainFrame) => {
    if (isMainFrame && code !== LOAD_REPLACED) reveal();
  });
}

/** The code of a load that another one replaced. */
export const LOAD_REPLACED = -3;
