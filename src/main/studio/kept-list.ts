/** What a person keeps beyond the journal: a short list in a file of the state folder, for nobody else to read. */
import { randomUUID } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { StudioError } from "../../shared/errors.ts";

/** A file that came with a folder is read only up to here. */
const MAX_FILE_BYTES = 32 * 1024 * 1024;

export interface KeptListOptions<T> {
  /** Exists already. */
  readonly stateFolder: string;
  readonly name: string;
  readonly maxItems: number;
  /** Undefined: it is none of ours, and left out. */
  readonly parse: (raw: unknown) => T | undefined;
  readonly format: (item: T) => unknown;
  readonly onChange: (items: readonly T[]) => void;
}

export class KeptList<T> {
  readonly #options: KeptListOptions<T>;
  readonly #file: string;
  #items: readonly T[];

  constructor(options: KeptListOptions<T>) {
    this.#options = options;
    this.#file = join(options.stateFolder, options.name);
    this.#items = readItems(this.#file)
      .flatMap((raw) => options.parse(raw) ?? [])
      .slice(0, options.maxItems);
  }

  get items(): readonly T[] {
    return this.#items;
  }

  /** Replaces them all at once. @throws StudioError `store-not-writable`, and then they stay as they are */
  write(items: readonly T[]): void {
    const unfinished = `${this.#file}.${randomUUID()}`;
    try {
      const text = `${JSON.stringify(items.map(this.#options.format))}\n`;
      writeFileSync(unfinished, text, { flag: "wx", mode: 0o600 });
      renameSync(unfinished, this.#file);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new StudioError(
        "store-not-writable",
        `${this.#file} cannot be written: ${why}. Make room on the disk, or its folder writable, and try again.`,
        { cause: error },
      );
    }
    this.#items = items;
    this.#options.onChange(items);
  }
}

/** Nothing for a file that is missing, damaged or a link: it is a convenience, and may have come with a folder. */
function readItems(file: string): readonly unknown[] {
  let fd: number;
  try {
    fd = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch {
    return [];
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile() || stat.size > MAX_FILE_BYTES) return [];
    const parsed: unknown = JSON.parse(readFileSync(fd, "utf8"));
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  } finally {
    closeSync(fd);
  }
}
