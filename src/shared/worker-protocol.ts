import type { InvocationId, Outcome, TrapKind } from "./model.ts";
import type { RecordTables } from "./record.ts";
import type { RingMemory } from "./ring.ts";

/**
 * Studio and guest worker. The studio posts to the worker's port and then bumps the wake word; a waiting guest wakes,
 * drains the port and looks again. Records do not travel here but through the ring.
 */

/** One component build as a worker makes instances of it. */
export interface GuestPart {
  readonly component: string;
  readonly build: string;
  /** File URL of the transpiled module. */
  readonly moduleUrl: string;
  /** Core modules, compiled once by the studio; the transpiled code asks for them by name. */
  readonly coreModules: readonly (readonly [string, WebAssembly.Module])[];
  readonly imports: readonly PlannedImport[];
  readonly links: readonly PlannedLink[];
  readonly env: readonly (readonly [string, string])[];
  readonly args: readonly string[];
  /** What wasi:config answers. */
  readonly config: readonly (readonly [string, string])[];
  /** Bytes that a core memory may grow to: explains a trap after growth was refused. */
  readonly memoryMaxBytes: number;
}

/** Everything a worker needs to make instances of one build. Comes first; a worker may have started before it is known. */
export interface WorkerBoot extends GuestPart {
  /** Builds that this one calls, directly or through others; `PlannedTarget.part` counts them from 1. */
  readonly parts: readonly GuestPart[];
  /** Calls from component to component that may wait for each other. */
  readonly depth: number;
  readonly tables: RecordTables;
  readonly state: StateLocation;
  readonly instances: "per-call" | "reuse";
  /** The initialisation of this build was seen to call nothing but what `mayCallAhead` allows. */
  readonly prepareAhead: boolean;
  readonly secrets: WorkerSecrets;
  readonly memory: RingMemory;
}

export interface StateLocation {
  /** The folder with `state.sqlite`. */
  readonly folder: string;
  readonly networkFileSystem: boolean;
}

/** What a worker knows of the secrets of its project: values travel this way alone, nothing that is recorded has them. */
export interface WorkerSecrets {
  /** All that are declared. */
  readonly declared: readonly WorkerSecret[];
  /** Names that each component may get. */
  readonly granted: readonly (readonly [component: string, names: readonly string[]])[];
  /** What is masked in records, former values included. */
  readonly known: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Header fields whose values no record shows, in lower case. */
  readonly maskedHeaders: readonly string[];
}

/** What wasi:config answers each component. */
export type WorkerConfigs = readonly (readonly [
  component: string,
  values: readonly (readonly [key: string, value: string])[],
])[];

export interface WorkerSecret {
  readonly name: string;
  /** As the audit names it. */
  readonly source: string;
  readonly value?: string | Uint8Array;
  /** Of one that is there, but cannot be taken as a value. */
  readonly why?: string;
}

/** What satisfies one import of the component. */
export interface PlannedImport {
  /** As WIT prints it. */
  readonly name: string;
  /** The key that the transpiled code reads in its import object. */
  readonly key: string;
  /** `wasi:keyvalue` and the module in it; absent: nobody offers it, every call of it traps with its name. */
  readonly offer?: { readonly package: string; readonly module: string };
  /** Other components that answer it, by link name. They go before the offer. */
  readonly targets?: readonly PlannedTarget[];
  readonly functions: readonly PlannedFunction[];
  /** Classes the transpiled code expects although no function of them is imported. */
  readonly resources: readonly string[];
}

export interface PlannedFunction {
  /** Index into `RecordTables.functions`. */
  readonly fn: number;
  readonly kind: "function" | "method" | "static" | "constructor";
  /** Class in the host module for all but plain functions: `Bucket`. */
  readonly resource?: string;
  /** Member name in the host module or class: `listKeys`. */
  readonly member: string;
  /** What the project file says instead of a call: a value as jco's code takes it, or why it traps. */
  readonly stub?: PlannedStub;
}

export type PlannedStub =
  | { readonly kind: "return"; readonly value: unknown }
  /** The `err` of its result. */
  | { readonly kind: "error"; readonly payload: unknown }
  | { readonly kind: "trap"; readonly text: string };

/** (import, link name) → an export of another component. */
export interface PlannedTarget {
  readonly name: string;
  readonly component: string;
  readonly answer:
    /** `part`: 0 is the build of the worker, others are its `parts`; `interface`: key in the exports of jco's code. */
    | { readonly part: number; readonly interface: string }
    /** Why it cannot be called, and what to do. */
    | { readonly refused: string };
}

