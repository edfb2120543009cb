import type { Command } from "commander";
import type { StudioApi } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type { LogLine } from "../../shared/model.ts";
import type { StudioEntries } from "../studio/entries.ts";
import { EXIT } from "./exit.ts";
import { projectPath } from "./project-path.ts";
import { BLOB, checkWords, formsOf, type Grammar, KEYVALUE, MESSAGES } from "./state-words.ts";

interface StateOptions {
  readonly json?: boolean;
  readonly backend?: string;
  readonly limit: number;
}

type StateCommand = (api: StudioApi, words: readonly string[], options: StateOptions) => Promise<void>;

const PAGE = 1_000;
const LINES = 200;

const COMMANDS: Readonly<Record<string, () => Promise<StateCommand>>> = {
  kv: async () => (await import("./keyvalue.ts")).keyvalue,
  blob: async () => (await import("./blobs.ts")).blobs,
  log: async () => log,
  messages: async () => (await import("./messages.ts")).messages,
  audit: async () => (await import("./audit.ts")).audit,
  reset: async () => (await import("./reset.ts")).reset,
  undo: async () => (await import("./reset.ts")).undoReset,
};

const GRAMMARS: Readonly<Record<string, Grammar>> = { kv: KEYVALUE, blob: BLOB, messages: MESSAGES };

/** What `vitrine state PATH` can be asked for. */
export const STATES = Object.keys(COMMANDS);

/** `vitrine state PATH kv …|log`: looks at and edits what a project's components left behind. */
export function addStateCommands(vitrine: Command, entries: StudioEntries, done: (code: number) => void): void {
  const state = vitrine
    .command("state")
    .description("Look at, edit and reset the state of a project: kv, blob, log, messages, audit, reset, undo.")
    .argument("<path>", "project folder, vitrine.jsonc or .wasm", projectPath)
    .argument("<what>", STATES.join(" | "))
    .argument("[words...]", "as below")
    .option("--backend <name>", "which backend, where there are several; reset: all without it")
    .option("--limit <n>", "log, messages, audit: lines at most", limit, LINES)
    .option("--json", "print JSON")
    .addHelpText("after", HELP);
  state.action(async (path: string, what: string, words: readonly string[], options: StateOptions) => {
    const command = Object.hasOwn(COMMANDS, what) ? COMMANDS[what] : undefined;
    if (command === undefined)
      throw new StudioError("usage", `There is no state called ${JSON.stringify(what)}: use ${STATES.join(", ")}.`);
    const grammar = GRAMMARS[what];
    if (grammar !== undefined) checkWords(grammar, words);
    if (what === "log" && words.length > 0) throw new StudioError("usage", "Use: log [--limit N] [--json].");
    const [{ withStudio }, run] = await Promise.all([import("./connect.ts"), command()]);
    await withStudio(entries, path, async ({ api }) => run(api, words, options));
    done(EXIT.done);
  });
}

const HELP = `
Words:
${[KEYVALUE, BLOB, MESSAGES]
  .flatMap(formsOf)
  .map((form) => `  ${form}`)
  .join("\n")}
  log
  audit
  reset
  undo FIRST..LAST…  (as reset prints it)

kv set without VALUE and blob put without FILE read standard input; get writes
the bytes as they are, with --json as base64. What begins with - comes after --.
`;

function limit(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new StudioError("usage", `--limit takes a whole number from 1, not ${JSON.stringify(text)}.`);
}

async function log(api: StudioApi, _words: readonly string[], options: StateOptions): Promise<void> {
  const lines: LogLine[] = [];
  while (lines.length < options.limit) {
    const before = lines.at(-1)?.id;
    const page = await api.logs({
      limit: Math.min(PAGE, options.limit - lines.length),
      ...(before === undefined ? {} : { before }),
    });
    lines.push(...page);
    if (page.length === 0) break;
  }
  lines.reverse();
  const text = lines.map(
    (line) =>
      `${new Date(line.at).toISOString()} ${(line.level ?? line.source).padEnd(8)} ${line.component}${line.context ? ` ${line.context}` : ""}: ${line.text}`,
  );
  print(options, lines, text.join("\n"));
}

function print(options: StateOptions, json: unknown, text: string): void {
  if (options.json === true) process.stdout.write(`${JSON.stringify(json)}\n`);
  else if (text !== "") process.stdout.write(`${text}\n`);
}
