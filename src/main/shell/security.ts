/** Deny by default: permissions, navigation, windows, webviews, requests, and callers of the shell. */
import {
  app,
  ipcMain,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  type Session,
  type WebContents,
} from "electron/main";

import type { ShellCalls, ShellChannel } from "../../shared/shell-channels.ts";
import { openExternal } from "./external-links.ts";
import { type NoticeAction, noticeAction } from "./notice-page.ts";
import { NOTICE_URL, type TrustedOrigins } from "./origin.ts";

type Permission = Parameters<NonNullable<Parameters<Session["setPermissionRequestHandler"]>[0]>>[1];

// Copy buttons; nothing else of the machine is the page's business.
const ALLOWED_PERMISSIONS: ReadonlySet<Permission> = new Set<Permission>(["clipboard-sanitized-write"]);

export function lockSession(session: Session, trusted: TrustedOrigins): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(ALLOWED_PERMISSIONS.has(permission)));
  session.setPermissionCheckHandler((_contents, permission) => ALLOWED_PERMISSIONS.has(permission));
  session.setDevicePermissionHandler(() => false);
  // Below the content security policy, in case a response comes without it.
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !trusted.isRequest(details.url) }));
}

/** Applies to every page of the app that ever comes to be. */
export function lockContents(trusted: TrustedOrigins, onAction: (action: NoticeAction) => void): void {
  app.on("web-contents-created", (_event, contents) => {
    lockNavigation(contents, trusted, onAction);
    contents.on("will-attach-webview", (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      openExternal(url);
      return { action: "deny" };
    });
  });
}

function lockNavigation(
  contents: WebContents,
  trusted: TrustedOrigins,
  onAction: (action: NoticeAction) => void,
): void {
  contents.on("will-navigate", (details) => {
    const action = contents.getURL() === NOTICE_URL ? noticeAction(details.url) : undefined;
    if (action === undefined && trusted.isPage(details.url)) return;
    details.preventDefault();
    if (action !== undefined) onAction(action);
    else openExternal(details.url);
  });
  contents.on("will-redirect", (details) => {
    if (!trusted.isPage(details.url)) details.preventDefault();
  });
  contents.on("will-frame-navigate", (details) => {
    if (!details.isMainFrame) details.preventDefault();
  });
}

/** Does the message come from the top frame of our own page? Call it before any `await`. */
export function isTrusted(event: IpcMainEvent | IpcMainInvokeEvent, trusted: TrustedOrigins): boolean {
  // Null once the frame has navigated or is gone.
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && trusted.isCaller(frame.origin);
}

/** Answers one channel: sender first, then the arguments, then the work. */
export function handle<K extends ShellChannel>(
  channel: K,
  trusted: TrustedOrigins,
  parse: (raw: readonly unknown[]) => ShellCalls[K]["args"],
  answer: (...args: ShellCalls[K]["args"]) => ShellCalls[K]["result"] | Promise<ShellCalls[K]["result"]>,
): void {
  ipcMain.handle(channel, (event, ...raw: unknown[]) => {
    if (!isTrusted(event, trusted)) throw new Error("This page may not call the shell.");
    return answer(...parse(raw));
  });
}
