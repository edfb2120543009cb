/** The one page the shell draws itself, when there is no studio that could. Links are its buttons: it runs no script. */
import { APP_ORIGIN } from "./origin.ts";

export type NoticeAction = "open" | "restart" | "quit";

export interface Notice {
  readonly title: string;
  /** What happened and what to do, in plain sentences. */
  readonly message: string;
  /** Shown in a fixed pitch below: an error's last lines. */
  readonly details?: string;
  readonly actions: readonly { readonly action: NoticeAction; readonly label: string }[];
}

const ACTION_PATH = "/notice/";

/** The action behind an address that the page's buttons lead to. */
export function noticeAction(raw: string): NoticeAction | undefined {
  const url = URL.parse(raw);
  if (url === null || !raw.startsWith(`${APP_ORIGIN}${ACTION_PATH}`)) return undefined;
  const action = url.pathname.slice(ACTION_PATH.length);
  return action === "open" || action === "restart" || action === "quit" ? action : undefined;
}

export function noticePage(notice: Notice): string {
  const buttons = notice.actions
    .map(({ action, label }) => `<a href="${APP_ORIGIN}${ACTION_PATH}${action}">${escapeHtml(label)}</a>`)
    .join("\n        ");
  const details = notice.details === undefined ? "" : `<pre tabindex="0">${escapeHtml(notice.details)}</pre>`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Vitrine</title>
    <style>
      :root { color-scheme: light dark; background: light-dark(#f3f4f3, #131615); color: light-dark(#17201c, #e6ece9); }
      body { font: 13px/1.5 system-ui, sans-serif; max-width: 64ch; margin: 18vh auto 0; padding: 0 24px; }
      h1 { font-size: 20px; font-weight: 600; margin: 0 0 8px; }
      p { margin: 0 0 16px; white-space: pre-line; }
      pre { font: 12px/1.5 ui-monospace, monospace; max-height: 30vh; overflow: auto; margin: 0 0 16px; padding: 12px;
            white-space: pre-wrap; border: 1px solid light-dark(#e1e5e2, #2b322f); border-radius: 7px; }
      nav { display: flex; gap: 8px; }
      a { padding: 6px 12px; border: 1px solid light-dark(#c9d0cc, #3b4541); border-radius: 4px; color: inherit;
          text-decoration: none; }
      a:first-child { background: light-dark(#0f766e, #4fd1b5); border-color: transparent; color: light-dark(#fff, #06251e); }
      a:focus-visible, pre:focus-visible { outline: 2px solid light-dark(#0b8f80, #67e3c8); outline-offset: 2px; }
    </style>
  </head>
  <body>
    <main>
      <h1>${escapeHtml(notice.title)}</h1>
      <p>${escapeHtml(notice.message)}</p>
      ${details}
      <nav>
        ${buttons}
      </nav>
    </main>
  </body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
