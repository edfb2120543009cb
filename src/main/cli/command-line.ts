import { Command, CommanderError, Option } from "commander";
import { StudioError } from "../../shared/errors.ts";
import type { StudioEntries } from "../studio/entries.ts";
import { EXIT } from "./exit.ts";
import { addStateCommands } from "./state.ts";

// A command loads its code when it is called: none waits for what only another one needs.
function program(entries: StudioEntries): Command {
  const vitrine = new Command("vitrine")
    .description("See everything a WebAssembly component does to its host.")
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) });
  vitrine
    .command("serve")
    .description("Host a project and show it in a browser.")
    .argument("[path]", "project folder, vitrine.jsonc or .wasm", ".")
    .option("--port <n>", "port of the page; any free one by default", port)
    .option("--http-port <n>", "port of the project's HTTP trigger", port)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--allow-host <name...>", "names beside the loopback ones that browsers may use")
    .option("--no-open", "do not open a browser")
    .option("--fresh", "begin with empty state; what is there is set aside")
    .option("--allow-egress <host>", ALLOW_EGRESS, listed, [])
    .option("--config <key=value>", CONFIG, pairs, [])
    .option("--json", "print one line of JSON when ready")
    .action(async (path: string, options) => {
      const { serve } = await import("./serve.ts");
      done(await serve(entries, path, options));
    });
  vitrine
    .command("check")
    .description("Check every import and export of a component, or of a project, against this host.")
    .argument("<path>", "a component or a core module for WASI preview 1, or a project folder or its vitrine.jsonc")
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
  vitrine
    .command("invoke")
    .description("Call one exported function with typed arguments.")
    .argument("<path>", "project folder, vitrine.jsonc or .wasm")
    .argument("<export>", "demo:counter/ops@0.1.0#hit, ops#hit or hit")
    .argument("[args]", "JSON array, one item a parameter", "[]")
    .option("--component <name>", "which component, where several export it")
    .option("--allow-egress <host>", ALLOW_EGRESS, listed, [])
    .option("--config <key=value>", CONFIG, pairs, [])
    .option("--json", "print the result, the outcome and the host calls as JSON")
    .action(async (path: string, target: string, args: string, options) => {
      const { invoke } = await import("./invoke.ts");
      done(await invoke(entries, path, target, args, options));
    });
  vitrine
    .command("run")
    .description("Run a wasi:cli/run component with this terminal.")
    .argument("<path>", "project folder, vitrine.jsonc or .wasm")
    .argument("[args...]", "arguments of the component, after --")
    .option("--component <name>", "which component, where several export it")
    .option("--allow-egress <host>", ALLOW_EGRESS, listed, [])
    .option("--config <key=value>", CONFIG, pairs, [])
    .action(async (path: string, args: readonly string[], options) => {
      const { run } = await import("./run.ts");
      done(await run(entries, path, args, options));
    });
  addStateCommands(vitrine, entries, done);
  vitrine
    .command("import")
    .description("Propose a vitrine.jsonc for a wasmCloud, cargo, npm or Go project.")
    .argument("[folder]", "where the project is", ".")
    .option("--write", "write the file; one that is there is left as it is")
    .option("--json", "print the file and the report as JSON")
    .action(async (folder: string, options) => {
      const { importProject } = await import("./import.ts");
      done(importProject(folder, options));
    });
  vitrine
    .command("new")
    .description("Make a project of a template.")
    .argument("<folder>", "a new folder")
    .option("--template <template>", "http-counter or function", "http-counter")
    .option("--name <name>", "what it is called; as the folder by default")
    .option("--json", "print what was made as JSON")
    .action(async (folder: string, options) => {
      const { newProject } = await import("./import.ts");
      done(newProject(entries, folder, options));
    });
  vitrine
    .command("doctor")
    .description("Look for what is missing on this machine: tools, watching, ports, folders.")
    .argument("[path]", "a project to look at, too")
    .option("--json", "print JSON")
    .action(async (path: string | undefined, options) => {
      const { doctor } = await import("./doctor.ts");
      done(await doctor(entries, path, options));
    });
  return vitrine;
}

const ALLOW_EGRESS = "a host that components may send requests to, as in egress.allow; may be repeated";

const CONFIG = "a value of wasi:config for every component, over what the project's files say; may be repeated";

/** As `listed`; only the first `=` parts the key from its value. */
function pairs(text: string, before: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  const [key, ...rest] = text.split("=");
  if (key === undefined || key === "" || rest.length === 0)
    throw new StudioError("usage", `--config takes a key and its value, KEY=VALUE, not ${JSON.stringify(text)}.`);
  return [...before, [key, rest.join("=")]];
}

/** An option that may be repeated, and does not swallow the arguments after it. */
function listed(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65535) {
    throw new StudioError("usage", `A port is a number from 0 to 65535, not ${JSON.stringify(text)}.`);
  }
  return value;
}

/** Waits for what was printed to leave, so that a pipe gets all of it. */
function done(code: number): void {
  process.exitCode = code;
}

/** The `vitrine` command: runs what the arguments of this process say and ends it. With `--json`, stdout carries that alone. */
export async function runCommandLine(entries: StudioEntries): Promise<never> {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreLostReader);
  try {
    await program(entries).parseAsync();
  } catch (error) {
    process.exitCode = report(error);
  }
  // Idle guest workers and timers must not keep a finished command alive.
  await flush(process.stdout);
  await flush(process.stderr);
  process.exit();
}

/** Whoever reads may leave before the end, as in `vitrine check FILE | head -1`: nobody is left to tell. */
function ignoreLostReader(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

function report(error: unknown): number {
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
