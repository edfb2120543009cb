/** Whose doing an error is: decides the tone of the message and the exit code of the command line. */
export type Blame = "user" | "guest" | "environment" | "vitrine";

/**
 * Every error a person can act on. Closed on purpose: a new code gets a line here, a blame, and a test that causes it.
 */
const codes = {
  /** The path given names nothing that exists. */
  "project-not-found": "user",
  /** `vitrine.jsonc` does not parse or does not fit its schema; details carry line and column. */
  "manifest-invalid": "user",
  /** The artefact is not a component: not wasm, a core module, a WIT package, truncated. */
  "component-invalid": "user",
  /** There is a project file already, and nothing of it is overwritten. */
  "manifest-exists": "user",
  /** The named component is not part of the project. */
  "component-not-found": "user",
  /** jco could not transpile the component, or failed inside. */
  "transpile-failed": "environment",
  /** Nobody offers an import, and the project refuses to go on without. */
  "import-unsatisfied": "user",
  /** No build of this component has linked yet. */
  "component-not-ready": "user",
  /** No such export, or several fit. */
  "export-not-found": "user",
  /** JSON arguments do not fit the WIT types; details carry the path and the expected type. */
  "arguments-invalid": "user",
  /** The function takes or returns something JSON cannot carry (a resource). */
  "arguments-unsupported": "user",
  /** The guest ended in a trap. */
  "guest-trapped": "guest",
  /** The guest used its time. */
  "guest-timed-out": "guest",
  /** Somebody ended the invocation before it was done. */
  "invocation-aborted": "user",
  /** The worker that ran the instance died. */
  "instance-lost": "environment",
  /** Nobody said yet that commands of this folder may be run. */
  "folder-not-trusted": "user",
  /** A path in the project leads outside of it. */
  "path-outside-project": "user",
  /** Another studio hosts this project. */
  "store-locked": "environment",
  /** The store was written by a newer Vitrine. */
  "store-newer": "user",
  /** The store is damaged or was tampered with. */
  "store-damaged": "environment",
  /** The folder for state cannot be written. */
  "store-not-writable": "environment",
  /** The bucket or the key does not exist, or changed since it was read. */
  "state-not-found": "user",
  /** The value changed since the person read it. */
  "state-conflict": "user",
  /** No secret of that name is declared, or its value is not to be had. */
  "secret-not-found": "user",
  /** A port is taken and the project forbids taking the next one. */
  "port-in-use": "environment",
  /** The address to listen on is not one of this machine. */
  "address-unavailable": "user",
  /** The command line was used wrongly. */
  usage: "user",
  /** The method is unknown or its input has the wrong shape: ours, or somebody probing the port. */
  "request-invalid": "vitrine",
  /** The studio is gone: the window may offer to restart it. */
  "studio-lost": "environment",
} as const satisfies Record<string, Blame>;

export type ErrorCode = keyof typeof codes;

/** Plain data that crosses the wire in place of an Error. */
export interface ErrorView {
  readonly code: ErrorCode | "internal";
  /** What happened, where, and what to do next. */
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface StudioErrorOptions {
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An error a person can act on; anything else that is thrown is a fault of ours. */
export class StudioError extends Error {
  override readonly name = "StudioError";
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: StudioErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }

  get blame(): Blame {
    return codes[this.code];
  }
}

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(codes, code);
}

/** The wire form of whatever was thrown. A fault keeps its message but no stack. */
export function toErrorView(error: unknown): ErrorView {
  if (error instanceof StudioError) {
    return { code: error.code, message: error.message, details: error.details };
  }
  return { code: "internal", message: error instanceof Error ? error.message : String(error) };
}

/** The Error for a wire form: a `StudioError` where the code is known. */
export function fromErrorView(view: ErrorView): Error {
  if (view.code !== "internal" && isErrorCode(view.code)) {
    return new StudioError(view.code, view.message, view.details === undefined ? {} : { details: view.details });
  }
  return new Error(view.message);
}
