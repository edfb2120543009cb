import type { ObjectBody } from "./blobstore-backend.ts";
import type { ContentWriter } from "./content-writer.ts";
import type { ContentFolder } from "./content.ts";
import { MAX_INLINE_BYTES } from "./ledger.ts";
import { asStorageError } from "./storage-error.ts";

/** A sealed body: small bytes in memory, larger ones in a file that has no name yet. */
export type SealedBody =
  | { readonly size: number; readonly bytes: Uint8Array; readonly file?: undefined }
  | { readonly size: number; readonly file: ContentWriter; readonly digest: string };

/** A body in memory until it is larger than a version row may hold, then in a file; the memory it takes is bounded. */
export class LocalBody implements ObjectBody {
  readonly #content: ContentFolder;
  #buffer = new Uint8Array(0);
  #size = 0;
  #file: ContentWriter | undefined;

  constructor(content: ContentFolder) {
    this.#content = content;
  }

  get size(): number {
    return this.#size;
  }

  write(bytes: Uint8Array): void {
    try {
      if (this.#file === undefined && this.#size + bytes.length > MAX_INLINE_BYTES) this.#spill();
      if (this.#file === undefined) this.#append(bytes);
      else this.#file.write(bytes);
      this.#size += bytes.length;
    } catch (error) {
      throw asStorageError(error);
    }
  }

  seal(): SealedBody {
    const file = this.#file;
    const size = this.#size;
    return file === undefined ? { size, bytes: this.#buffer.subarray(0, size) } : { size, file, digest: file.seal() };
  }

  [Symbol.dispose](): void {
    this.#buffer = new Uint8Array(0);
    this.#file?.[Symbol.dispose]();
  }

  #spill(): void {
    const file = this.#content.writer();
    this.#file = file;
    file.write(this.#buffer.subarray(0, this.#size));
    this.#buffer = new Uint8Array(0);
  }

  #append(bytes: Uint8Array): void {
    const size = this.#size + bytes.length;
    if (size > this.#buffer.length) {
      const grown = new Uint8Array(Math.min(MAX_INLINE_BYTES, Math.max(size, this.#buffer.length * 2)));
      grown.set(this.#buffer.subarray(0, this.#size));
      this.#buffer = grown;
    }
    this.#buffer.set(bytes, this.#size);
  }
}
