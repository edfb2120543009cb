/** A fault of the environment while the store was used: disk full, locked for too long, not readable. */
export class StorageError extends Error {
  override readonly name = "StorageError";
}

/** SQLite's primary result codes that no program can prevent, in words a person understands. */
const SQLITE_FAULTS: Readonly<Record<number, string>> = {
  5: "the store was locked by others for too long",
  6: "the store was locked by others for too long",
  8: "the store cannot be written",
  10: "the disk failed while the store was used",
  11: "the store is damaged",
  13: "the disk is full",
  14: "the store's file cannot be opened",
  18: "the value or the key is too large for the store",
  26: "the store's file is not a database",
};

/** What is thrown in place of `error`: a `StorageError` for the environment's faults, else the error itself. */
export function asStorageError(error: unknown): Error {
  if (error instanceof StorageError) return error;
  if (!(error instanceof Error)) return new Error(String(error));
  const code = sqliteCode(error);
  const known = code === undefined ? undefined : SQLITE_FAULTS[code];
  if (known !== undefined) return new StorageError(known, { cause: error });
  if (systemCode(error) === "ENOSPC") return new StorageError("the disk is full", { cause: error });
  if (isSystemError(error))
    return new StorageError(`the store's files cannot be used (${error.code})`, { cause: error });
  return error;
}

/** SQLite's primary result code, where the error is one of SQLite. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  return error.errcode & 0xff;
}

export function isSystemError(error: unknown): error is Error & { code: string; syscall: string } {
  return error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string";
}

export function systemCode(error: unknown): string | undefined {
  return isSystemError(error) ? error.code : undefined;
}
