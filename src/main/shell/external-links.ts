/** Opens addresses that leave the window in the person's browser. */
import { shell } from "electron/common";
import { dialog } from "electron/main";

import { linkFate } from "./link-fate.ts";

let asking = false;

/** Call it from a handler that has to answer at once: opening and asking come after it. */
export function openExternal(raw: string): void {
  const url = URL.parse(raw);
  const fate = url === null ? "refuse" : linkFate(url);
  if (url === null || fate === "refuse") return;
  setImmediate(() => void (fate === "open" ? open(url) : ask(url)));
}

async function ask(url: URL): Promise<void> {
  // One question at a time, whatever a page does.
  if (asking) return;
  asking = true;
  try {
    const { response } = await dialog.showMessageBox({
      type: "question",
      message: `Open ${url.host} in your browser?`,
      detail: `${url.href}\n\nThe address comes from what a component gave out.`,
      buttons: ["Open", "Cancel"],
      defaultId: 1,
      cancelId: 1,
    });
    if (response === 0) await open(url);
  } finally {
    asking = false;
  }
}

async function open(url: URL): Promise<void> {
  try {
    await shell.openExternal(url.href);
  } catch {
    process.stderr.write(`No browser for ${url.href}\n`);
  }
}
