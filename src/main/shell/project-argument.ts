import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The project named on a command line, absolute; `undefined` when none is. `argv` begins with the executable. Flags are
 * dropped first: a debugger puts its own before the application's path.
 */
export function projectArgument(argv: readonly string[], cwd: string, runsUnpackaged: boolean): string | undefined {
  const plain = argv.slice(1).filter((argument) => !argument.startsWith("-"));
  const project = runsUnpackaged ? plain[1] : plain[0];
  if (project === undefined || project === "") return undefined;
  return resolve(cwd, pathOf(project));
}

/** Desktops of Linux hand over the address of a file where Windows hands over its path. */
function pathOf(argument: string): string {
  if (!argument.startsWith("file://")) return argument;
  try {
    return fileURLToPath(argument);
  } catch {
    // A file of another machine, for example: opening it says what is wrong with it.
    return argument;
  }
}

/** What a second start sends the first one: plain data that another process wrote, so it is read with care. */
export function projectOfSecondStart(data: unknown): string | undefined {
  const project = typeof data === "object" && data !== null ? (data as Record<string, unknown>)["project"] : undefined;
  return typeof project === "string" && project !== "" ? project : undefined;
}
