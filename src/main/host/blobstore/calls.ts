import { StudioError } from "../../../shared/errors.ts";
import type { VersionId } from "../../../shared/model.ts";
import { StorageError } from "../../state/storage-error.ts";
import type { HostContext } from "../context.ts";
import { WitError } from "../wit-error.ts";
import { type BlobstoreBackend, NoSuchBlob } from "./backend.ts";

/** One link governs all interfaces of the package, as on a 1.x host. */
const LINKED = "wasi:blobstore/blobstore";

/**
 * How the functions of wasi:blobstore reach their backend, and what its failures are to the guest. Each call asks for
 * the backend anew: a link name applies when a function is called, not when a container was opened.
 */
export class BlobstoreCalls {
  readonly #ctx: HostContext;

  constructor(ctx: HostContext) {
    this.#ctx = ctx;
  }

  backend(): BlobstoreBackend {
    return this.ask((backend) => backend);
  }

  ask<T>(body: (backend: BlobstoreBackend) => T): T {
    return this.attempt(() => body(this.#ctx.blobstore(LINKED)));
  }

  /** As `ask`, with the versions it wrote on the record of the running call. */
  write(body: (backend: BlobstoreBackend) => VersionId[]): void {
    this.#ctx.changed(this.ask(body));
  }

  /** @throws WitError with a text for what a store cannot do. */
  attempt<T>(body: () => T): T {
    try {
      return body();
    } catch (error) {
      const text = failureText(error);
      throw text === undefined ? error : new WitError<string>(text, { cause: error });
    }
  }
}

/** What a guest is told, `type error = string`. Undefined: this is no failure of a store. */
export function failureText(error: unknown): string | undefined {
  const known = error instanceof NoSuchBlob || error instanceof StorageError || error instanceof StudioError;
  return known ? error.message : undefined;
}

/** Seconds since the Unix epoch. */
export function timestamp(epochMs: number): bigint {
  return BigInt(Math.floor(epochMs / 1000));
}
