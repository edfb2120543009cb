import { existsSync } from "node:fs";
import { Command, CommanderError, Option } from "commander";
import vitrine from "../../../package.json" with { type: "json" };
import { StudioError } from "../../shared/errors.ts";
import type { StudioEntries } from "../studio/entries.ts";
import { EXIT, Failed } from "./exit.ts";
import { EXIT_CODES, JSON_VALUES } from "./help.ts";
import { allowEgress, allowHost, config, port } from "./options.ts";
import { projectPath } from "./project-path.ts";
import { ReaderLeft } from "./send.ts";
import { addStateCommands, STATES } from "./state.ts";

// A command loads its code when it is called: none waits for what only another one needs.
function commands(entries: StudioEntries): Command {
  const program = new Command("vitrine")
    .description("See everything a WebAssembly component does to its host.")
    .exitOverride()
    .version(vitrine.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .showSuggestionAfterError()
    .showHelpAfterError("Add --help to see how it is used.")
    .configureOutput({ outputError: (text, write) => write(asOurs(text)) })
    .addHelpText("after", EXIT_CODES);
  program
    .command("serve")
    .description("Host a project and show it in a browser.")
    .argument("[path]", "project folder, vitrine.jsonc or .wasm", projectPath, ".")
    .option("--port <n>", "port of the page; any free one by default", port("--port"))
    .option("--http-port <n>", "port of the project's HTTP trigger", port("--http-port"))
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .addOption(allowHost())
    .option("--no-open", "do not open a browser")
    .option("--fresh", "begin with empty state; what is there is set aside")
    .addOption(allowEgress())
    .addOption(config())
    .option("--json", "print one line of JSON when ready")
    .action(async (path: string, options) => {
      const { serve } = await import("./serve.ts");
      done(await serve(entries, path, options));
    });
  program
    .command("check")
    .description("Check every import and export of a component, or of a project, against this host.")
    .argument(
      "<path>",
      "a component or a core module for WASI preview 1, or a project folder or its vitrine.jsonc",
      projectPath,
    )
    .addOption(
      new Option("--host-profile <profile>", "the host to check for; by default the project's, or wasmcloud-1").choices(
        ["wasmcloud-1", "wasmcloud-2"],
      ),
    )
    .option("--json", "print JSON")
    .action(async (path: string, options) => {
      const { check } = await import("./check.ts");
      done(await check(entries, path, options));
    });
  program
    .command("invoke")
    .description("Call one exported function with typed arguments.")
    .argument("<path>", "project folder, vitrine.jsonc or .wasm", projectPath)
    .argument("<export>", "demo:counter/ops@0.1.0#hit, ops#hit or hit; `vitrine check` lists what there is")
    .argument("[args]", "JSON array, one item a parameter", "[]")
    .addHelpText("after", JSON_VALUES)
    .option("--component <name>", "which component, where several export it")
    .addOption(allowEgress())
    .addOption(config())
    .option("--json", "print the result, the outcome and the host calls as JSON")
    .action(async (path: string, target: string, args: string, options) => {
      const { invoke } = await import("./invoke.ts");
      done(await invoke(entries, path, target, args, options));
    });
  program
    .command("run")
    .description("Run a wasi:cli/run component with this terminal.")
    .argument("<path>", "project folder, vitrine.jsonc or .wasm", projectPath)
    .argument("[args...]", "arguments of the component, after --")
    .option("--component <name>", "which component, where several export it")
    .addOption(allowEgress())
    .addOption(config())
    .action(async (path: string, args: readonly string[], options) => {
      const { run } = await import("./run.ts");
      done(await run(entries, path, args, options));
    });
  addStateCommands(program, entries, done);
  program
    .command("import")
    .description("Propose a vitrine.jsonc for a wasmCloud, Spin, cargo, npm or Go project.")
    .argument("[folder]", "where the project is", projectPath, ".")
    .option("--write", "write the file; one that is there is left as it is")
    .option("--json", "print the file and the report as JSON")
    .action(async (folder: string, options) => {
      const { importProject } = await import("./import.ts");
      done(importProject(folder, options));
    });
  program
    .command("new")
    .description("Make a project of a template.")
    .argument("<folder>", "a new folder", projectPath)
    .option("--template <template>", "http-counter or function", "http-counter")
    .option("--name <name>", "what it is called; as the folder by default")
    .option("--json", "print what was made as JSON")
    .action(async (folder: string, options) => {
      const { newProject } = await import("./import.ts");
      done(newProject(entries, folder, options));
    });
  program
    .command("doctor")
    .description("Look for what is missing on this machine: tools, watching, ports, folders.")
    .argument("[path]", "a project to look at, too", projectPath)
    .option("--json", "print JSON")
    .action(async (path: string | undefined, options) => {
      const { doctor } = await import("./doctor.ts");
      done(await doctor(entries, path, options));
    });
  return program;
}

/** In the words that all our errors have; for what is no command, the one that takes it. */
function asOurs(text: string): string {
  const said = text.replace(/^error: /, "vitrine: ");
  const [, word] = /^error: unknown command '(.+)'/.exec(text) ?? [];
  if (word === undefined || said.includes("Did you mean")) return said;
  if (STATES.includes(word)) return `${said}(Did you mean state PATH ${word}?)\n`;
  return existsSync(word) ? `${said}(Did you mean serve ${word}?)\n` : said;
}

/** Waits for what was printed to leave, so that a pipe gets all of it. */
function done(code: number): void {
  process.exitCode = code;
}

/** The `vitrine` command: runs what the arguments of this process say and ends it. With `--json`, stdout carries that alone. */
export async function runCommandLine(entries: StudioEntries): Promise<never> {
  process.stdout.on("error", onLostOutput);
  process.stderr.on("error", ignore);
  try {
    await commands(entries).parseAsync();
  } catch (error) {
    process.exitCode = report(error);
  }
  // Idle guest workers and timers must not keep a finished command alive.
  await flush(process.stdout);
  await flush(process.stderr);
  process.exit();
}

/** Whoever reads may leave before the end, as in `vitrine check FILE | head -1`: nobody is left to tell. */
function onLostOutput(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") return;
  process.stderr.write(`vitrine: Standard output cannot be written: ${error.message}.\n`, () =>
    process.exit(EXIT.studio),
  );
}

function ignore(): void {}

function report(error: unknown): number {
  if (error instanceof ReaderLeft) return EXIT.done;
  if (error instanceof Failed) {
    process.stderr.write(`vitrine: ${error.message}\n`);
    return EXIT.failed;
  }
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof StudioError) {
    process.stderr.write(`vitrine: ${error.message}\n`);
    return error.blame === "user" ? EXIT.usage : error.blame === "guest" ? EXIT.failed : EXIT.studio;
  }
  process.stderr.write(`vitrine: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.studio;
}

function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write("", () => resolve()));
}
