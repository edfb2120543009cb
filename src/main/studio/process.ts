/** Entry of the process that runs one project's studio for the desktop shell (a utilityProcess). */
import { fileURLToPath } from "node:url";

import { openDesk } from "./desk/desk.ts";
import { builtEntries } from "./entries.ts";
import { openStudio } from "./open-studio.ts";
import { requestToExample } from "./serve/self-test-request.ts";
import { openSelfTest } from "./serve/self-test.ts";
import { type ParentPort, runStudioProcess } from "./serve/studio-process.ts";

const entries = builtEntries(import.meta.url);

// A utility process only warns about these; a studio in an unknown state must end, so that the shell starts a new one.
for (const event of ["uncaughtException", "unhandledRejection"] as const) {
  process.on(event, (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`, () => {
      process.exit(1);
    });
  });
}

// A terminal sends them to every process it started: the shell ends this one in order, with what it has under way.
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => undefined);

const { parentPort } = process as unknown as { readonly parentPort?: ParentPort };
if (parentPort === undefined) {
  process.stderr.write("This file is started by the desktop shell. For a studio without a window: vitrine serve.\n");
  process.exitCode = 2;
} else {
  runStudioProcess({
    parent: parentPort,
    open: async (project) =>
      project === undefined
        ? openSelfTest({ now: () => performance.now(), request: () => requestToExample(entries) })
        : openStudio({ path: project, entries }),
    rendererRoot: fileURLToPath(entries.renderer),
    desk: openDesk(entries),
    exit: (code) => process.exit(code),
  });
}