/** (interface, link name) → backend. */
export interface PlannedLink {
  /** `wasi:keyvalue/store`, without a version. */
  readonly interface: string;
  readonly name: string;
  readonly backend: string;
  /** `component`: `backend` is the name of one; the `targets` of the imports say which export. */
  readonly kind: "keyvalue" | "blobstore" | "messaging" | "component";
  readonly persist: boolean;
  /** Renames of buckets: what the guest says → what is stored. */
  readonly buckets: readonly (readonly [string, string])[];
  /** Of keyvalue. Absent: a bucket comes to be when it is named. */
  readonly closed?: ClosedList;
  /** Index into `RecordTables.links`. */
  readonly link: number;
}

/** Which buckets a component may open, as it says them. */
export interface ClosedList {
  /** There are none but those that the backend lists. */
  readonly onlyListed: boolean;
  /** What the link of this component allows; absent: all that there are. */
  readonly allowed?: readonly string[];
}

/** A bucket that the project keeps from a component. */
export interface RefusedBucket {
  readonly component: string;
  readonly backend: string;
  readonly bucket: string;
  /** As `error` of wasi:keyvalue/store says it. */
  readonly why: "no-such-store" | "access-denied";
}

export type ToWorker =
  | { readonly t: "boot"; readonly boot: WorkerBoot }
  /** Instances of this build may be made before an invocation needs them. Comes between invocations. */
  | { readonly t: "prepare" }
  /** From now on these hold. */
  | { readonly t: "secrets"; readonly secrets: WorkerSecrets }
  | { readonly t: "configs"; readonly configs: WorkerConfigs }
  | { readonly t: "invoke"; readonly id: InvocationId; readonly startedAt: number; readonly task: InvocationTask }
  /** For the trigger-specific part of the host (`Pipes.onMessage`). */
  | { readonly t: "message"; readonly id: InvocationId; readonly message: unknown }
  /** How an outgoing request was answered; once for each. */
  | { readonly t: "outgoing"; readonly call: number; readonly answer: OutgoingAnswer }
  /** What became of a message that the guest published or requested with; once for each. */
  | { readonly t: "messaging"; readonly call: number; readonly answer: MessagingAnswer }
  | { readonly t: "bytes"; readonly pipe: number; readonly bytes: Uint8Array }
  | { readonly t: "end"; readonly pipe: number; readonly end: PipeEndMessage }
  /** `total` bytes of the pipe have been taken by the studio so far. */
  | { readonly t: "taken"; readonly pipe: number; readonly total: number }
  /** The reader in the studio went away. */
  | { readonly t: "closed"; readonly pipe: number; readonly reason: string };

export type FromWorker =
  | { readonly t: "ready" }
  /** The module could not be loaded or the first instance failed: the build does not link. */
  | { readonly t: "broken"; readonly reason: string }
  | { readonly t: "message"; readonly id: InvocationId; readonly message: unknown }
  /**
   * The guest makes an HTTP request. `call` is never used twice on a worker; with a minus before it, it names the pipes
   * of the call: the request body out of the guest, where there is one, and the response body into it.
   */
  | {
      readonly t: "outgoing";
      readonly id: InvocationId;
      readonly call: number;
      readonly request: OutgoingHead;
      /** Who asks, where it is a component that the invocation's own called. */
      readonly component?: string;
    }
  /** Nobody wants its answer any more. */
  | { readonly t: "outgoing-dropped"; readonly id: InvocationId; readonly call: number }
  /** The guest publishes or requests. `call` is never used twice on a worker. */
  | { readonly t: "messaging"; readonly id: InvocationId; readonly call: number; readonly request: MessagingRequest }
  | { readonly t: "bytes"; readonly pipe: number; readonly bytes: Uint8Array }
  | { readonly t: "end"; readonly pipe: number; readonly end: PipeEndMessage }
  | { readonly t: "taken"; readonly pipe: number; readonly total: number }
  | { readonly t: "closed"; readonly pipe: number; readonly reason: string }
  /** There is something in the outbox. */
  | { readonly t: "look" }
  /** The audit has new rows; `fault`: one could not be written. */
  | { readonly t: "audited"; readonly fault?: string }
  /** A component asked for a bucket that it may not have; each is told once by a worker. */
  | ({ readonly t: "bucket-refused" } & RefusedBucket)
  | { readonly t: "done"; readonly id: InvocationId; readonly result: InvocationResult };

/** `code`: what the guest is told, where HTTP knows a better word than "terminated". */
export type PipeEndMessage =
  | { readonly kind: "finished"; readonly value: unknown }
  | { readonly kind: "failed"; readonly reason: string; readonly code?: HttpErrorCode };

