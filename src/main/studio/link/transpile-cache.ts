// Transpiled components on disk. What lies here is executed, so it lies in a folder of the user's own, and every byte is
// compared with what was written before it is used. Several processes may use the folder at the same time.
import { createHash, randomUUID, webcrypto } from "node:crypto";
import type { Stats } from "node:fs";
import { chmod, lstat, mkdir, readdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { StudioError } from "../../../shared/errors.ts";

export interface CachedModule {
  /** File URL of the module that exports `instantiate`. */
  readonly moduleUrl: string;
  /** `[name the module asks for, absolute path]` */
  readonly coreModules: readonly (readonly [string, string])[];
  readonly warnings: readonly string[];
}

export interface ModuleFiles {
  readonly code: string;
  readonly coreModules: readonly (readonly [string, Uint8Array])[];
  readonly warnings: readonly string[];
}

export interface TranspileCacheOptions {
  /** Absolute; made with mode 0700 when it does not exist. */
  readonly folder: string;
  /** The oldest entries beyond this go. */
  readonly maxBytes: number;
  readonly now: () => number;
}

/** Part of the key: another layout of an entry is another entry. */
export const CACHE_FORMAT = 1;

const MANIFEST = "manifest.json";
/** Node takes this name as an ES module without a look into a package.json. */
const MODULE = "component.mjs";
const ENTRY_NAME = /^[0-9a-f]{64}$/;
const FILE_NAME = /^component[\w.]*\.(?:mjs|wasm)$/;
/** Another process may load an entry it was given at any time; it says so with `refresh`. */
const SPARED_MS = 60 * 60 * 1000;
/** So many of the last entries this process asked for stay, however old. */
const SPARED_OWN = 32;

interface Manifest {
  readonly format: number;
  readonly warnings: readonly string[];
  readonly files: readonly { readonly name: string; readonly size: number; readonly sha256: string }[];
}

/** Keys are SHA-256 in hex. */
export class TranspileCache {
  readonly #options: TranspileCacheOptions;
  #own: readonly string[] = [];

  constructor(options: TranspileCacheOptions) {
    this.#options = options;
  }

  /** The entry, verified; undefined when there is none. A damaged one is removed. */
  async get(key: string): Promise<CachedModule | undefined> {
    await this.#secureFolder();
    const entry = join(this.#options.folder, key);
    const manifest = await this.#verified(entry);
    if (manifest === undefined) return undefined;
    await this.#touch(entry);
    this.#own = [key, ...this.#own.filter((other) => other !== key)].slice(0, SPARED_OWN);
    const modules = manifest.files.filter((file) => file.name !== MODULE);
    return {
      moduleUrl: pathToFileURL(join(entry, MODULE)).href,
      coreModules: modules.map((file) => [file.name, join(entry, file.name)]),
      warnings: manifest.warnings,
    };
  }

  /** Tells other processes that what this one was given is still in use; call it more often than once in an hour. */
  async refresh(): Promise<void> {
    await Promise.all(this.#own.map((key) => this.#touch(join(this.#options.folder, key))));
  }

  /** Writes an entry in one step; when another process was faster, its entry is used. */
  async put(key: string, module: ModuleFiles): Promise<CachedModule> {
    await this.#secureFolder();
    const entry = join(this.#options.folder, key);
    const temporary = join(this.#options.folder, `.new-${randomUUID()}`);
    try {
      await this.#write(temporary, module);
      for (let attempt = 0; attempt < 3; attempt++) {
        await moveOrKeep(temporary, entry);
        const stored = await this.get(key);
        if (stored !== undefined) return stored;
        await this.#write(temporary, module);
      }
    } catch (error) {
      throw notWritable(this.#options.folder, error);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
    throw notWritable(this.#options.folder, new Error("what was written does not read back"));
  }

  async #touch(entry: string): Promise<void> {
    const used = new Date(this.#options.now());
    // Another process may have removed it in between: then the next reader finds nothing, as it should.
    await utimes(join(entry, MANIFEST), used, used).catch(() => undefined);
  }

  async #write(folder: string, module: ModuleFiles): Promise<void> {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { mode: 0o700 });
    const files = [[MODULE, new TextEncoder().encode(module.code)] as const, ...module.coreModules];
    const written = files.map(async ([name, bytes]) => {
      if (!FILE_NAME.test(name)) throw new Error(`an unexpected file name from jco: ${name}`);
      await writeFile(join(folder, name), bytes, { mode: 0o600 });
      return { name, size: bytes.length, sha256: await sha256(bytes) };
    });
    const manifest: Manifest = { format: CACHE_FORMAT, warnings: module.warnings, files: await Promise.all(written) };
    await writeFile(join(folder, MANIFEST), JSON.stringify(manifest), { mode: 0o600 });
  }

  async #verified(entry: string): Promise<Manifest | undefined> {
    if ((await lstat(entry).catch(() => undefined)) === undefined) return undefined;
    const manifest = await this.#intact(entry);
    if (manifest === undefined) await this.#remove(entry);
    return manifest;
  }

  async #intact(entry: string): Promise<Manifest | undefined> {
    try {
      if (!(await lstat(entry)).isDirectory()) return undefined;
      const manifest = parseManifest(await readFile(join(entry, MANIFEST), "utf8"));
      if (manifest === undefined) return undefined;
      const matches = manifest.files.map(async ({ name, size, sha256: expected }) => {
        const path = join(entry, name);
        const found = await lstat(path);
        return found.isFile() && found.size === size && (await sha256(await readFile(path))) === expected;
      });
      return (await Promise.all(matches)).every(Boolean) ? manifest : undefined;
    } catch {
      // Missing or unreadable is the same as not there: it is made again.
      return undefined;
    }
  }

  /** Renames first, so that nobody ever sees half an entry. */
  async #remove(entry: string): Promise<void> {
    const aside = join(this.#options.folder, `.old-${randomUUID()}`);
    const moved = await rename(entry, aside).then(
      () => true,
      () => false,
    );
    // What cannot be deleted now (Windows: it is open) goes with a later prune.
    if (moved) await rm(aside, { recursive: true, force: true }).catch(() => undefined);
  }

  /** Removes the oldest entries beyond the limit, and what dead processes left half done. Never rejects. */
  async prune(): Promise<void> {
    // A folder that cannot be read is told of by whoever needs an entry.
    await this.#removeOld().catch(() => undefined);
  }

  async #removeOld(): Promise<void> {
    const spared = this.#options.now() - SPARED_MS;
    const entries: { path: string; bytes: number; used: number }[] = [];
    for (const name of await readdir(this.#options.folder)) {
      const path = join(this.#options.folder, name);
      if (ENTRY_NAME.test(name)) entries.push({ path, ...(await weigh(path)) });
      else if (/^\.(?:new|old)-/.test(name) && (await modified(path)) < spared) {
        await rm(path, { recursive: true, force: true }).catch(() => undefined);
      }
    }
    let total = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    const own = new Set(this.#own.map((key) => join(this.#options.folder, key)));
    for (const entry of entries.toSorted((a, b) => a.used - b.used)) {
      if (total <= this.#options.maxBytes) return;
      if (own.has(entry.path) || entry.used > spared) continue;
      await this.#remove(entry.path);
      total -= entry.bytes;
    }
  }

  /** Nobody else may have put code here, or be able to. */
  async #secureFolder(): Promise<void> {
    const { folder } = this.#options;
    let found: Stats;
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      found = await lstat(folder);
    } catch (error) {
      throw notWritable(folder, error);
    }
    if (process.getuid === undefined) return;
    if (!found.isDirectory() || found.uid !== process.getuid()) {
      throw new StudioError(
        "transpile-failed",
        `${folder} holds code that Vitrine runs, but it is not a folder of yours. Remove it, or choose another cache folder.`,
      );
    }
    if ((found.mode & 0o077) !== 0) await chmod(folder, 0o700);
  }
}

function parseManifest(text: string): Manifest | undefined {
  const value = JSON.parse(text) as Partial<Manifest> | null;
  if (value?.format !== CACHE_FORMAT || !Array.isArray(value.files) || !Array.isArray(value.warnings)) return undefined;
  const manifest = value as Manifest;
  const known = manifest.files.every((file) => typeof file.name === "string" && FILE_NAME.test(file.name));
  return known && manifest.files.some((file) => file.name === MODULE) ? manifest : undefined;
}

async function moveOrKeep(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    // There is one already; Windows says EPERM or EACCES for that.
    if (code !== "ENOTEMPTY" && code !== "EEXIST" && code !== "EPERM" && code !== "EACCES") throw error;
  }
}

/** Bytes in the folder, and when its manifest was last used. */
async function weigh(folder: string): Promise<{ bytes: number; used: number }> {
  const names = await readdir(folder).catch(() => []);
  const sizes = names.map(async (name) => (await lstat(join(folder, name)).catch(() => undefined))?.size ?? 0);
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  return { bytes, used: await modified(join(folder, MANIFEST)) };
}

async function modified(path: string): Promise<number> {
  return (await lstat(path).catch(() => undefined))?.mtimeMs ?? 0;
}

/** Off this thread for the large ones: a core module of 13 MB would hold up the studio for 10 ms and more. */
async function sha256(bytes: Uint8Array): Promise<string> {
  if (bytes.length < 256 * 1024) return createHash("sha256").update(bytes).digest("hex");
  const digest = await webcrypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Buffer.from(digest).toString("hex");
}

function notWritable(folder: string, cause: unknown): StudioError {
  if (cause instanceof StudioError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StudioError(
    "transpile-failed",
    `Transpiled code cannot be kept in ${folder}: ${reason}. Make the folder writable, or choose another cache folder.`,
    { cause, details: { folder } },
  );
}
