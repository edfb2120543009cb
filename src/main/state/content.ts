import { hash, randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

import { ContentWriter } from "./content-writer.ts";
import { StorageError, systemCode } from "./storage-error.ts";

const DIGEST = /^[0-9a-f]{64}$/;
const UNFINISHED = ".tmp";
const COMPARED_BYTES = 256 * 1024;

/** Links are not followed, and a planted pipe must not block the guest. Windows has neither flag. */
const READ_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Bytes of large values: immutable files named by SHA-256. A file is complete from the moment it has its name. Nobody
 * deletes one without the store's write lock, so a version may name any file seen under that lock.
 */
export class ContentFolder {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes sure the bytes are in a file; returns its digest. */
  put(bytes: Uint8Array): string {
    const digest = hash("sha256", bytes);
    this.ensure(digest, bytes);
    return digest;
  }

  /** As `put`, for bytes whose digest is known. */
  ensure(digest: string, bytes: Uint8Array): void {
    const there = this.read(digest);
    // The bytes are compared because a folder from elsewhere may lie about its digests.
    if (there === undefined || Buffer.compare(there, bytes) !== 0) this.#write(digest, bytes);
  }

  /** A file for bytes that come in parts; `keep` gives it its name. */
  writer(): ContentWriter {
    return new ContentWriter(this.#unfinished());
  }

  /** Does the file of this digest hold what the writer wrote? See `ensure` for why it is not believed. */
  holds(digest: string, written: ContentWriter): boolean {
    const fd = openSync(written.path, READ_FLAGS);
    try {
      const { size } = fstatSync(fd);
      if (statSync(this.#path(digest), { throwIfNoEntry: false })?.size !== size) return false;
      const part = new Uint8Array(COMPARED_BYTES);
      for (let at = 0; at < size;) {
        const count = readSync(fd, part, 0, part.length, at);
        const there = this.readRange(digest, at, count);
        if (count === 0 || there === undefined || Buffer.compare(there, part.subarray(0, count)) !== 0) return false;
        at += count;
      }
      return true;
    } finally {
      closeSync(fd);
    }
  }

  /**
   * Makes sure what was written is in the file of its digest. Under the write lock, so that it is not swept away before
   * a version names it. `held`: what `holds` said a moment ago.
   */
  keep(digest: string, written: ContentWriter, held: boolean): void {
    if (!held || !this.has(digest)) written.moveTo(this.#path(digest));
  }

  has(digest: string): boolean {
    return DIGEST.test(digest) && statSync(this.#path(digest), { throwIfNoEntry: false }) !== undefined;
  }

  /** Undefined: there is no such file. */
  read(digest: string): Uint8Array | undefined {
    return this.readRange(digest, 0, Number.POSITIVE_INFINITY);
  }

  /** What there is of `length` bytes from `offset`. Undefined: there is no such file. */
  readRange(digest: string, offset: number, length: number): Uint8Array | undefined {
    if (!DIGEST.test(digest)) throw new StorageError("a content file's name in the store is not a digest");
    const fd = this.#open(digest);
    if (fd === undefined) return undefined;
    try {
      const found = fstatSync(fd);
      if (!found.isFile()) throw new StorageError(`content/${digest} is not a file`);
      const bytes = new Uint8Array(Math.max(0, Math.min(length, found.size - offset)));
      let done = 0;
      while (done < bytes.length) {
        const count = readSync(fd, bytes, done, bytes.length - done, offset + done);
        if (count === 0) throw new StorageError(`content/${digest} was cut short`);
        done += count;
      }
      return bytes;
    } finally {
      closeSync(fd);
    }
  }

  remove(digest: string): void {
    rmSync(this.#path(digest), { force: true });
  }

  /** The digests that have a file. */
  digests(): string[] {
    return readdirSync(this.#folder).filter((name) => DIGEST.test(name));
  }

  /** Removes what a killed process left half written before `epochMs`. */
  removeUnfinished(epochMs: number): void {
    for (const name of readdirSync(this.#folder)) {
      if (!name.endsWith(UNFINISHED)) continue;
      const path = join(this.#folder, name);
      const found = lstatSync(path, { throwIfNoEntry: false });
      // In a folder from elsewhere it may be anything.
      if (found !== undefined && found.mtimeMs < epochMs) rmSync(path, { force: true, recursive: true });
    }
  }

  #open(digest: string): number | undefined {
    try {
      return openSync(this.#path(digest), READ_FLAGS);
    } catch (error) {
      const code = systemCode(error);
      if (code === "ENOENT") return undefined;
      if (code === "ELOOP" || code === "EMLINK") {
        throw new StorageError(`content/${digest} is a link, and no links are followed here`, { cause: error });
      }
      throw error;
    }
  }

  #write(digest: string, bytes: Uint8Array): void {
    const unfinished = this.#unfinished();
    try {
      const fd = openSync(unfinished, "wx", 0o600);
      try {
        for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
      } finally {
        closeSync(fd);
      }
      renameSync(unfinished, this.#path(digest));
    } catch (error) {
      rmSync(unfinished, { force: true });
      throw error;
    }
  }

  #unfinished(): string {
    return join(this.#folder, `${randomBytes(12).toString("hex")}${UNFINISHED}`);
  }

  #path(digest: string): string {
    return join(this.#folder, digest);
  }
}
