import type { IoError } from "./modules.ts";

export type MakeError = (text: string, cause?: unknown) => IoError;

export interface ErrorModule {
  readonly module: { readonly Error: abstract new (...args: never[]) => IoError };
  readonly make: MakeError;
  readonly isError: (value: unknown) => value is IoError;
  readonly textOf: (error: IoError) => string;
  readonly causeOf: (error: IoError) => unknown;
}

/** `wasi:io/error` */
export function createError(): ErrorModule {
  const failures = new WeakMap<object, { readonly text: string; readonly cause: unknown }>();

  class StreamFailure implements IoError {
    constructor(text: string, cause: unknown) {
      failures.set(this, { text, cause });
    }

    /** `to-debug-string: func() -> string` */
    toDebugString(): string {
      return failures.get(this)?.text ?? "";
    }
  }

  return {
    module: { Error: StreamFailure },
    make: (text, cause) => new StreamFailure(text, cause),
    isError: (value): value is IoError => value instanceof StreamFailure,
    textOf: (error) => failures.get(error)?.text ?? "",
    causeOf: (error) => failures.get(error)?.cause,
  };
}
