import type { HostModule, Waitable } from "../context.ts";

/** Where the bytes of an input-stream come from. Never blocks: waiting is the stream's business. */
export interface InputSource extends Waitable {
  /** Up to `max` bytes that are there now, possibly none. */
  take(max: number): Uint8Array;
  /** Set once every byte was taken: `closed`, or the text of a failure. */
  end(): StreamEnd | undefined;
  /** The guest dropped the stream. */
  dispose(): void;
}

/** Where the bytes of an output-stream go. Never blocks. `ready` (of `Waitable`): permit above 0, or an end. */
export interface OutputSink extends Waitable {
  /** Bytes it takes now. */
  permit(): number;
  /** At most the permit. The bytes are the caller's again afterwards. */
  write(bytes: Uint8Array): void;
  /** Starts a flush. */
  flush(): void;
  /** No flush is under way. */
  flushed(): boolean;
  /** Set when nothing more can be written. */
  end(): StreamEnd | undefined;
  /** The guest dropped the stream: for bodies this is the end of what was written. */
  dispose(): void;
}

export type StreamEnd = { readonly kind: "closed" } | { readonly kind: "failed"; readonly text: string };

/** Structural faces of the resource classes; the classes themselves are made once per context. */
export interface Pollable extends Waitable {
  block(): void;
}
export interface InputStream {
  subscribe(): Pollable;
}
export interface OutputStream {
  subscribe(): Pollable;
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
  error(text: string): IoError;
  /** The text of an error made here; for http's `http-error-code` and logs. */
  isError(value: unknown): value is IoError;
  /**
   * Parent and child handles: dropping (`[Symbol.dispose]`) a parent with live children traps "resource has children".
   */
  adopt(parent: object, child: object): void;
  /** A child was dropped or handed back. */
  release(child: object): void;
  hasChildren(parent: object): boolean;
}
