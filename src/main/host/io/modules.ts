import type { HostModule, Waitable } from "../context.ts";

/** Where the bytes of an input-stream come from. Never blocks: waiting is the stream's business. */
export interface InputSource extends Waitable {
  /** What a record shows of the stream: `stdin`, `request body`. */
  readonly label?: string;
  /** Up to `max` bytes that are there now, possibly none. */
  take(max: number): Uint8Array;
  /** Set once every byte was taken: `closed`, or the text of a failure. */
  end(): StreamEnd | undefined;
  /** The guest dropped the stream, or its instance ended. Called once. */
  dispose(): void;
}

/** Where the bytes of an output-stream go. Never blocks. `ready` (of `Waitable`): permit above 0, or an end. */
export interface OutputSink extends Waitable {
  /** What a record shows of the stream: `stdout`, `response body`. */
  readonly label?: string;
  /** Bytes it takes now. It must not fall by itself: what was permitted once may be written later. */
  permit(): number;
  /** At most the permit. The bytes are the caller's again afterwards. */
  write(bytes: Uint8Array): void;
  /** Starts a flush. */
  flush(): void;
  /** No flush is under way. */
  flushed(): boolean;
  /** Set when nothing more can be written. */
  end(): StreamEnd | undefined;
  /**
   * The guest dropped the stream: for bodies this is the end of what was written. Called once, and not when the
   * instance ends with the stream alive: whoever made the sink then knows what an unfinished one means.
   */
  dispose(): void;
}

/** `cause` is for the package that made the stream: `errorCause` gives it back, for `http-error-code`. */
export type StreamEnd =
  | { readonly kind: "closed" }
  | { readonly kind: "failed"; readonly text: string; readonly cause?: unknown };

/**
 * Structural faces of the resource classes; the classes themselves are made once per context. Their methods are the
 * guest's: called from the host they would be recorded as the guest's calls.
 */
export interface Pollable {
  ready(): boolean;
  block(): void;
  [Symbol.dispose](): void;
}
export interface InputStream {
  subscribe(): Pollable;
  [Symbol.dispose](): void;
}
export interface OutputStream {
  subscribe(): Pollable;
  [Symbol.dispose](): void;
}
export interface IoError {
  toDebugString(): string;
}

/** The one set of wasi:io classes of a context; every package that streams makes its streams here. */
export interface IoModules {
  /** Keyed `error`, `poll`, `streams`, as `HostPackage.create` returns them. */
  readonly modules: Readonly<Record<"error" | "poll" | "streams", HostModule>>;
  /** A fresh pollable; dropping `parent` while it lives traps, as "resource has children". */
  pollable(source: Waitable, parent?: object): Pollable;
  inputStream(source: InputSource): InputStream;
  outputStream(sink: OutputSink): OutputStream;
  error(text: string, cause?: unknown): IoError;
  /** Was it made here, by `error` or by a stream that failed? */
  isError(value: unknown): value is IoError;
  /** The text of an error made here, without a call of its recorded method; for http's `http-error-code` and logs. */
  errorText(error: IoError): string;
  /** The cause it was made with. */
  errorCause(error: IoError): unknown;
  /**
   * Parent and child handles: dropping (`[Symbol.dispose]`) a parent with live children traps "resource has children".
   * A child has one parent; adopting it again moves it. Pollables and streams release themselves when they are dropped.
   */
  adopt(parent: object, child: object): void;
  /** A child was dropped or handed back. */
  release(child: object): void;
  hasChildren(parent: object): boolean;
  /** What `[Symbol.dispose]` of a resource begins with: traps when children of it live, else releases it. */
  drop(resource: object): void;
}
