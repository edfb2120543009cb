/** Entry of the desktop app: only what must happen before `ready`. No top-level await, or `ready` never comes. */
import { crashReporter } from "electron/common";
import { app, dialog, protocol } from "electron/main";

import { APP_SCHEME } from "./origin.ts";
import { projectArgument } from "./project-argument.ts";

// enableSandbox() takes --no-sandbox off the command line, without which nothing starts as root.
if (!app.commandLine.hasSwitch("no-sandbox")) app.enableSandbox();
crashReporter.start({ uploadToServer: false });
protocol.registerSchemesAsPrivileged([
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
]);

// Before the lock below, which belongs to this folder: tests that run side by side have one each.
const userData = process.env["VITRINE_USER_DATA"];
if (userData !== undefined && !app.isPackaged) app.setPath("userData", userData);

// The terminal that started the app may close before the app does.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);

const selfTest = process.argv.includes("--self-test");
// `defaultApp` is set when Electron runs a folder and not a packaged app.
let wanted = projectArgument(process.argv, process.cwd(), process.defaultApp === true);
let open = (project: string): void => {
  wanted = project;
};
// On macOS this is how a path comes, possibly before ready.
app.on("open-file", (event, path) => {
  event.preventDefault();
  open(path);
});

if (selfTest || app.requestSingleInstanceLock({ project: wanted })) {
  app
    .whenReady()
    .then(async () => {
      const { boot } = await import("./boot.ts");
      const booted = await boot({
        // Entries keep their place in out/main; see studio/entries.ts.
        paths: {
          studioEntry: new URL("./studio.js", import.meta.url),
          preload: new URL("../preload/index.cjs", import.meta.url),
          rendererRoot: new URL("../renderer/", import.meta.url),
          icon: new URL("../../resources/icon.png", import.meta.url),
        },
        project: wanted,
        selfTest,
      });
      open = booted.open;
    })
    .catch(fail);
} else {
  process.stderr.write("Vitrine is running already: its window shows the project.\n");
  app.quit();
}

function fail(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${text}\n`);
  // The only dialog that may be shown before ready; on Linux it then goes to stderr.
  if (!selfTest) dialog.showErrorBox("Vitrine ran into a fault of its own and has to end", text);
  app.exit(1);
}
