import { dirname, relative, sep } from "node:path";

import { StudioError } from "../../../shared/errors.ts";
import type { Seed } from "../../state/reader-api.ts";
import { confine } from "../project/confine.ts";
import { invalidManifest, type ManifestFinding } from "../project/manifest-finding.ts";
import type { BackendManifest } from "../project/manifest.ts";
import { ManifestText, type TextKind } from "../project/manifest-text.ts";
import { type ParsedEntry, parseSeed } from "./parse-seed.ts";
import { MAX_SEED_BYTES, MAX_VALUE_BYTES, MIB, mib, readInside } from "./read-inside.ts";
import { digestOf } from "./seed-digest.ts";
import { SeedError } from "./seed-error.ts";

/** Larger values belong into files of their own. */
const SEED_FILE: TextKind = {
  noun: "seed file",
  example: '{ "bucket": { "key": "value" } }',
  maxBytes: 4 * MIB,
};

/**
 * Reads a key-value backend's seed file and the files it names.
 * @param root the project's folder, its links already followed
 * @throws SeedError
 */
export async function readSeed(root: string, backend: BackendManifest, file: string): Promise<Seed> {
  const shownFile = relative(root, file).split(sep).join("/");
  const text = await parse(root, file, shownFile);
  const { buckets, entries, findings } = parseSeed(text);
  const wrong = [...findings];
  // A name that components use stands for the bucket they get.
  const renames = new Map(backend.buckets);
  const stored = (bucket: string) => renames.get(bucket) ?? bucket;
  const filled = new Map(buckets.map((bucket) => [stored(bucket), new Map<string, Uint8Array>()]));
  let total = 0;
  for (const entry of entries) {
    const bucket = filled.get(stored(entry.bucket));
    const value = await valueOf(root, file, entry);
    if (!(value instanceof Uint8Array)) wrong.push(value);
    else if (bucket?.has(entry.key) === true)
      wrong.push(entry.find(`is there twice: ${stored(entry.bucket)} has two names here`, "Remove one of them."));
    else {
      total += value.length;
      bucket?.set(entry.key, value);
    }
    if (total > MAX_SEED_BYTES) {
      const fix = "Begin with less, and write the rest with vitrine state.";
      wrong.push(entry.find(`is too much: all values together may have ${mib(MAX_SEED_BYTES)}`, fix));
      break;
    }
  }
  if (wrong.length > 0) throw invalid(wrong, shownFile);
  const all = [...filled].map(([name, values]) => ({ kind: "keyvalue" as const, name, entries: [...values] }));
  return { backend: backend.name, digest: digestOf(all), buckets: all };
}

async function parse(root: string, file: string, shownFile: string): Promise<ManifestText> {
  const read = await readInside(root, file, SEED_FILE.maxBytes).catch((error: unknown) => {
    throw error instanceof StudioError ? new SeedError(error.message, shownFile, error) : error;
  });
  if (!(read instanceof Uint8Array)) throw new SeedError(`${shownFile} ${read.wrong}. ${read.fix}`, shownFile);
  try {
    return new ManifestText(file, read, SEED_FILE);
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    const { line, column } = error.details;
    const place = typeof line === "number" ? `${shownFile}:${line}:${String(column)}` : shownFile;
    throw new SeedError(error.message, place, error);
  }
}

async function valueOf(
  root: string,
  seed: string,
  { value, find }: ParsedEntry,
): Promise<Uint8Array | ManifestFinding> {
  if (value instanceof Uint8Array) return value;
  try {
    // Beside the seed file, so that a folder of seeds can be moved.
    const path = confine(root, value.file, "file", dirname(seed));
    const read = await readInside(root, path, MAX_VALUE_BYTES);
    return read instanceof Uint8Array
      ? read
      : find(`names ${JSON.stringify(value.file)}, which ${read.wrong}`, read.fix);
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    return find(
      `names ${JSON.stringify(value.file)}, which leads outside of the project`,
      "Copy the file into the project; no .., absolute path or link may lead out.",
    );
  }
}

function invalid(findings: readonly ManifestFinding[], shownFile: string): SeedError {
  const error = invalidManifest(findings);
  const { line, column } = error.details;
  return new SeedError(error.message, `${shownFile}:${String(line)}:${String(column)}`, error);
}
