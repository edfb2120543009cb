import type { Answer } from "./desk.ts";
import type { ErrorView } from "./errors.ts";

/** What the shell and the process that runs one project's studio say to each other. */
export type ToStudioProcess =
  /** Comes first, once: which project to open. Without a path the process offers its self-test instead. */
  | { readonly t: "open"; readonly project?: string }
  /** Carries one port: a window's connection. */
  | { readonly t: "attach"; readonly nonce: string }
  /** Start the loopback server: the window could not be reached over its port. */
  | { readonly t: "serve" }
  | { readonly t: "ping"; readonly n: number }
  /** Needs no project, and nothing else is asked of this process: one method of `DeskApi`. */
  | { readonly t: "ask"; readonly method: string; readonly args: readonly unknown[] }
  | { readonly t: "shutdown" };

export type FromStudioProcess =
  | { readonly t: "opened" }
  /** The project cannot be opened; nothing follows but the end, which the shell brings about. */
  | { readonly t: "failed"; readonly error: ErrorView }
  /** The first message came through the port of this nonce: the hand-over worked. */
  | { readonly t: "acknowledged"; readonly nonce: string }
  | { readonly t: "serving"; readonly url: string }
  | { readonly t: "pong"; readonly n: number }
  /** To `ask`. */
  | { readonly t: "answered"; readonly answer: Answer<unknown> };

/** Methods of the service that answers a window's port during `--self-test`. */
export interface SelfTestApi {
  /** Sends the bytes back. */
  echo(bytes: Uint8Array): Promise<Uint8Array>;
  facts(): Promise<SelfTestFacts>;
}

export interface SelfTestFacts {
  readonly node: string;
  readonly v8: string;
  /** Round trip through an in-memory database. */
  readonly sqlite: boolean;
  /** Can wasm suspend on a promise in a worker? */
  readonly suspending: boolean;
  /** How many memories of wasm the process can have at a time, counted up to 256. */
  readonly memories: number;
  /** From `terminate()` to the end of a worker that loops in wasm. */
  readonly killMs: number;
  /** What the counter example answered: `200 {"count":1}`, or why it did not. */
  readonly answer: string;
  readonly answerMs: number;
}
