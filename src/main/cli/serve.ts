import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { StudioEntries } from "../studio/entries.ts";
import { HeadStart } from "../studio/head-start.ts";
import { EXIT } from "./exit.ts";
import { tellNews } from "./tell-news.ts";
import { warn } from "./warn.ts";

export interface ServeOptions {
  readonly port?: number;
  readonly httpPort?: number;
  readonly host: string;
  readonly allowHost?: readonly string[];
  readonly open: boolean;
  readonly fresh?: boolean;
  readonly allowEgress?: readonly string[];
  readonly config?: readonly (readonly [key: string, value: string])[];
  readonly json?: boolean;
}

/** `vitrine serve [PATH]`: hosts a project until it is told to stop (Ctrl+C, SIGTERM). */
export async function serve(entries: StudioEntries, path: string, options: ServeOptions): Promise<number> {
  const stop = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
  // The artefacts are transpiled in a thread of their own while this one loads the rest of the studio.
  await using headStart = new HeadStart(entries, true);
  await headStart.open(path);
  const { openStudio } = await import("../studio/open-studio.ts");
  await using studio = await openStudio({
    path,
    entries,
    headStart,
    triggers: true,
    watch: true,
    fresh: options.fresh === true,
    onSetAside: (folder) => warn(`the state so far was set aside in ${folder}`),
    allowEgress: options.allowEgress ?? [],
    config: options.config ?? [],
    onEgressRefused: warn,
    onPortOverridden: (url, said) =>
      warn(`HTTP is at ${url}, as --http-port says, not at ${said} as the project file says`),
    ...(options.httpPort === undefined ? {} : { httpPort: options.httpPort }),
    server: {
      rendererRoot: fileURLToPath(entries.renderer),
      host: options.host,
      ...(options.port === undefined ? {} : { port: options.port }),
      ...(options.allowHost === undefined ? {} : { allowHosts: options.allowHost }),
    },
  });
  const { url } = studio;
  const http = studio.httpUrl;
  if (options.json === true) process.stdout.write(`${JSON.stringify({ url, http: http ?? null, pid: process.pid })}\n`);
  else
    process.stdout.write(`Vitrine  ${url}\n${http === undefined ? "" : `HTTP     ${http}\n`}Press Ctrl+C to stop.\n`);
  using _news = tellNews(studio);
  if (options.open && options.json !== true) openBrowser(url);
  await stop;
  return EXIT.done;
}

/** Best effort: the address is printed anyway, and a machine without a browser is an ordinary one. */
function openBrowser(url: string): void {
  const hasDisplay =
    process.platform !== "linux" || (process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]) !== undefined;
  if (!hasDisplay) return;
  const [command, args] =
    process.platform === "darwin"
      ? ["open", [url]]
      : process.platform === "win32"
        ? ["explorer", [url]]
        : ["xdg-open", [url]];
  const child = spawn(command as string, args as string[], { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}
