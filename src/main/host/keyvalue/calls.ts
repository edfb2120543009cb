import { StudioError } from "../../../shared/errors.ts";
import type { HostContext } from "../context.ts";
import type { IntegerRange, KeyvalueBackend } from "./backend.ts";
import { StorageError } from "../../state/storage-error.ts";
import { WitError } from "../wit-error.ts";

/**
 * What the functions of every version of wasi:keyvalue do, apart from their shapes. Each call asks for the backend
 * anew: a link name applies when a function is called, not when the bucket was opened.
 */

/** `variant error { no-such-store, access-denied, other(string) }` */
export type KeyvalueError = { readonly tag: "no-such-store" | "access-denied" } | OtherError;

export interface OtherError {
  readonly tag: "other";
  readonly val: string;
}

/** Components of 1.x read one page and ignore the cursor, so a page holds what they can reasonably have. */
export const PAGE_KEYS = 10_000;

export interface KeyPage {
  readonly keys: string[];
  /** How many keys come before the next page; undefined at the end. */
  readonly next: number | undefined;
}

export class KeyvalueCalls {
  readonly #ctx: HostContext;

  constructor(ctx: HostContext) {
    this.#ctx = ctx;
  }

  /** A bucket is its name: nothing else is asked, so that what cannot be used shows when it is used. */
  open(bucket: string): string {
    this.#admit("store", bucket);
    return bucket;
  }

  get(bucket: string, key: string): Uint8Array | undefined {
    return this.#ask("store", bucket, (backend) => backend.get(bucket, key));
  }

  set(bucket: string, key: string, value: Uint8Array): void {
    this.#write("store", bucket, (backend) => backend.set(bucket, [[key, value]], this.#ctx.writer()));
  }

  delete(bucket: string, key: string): void {
    this.#write("store", bucket, (backend) => backend.delete(bucket, [key], this.#ctx.writer()));
  }

  exists(bucket: string, key: string): boolean {
    return this.#ask("store", bucket, (backend) => backend.exists(bucket, key));
  }

  /** `offset`: past the end is an empty page. */
  listKeys(bucket: string, offset: bigint): KeyPage {
    // No bucket has that many keys, and a larger number would not be exact.
    if (offset > BigInt(Number.MAX_SAFE_INTEGER)) return { keys: [], next: undefined };
    const from = Number(offset);
    const { keys, more } = this.#ask("store", bucket, (backend) => backend.list(bucket, from, PAGE_KEYS));
    return { keys, next: more ? from + keys.length : undefined };
  }

  increment(bucket: string, key: string, delta: bigint, range: IntegerRange): bigint {
    const result = this.#ask("atomics", bucket, (backend) =>
      backend.increment(bucket, key, delta, range, this.#ctx.writer()),
    );
    switch (result.kind) {
      case "done":
        this.#ctx.changed([result.version]);
        return result.value;
      case "not-a-number":
        throw new WitError<KeyvalueError>(
          other(`the value of the key ${JSON.stringify(key)} is not a decimal number (${range})`),
        );
      case "overflow":
        throw new WitError<KeyvalueError>(other(`overflow incrementing value: the sum is not a ${range}`));
    }
  }

  getMany(bucket: string, keys: readonly string[]): (Uint8Array | undefined)[] {
    return this.#ask("batch", bucket, (backend) => backend.getMany(bucket, keys));
  }

  setMany(bucket: string, entries: readonly (readonly [string, Uint8Array])[]): void {
    this.#write("batch", bucket, (backend) => backend.set(bucket, entries, this.#ctx.writer()));
  }

  deleteMany(bucket: string, keys: readonly string[]): void {
    this.#write("batch", bucket, (backend) => backend.delete(bucket, keys, this.#ctx.writer()));
  }

  current(bucket: string, key: string): ReturnType<KeyvalueBackend["current"]> {
    return this.#ask("atomics", bucket, (backend) => backend.current(bucket, key));
  }

  /** False: the current version is not `expected`. */
  swap(bucket: string, key: string, value: Uint8Array, expected: number): boolean {
    const version = this.#ask("atomics", bucket, (backend) =>
      backend.swap(bucket, key, value, expected, this.#ctx.writer()),
    );
    if (version !== undefined) this.#ctx.changed([version]);
    return version !== undefined;
  }

  #write(name: string, bucket: string, body: (backend: KeyvalueBackend) => number[]): void {
    this.#ctx.changed(this.#ask(name, bucket, body));
  }

  #ask<T>(name: string, bucket: string, body: (backend: KeyvalueBackend) => T): T {
    this.#admit(name, bucket);
    try {
      // A worker opens its store at the first call, which can fail in the same ways as using it.
      return body(this.#ctx.keyvalue(`wasi:keyvalue/${name}`));
    } catch (error) {
      if (error instanceof StorageError || error instanceof StudioError)
        throw new WitError<KeyvalueError>(other(error.message), { cause: error });
      throw error;
    }
  }

  /** Asked with every call: a handle may have been opened through another link. */
  #admit(name: string, bucket: string): void {
    const tag = this.#ctx.bucketRefusal(`wasi:keyvalue/${name}`, bucket);
    if (tag !== undefined) throw new WitError<KeyvalueError>({ tag });
  }
}

export function other(text: string): OtherError {
  return { tag: "other", val: text };
}
