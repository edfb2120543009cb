import type { Command } from "commander";
import { type StudioApi, VALUE_CHUNK_BYTES } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type { LogLine } from "../../shared/model.ts";
import type { StudioEntries } from "../studio/entries.ts";
import { EXIT } from "./exit.ts";
import { bytesJson } from "./output.ts";

interface StateOptions {
  readonly json?: boolean;
  readonly backend?: string;
  readonly limit?: string;
}

const PAGE = 1_000;

/** `vitrine state PATH kv …|log`: looks at and edits what a project's components left behind. */
export function addStateCommands(vitrine: Command, entries: StudioEntries, done: (code: number) => void): void {
  const state = vitrine
    .command("state")
    .description("Look at, edit and reset the state of a project: kv, blob, log, messages, audit, reset, undo.")
    .argument("<path>", "project folder, vitrine.jsonc or .wasm")
    .argument("<what>", "kv | blob | log | messages | audit | reset | undo")
    .argument(
      "[words...]",
      "kv: ls [BUCKET] | get BUCKET KEY | set BUCKET KEY [VALUE] | mv BUCKET KEY KEY | rm BUCKET KEY…; blob: ls, get, put, rm, cp, mv, mk, drop; undo: what reset printed",
    )
    .option("--backend <name>", "which backend, where there are several; reset: all without it")
    .option("--limit <n>", "log, messages, audit: lines at most", "200")
    .option("--json", "print JSON");
  state.action(async (path: string, what: string, words: readonly string[], options: StateOptions) => {
    const { withStudio } = await import("./connect.ts");
    await withStudio(entries, path, async ({ api }) => {
      if (what === "reset") await (await import("./reset.ts")).reset(api, words, options);
      else if (what === "undo") await (await import("./reset.ts")).undoReset(api, words, options);
      else if (what === "kv") await keyvalue(api, words, options);
      else if (what === "log") await log(api, options);
      else if (what === "messages") await (await import("./messages.ts")).messages(api, words, options);
      else if (what === "blob") await (await import("./blobs.ts")).blobs(api, words, options);
      else if (what === "audit") await (await import("./audit.ts")).audit(api, words, options);
      else
        throw new StudioError(
          "usage",
          `There is no state called ${JSON.stringify(what)}: use kv, blob, log, messages, audit, reset or undo.`,
        );
    });
    done(EXIT.done);
  });
}

async function keyvalue(
  api: StudioApi,
  [verb, bucket, ...rest]: readonly string[],
  options: StateOptions,
): Promise<void> {
  if (verb === "ls" && bucket === undefined) return listBuckets(api, options);
  if (bucket === undefined) throw usage();
  const backend = await backendOf(api, bucket, options.backend);
  const [key, value] = rest;
  if (verb === "ls") return listKeys(api, backend, bucket, options);
  if (key === undefined) throw usage();
  if (verb === "get") return getValue(api, backend, bucket, key, options);
  if (verb === "set") {
    const bytes = value === undefined ? await standardInput() : new TextEncoder().encode(value);
    const version = await api.setValue({ backend, bucket, key, value: bytes });
    return print(options, { version }, `set ${key} (${bytes.length} B)`);
  }
  if (verb === "rm") {
    const versions = await api.deleteKeys(backend, bucket, rest);
    return print(options, { deleted: versions.length }, `deleted ${versions.length} of ${rest.length}`);
  }
  if (verb === "mv" && value !== undefined) {
    const versions = await api.renameKey({ backend, bucket, key, to: value });
    return print(options, { versions }, `renamed ${key} to ${value}`);
  }
  throw usage();
}

function usage(): StudioError {
  return new StudioError(
    "usage",
    "Use: kv ls [BUCKET] | kv get BUCKET KEY | kv set BUCKET KEY [VALUE] (without VALUE: standard input) | kv mv BUCKET KEY KEY | kv rm BUCKET KEY…",
  );
}

/** The named backend, the one that has the bucket, or the only one. */
async function backendOf(api: StudioApi, bucket: string, named: string | undefined): Promise<string> {
  const buckets = await api.buckets();
  if (named !== undefined) return named;
  const having = buckets.filter(({ name }) => name === bucket).map(({ backend }) => backend);
  const [only, second] = having.length > 0 ? having : [...new Set(buckets.map(({ backend }) => backend))];
  if (second !== undefined)
    throw new StudioError(
      "usage",
      `Several backends have a bucket ${JSON.stringify(bucket)}: choose one with --backend.`,
    );
  return only ?? "keyvalue";
}

async function listBuckets(api: StudioApi, options: StateOptions): Promise<void> {
  const buckets = await api.buckets();
  print(
    options,
    buckets,
    buckets.map(({ backend, name, keys, bytes }) => `${backend}\t${name}\t${keys} keys\t${bytes} B`).join("\n"),
  );
}

async function listKeys(api: StudioApi, backend: string, bucket: string, options: StateOptions): Promise<void> {
  const keys: Awaited<ReturnType<StudioApi["keys"]>>[number][] = [];
  for (;;) {
    const after = keys.at(-1)?.key;
    const page = await api.keys({ backend, bucket, limit: PAGE, ...(after === undefined ? {} : { after }) });
    keys.push(...page);
    if (page.length < PAGE) break;
  }
  print(options, keys, keys.map(({ key }) => key).join("\n"));
}

/** Bytes as they are, for pipes; as base64 in JSON. */
async function getValue(
  api: StudioApi,
  backend: string,
  bucket: string,
  key: string,
  options: StateOptions,
): Promise<void> {
  const value = await api.value({ backend, bucket, key });
  const chunks = [value.bytes];
  for (let at = value.bytes.length; at < value.size; at += VALUE_CHUNK_BYTES)
    chunks.push(await api.readValue(value.version, at));
  const bytes = Buffer.concat(chunks);
  if (options.json === true)
    process.stdout.write(`${JSON.stringify({ key, version: value.version, size: value.size, ...bytesJson(bytes) })}\n`);
  else process.stdout.write(bytes);
}

async function log(api: StudioApi, options: StateOptions): Promise<void> {
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1)
    throw new StudioError("usage", `--limit takes a whole number from 1, not ${JSON.stringify(options.limit)}.`);
  const lines: LogLine[] = [];
  while (lines.length < limit) {
    const before = lines.at(-1)?.id;
    const page = await api.logs({
      limit: Math.min(PAGE, limit - lines.length),
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

async function standardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return new Uint8Array(Buffer.concat(chunks));
}
