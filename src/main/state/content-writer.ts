import { createHash } from "node:crypto";
import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";

import { StorageError } from "./storage-error.ts";

/**
 * A content file while it is written: its digest is known once it is sealed, and only then does it get its name. Until
 * somebody keeps it, it is its owner's, and `[Symbol.dispose]` removes it.
 */
export class ContentWriter implements Disposable {
  readonly path: string;
  readonly #hash = createHash("sha256");
  #fd: number | undefined;
  #digest: string | undefined;
  #present = true;

  constructor(path: string) {
    this.path = path;
    this.#fd = openSync(path, "wx", 0o600);
  }

  write(bytes: Uint8Array): void {
    if (this.#fd === undefined) throw new StorageError("a content file was written to after its end");
    for (let done = 0; done < bytes.length;) done += writeSync(this.#fd, bytes, done);
    this.#hash.update(bytes);
  }

  /** Ends it; returns the SHA-256 of what was written. */
  seal(): string {
    this.#close();
    return (this.#digest ??= this.#hash.digest("hex"));
  }

  /** Gives it its name, over what may stand there. */
  moveTo(path: string): void {
    renameSync(this.path, path);
    this.#present = false;
  }

  [Symbol.dispose](): void {
    this.#close();
    if (this.#present) rmSync(this.path, { force: true });
    this.#present = false;
  }

  #close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}