/** A case of `error-code` of `wasi:http/types`, as the transpiled code carries it. */
export interface HttpErrorCode {
  readonly tag: string;
  readonly val?: unknown;
}

/** Requests of one invocation that may be under way together: each holds a connection. */
export const MAX_OUTGOING_CALLS = 256;

/** A request that a guest makes. */
export interface OutgoingHead {
  readonly method: string;
  readonly scheme: "http" | "https";
  /** Host and port as the guest named them. */
  readonly authority: string;
  readonly pathWithQuery: string;
  /** Values are bytes in latin-1. */
  readonly headers: readonly (readonly [string, string])[];
  readonly hasBody: boolean;
  /** Milliseconds; absent: the host's own. */
  readonly timeouts: { readonly connectMs?: number; readonly firstByteMs?: number; readonly betweenBytesMs?: number };
}

export type OutgoingAnswer =
  | { readonly tag: "ok"; readonly status: number; readonly headers: readonly (readonly [string, string])[] }
  | { readonly tag: "err"; readonly error: HttpErrorCode };

/** `broker-message` of `wasmcloud:messaging/types`, as the transpiled code carries it. */
export interface BrokerMessage {
  readonly subject: string;
  readonly body: Uint8Array;
  readonly replyTo?: string | undefined;
}

/** What a guest wants of the broker behind `backend`. */
export type MessagingRequest = {
  /** Who asks, where it is a component that the invocation's own called. */
  readonly component?: string;
} & (
  | { readonly kind: "publish"; readonly backend: string; readonly message: BrokerMessage }
  | {
      readonly kind: "request";
      readonly backend: string;
      readonly subject: string;
      readonly body: Uint8Array;
      readonly timeoutMs: number;
    }
);

/** Published: without a message. Of a request: the reply. */
export type MessagingAnswer =
  | { readonly tag: "ok"; readonly message?: BrokerMessage }
  | { readonly tag: "err"; readonly error: string };

/** What the worker does with a fresh instance. */
export type InvocationTask =
  /** Only instantiates: the link check of a new build. */
  | { readonly kind: "link" }
  /** Calls any exported function with already parsed values. */
  | {
      readonly kind: "call";
      readonly interface: string | undefined;
      readonly member: string;
      readonly args: readonly unknown[];
    }
  | { readonly kind: "http"; readonly interface: string; readonly request: HttpHead }
  /** `handle-message` of `wasmcloud:messaging/handler`. */
  | { readonly kind: "message"; readonly interface: string; readonly message: BrokerMessage }
  /** `wasi:cli/run`. */
  | { readonly kind: "run"; readonly interface: string; readonly args: readonly string[]; readonly stdin: number };

export interface HttpHead {
  readonly method: string;
  /** `http` or `https` */
  readonly scheme: string;
  /** Host and port as the client named it. */
  readonly authority: string;
  readonly pathWithQuery: string;
  /** Names as they came, lower-cased by nobody; values are bytes in latin-1. */
  readonly headers: readonly (readonly [string, string])[];
  /** Pipe of the request body. */
  readonly body: number;
  /** There is no body, so that nothing comes through its pipe. */
  readonly bodyEnded?: boolean;
  /** Pipe the worker writes the response body to. */
  readonly response: number;
}

export interface InvocationResult {
  readonly outcome: Outcome;
  /** Of a call: the result, or the payload of an `err`. Structured-cloneable. */
  readonly value?: unknown;
  readonly error?: unknown;
  /** Trap text, or why it is an error. */
  readonly reason?: string;
  readonly trap?: TrapFound;
  readonly durationMs: number;
  /** Of that: inside host calls, waiting included. */
  readonly hostMs: number;
  /** Of that: making the instance, host calls left out. Undefined when it was there before. */
  readonly instantiateMs: number | undefined;
  readonly calls: number;
  /** False: the instance is in an unknown state, the worker makes a new one for the next call. */
  readonly instanceUsable: boolean;
}

/** Of a trap, where it was found. */
export interface TrapFound {
  readonly kind: TrapKind;
  /** As V8 gives it; empty where there is none. */
  readonly stack: string;
}

/** What the HTTP part of a worker and its trigger tell each other (the `message`s of an `http` task). */
export type HttpFromWorker =
  | { readonly t: "informational"; readonly status: number; readonly headers: readonly (readonly [string, string])[] }
  | {
      readonly t: "response";
      readonly status: number;
      readonly headers: readonly (readonly [string, string])[];
      readonly hasBody: boolean;
    }
  /** The guest set an error code instead of a response, or never set anything. */
  | { readonly t: "failed"; readonly code: string };

/** The client went away: reading ends, writing is refused. */
export interface HttpToWorker {
  readonly t: "disconnected";
}
