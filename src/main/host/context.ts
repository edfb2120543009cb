import type { InvocationId, LeakPlace, VersionId, WriterView } from "../../shared/model.ts";
import type { OutgoingAnswer, OutgoingHead, PipeEndMessage } from "../../shared/worker-protocol.ts";
import type { BlobstoreBackend } from "./blobstore/backend.ts";
import type { IoModules } from "./io/index.ts";
import type { KeyvalueBackend } from "./keyvalue/backend.ts";
import type { MessagingBackend } from "./messaging/backend.ts";

/**
 * What every host package is given: one per component and worker, reused for every instance the worker makes.
 * A host package keeps nothing between instances but what it keys by this context.
 */
export interface HostContext {
  readonly component: string;
  readonly build: string;
  /** Of the running invocation. Only read while a guest runs. */
  readonly invocation: InvocationId;
  /** Who writes a version now: the running invocation, in the function being recorded. */
  writer(): WriterView;
  /** The backend that the current link of an interface (`wasi:keyvalue/store`) leads to; traps when there is none. */
  keyvalue(interfaceName: string): KeyvalueBackend;
  /** Why the project keeps a bucket behind that link from this component; undefined: it does not. Opens nothing. */
  bucketRefusal(interfaceName: string, bucket: string): "no-such-store" | "access-denied" | undefined;
  /** As `keyvalue`, for an interface of wasmcloud:messaging. */
  messaging(interfaceName: string): MessagingBackend;
  /** As `keyvalue`, for `wasi:blobstore/blobstore`. */
  blobstore(interfaceName: string): BlobstoreBackend;
  /** Which link each interface uses now, in this instance. */
  readonly links: LinkChoice;
  /** Whether the component imports a function: `wasi:blobstore/types`, `outgoing-value.finish`. */
  imports(interfaceName: string, functionName: string): boolean;
  /** Monotonic nanoseconds and wall-clock milliseconds; time comes in, so tests never sleep. */
  readonly clock: HostClock;
  readonly pipes: Pipes;
  /** The way into the network; absent, there is none. */
  readonly egress?: Egress | undefined;
  readonly limits: { readonly maxBlockMs: number };
  /** Environment and arguments the project gives this component. */
  readonly env: readonly (readonly [string, string])[];
  readonly args: readonly string[];
  /** What wasi:config answers. */
  readonly config: ReadonlyMap<string, string>;
  /** The secrets this component may have; absent, there are none. */
  readonly secrets?: HostSecrets | undefined;
  /**
   * Tells of bytes that are about to leave through something that does not pass a call of the guest as they are; those
   * that leave `through` the same object are one stream.
   */
  leaving?(place: LeakPlace, through: object, bytes: Uint8Array): void;
  /** Standard input of the running invocation; absent, it is closed from the start. Read anew for each stream. */
  readonly stdin?: PipeReader | undefined;
  /**
   * Blocks the guest until one source is ready; its time is not the guest's. Returns the positions that are ready,
   * never an empty list.
   */
  wait(sources: readonly Waitable[]): number[];
  /** Puts versions on the record of the running call. */
  changed(versions: readonly VersionId[]): void;
  /** What the guest printed; goes to the log. */
  print(stream: "stdout" | "stderr", bytes: Uint8Array): void;
  /** Runs when the running instance ends, in reverse order of registration, whatever the outcome. */
  onInstanceEnd(release: () => void): void;
}

/** What `wasmcloud:secrets` gives out. Each call is in the audit when it returns. @throws StorageError, StudioError when it cannot be */
export interface HostSecrets {
  get(key: string): GotSecret;
  revealing(secret: BoundSecret): void;
}

/** `failed`: it is there, but cannot be taken as a value. */
export type GotSecret =
  | { readonly tag: "found"; readonly secret: BoundSecret }
  | { readonly tag: "not-found" }
  | { readonly tag: "failed"; readonly why: string };

/** A value as it was when it was asked for. */
export interface BoundSecret {
  readonly key: string;
  readonly source: string;
  readonly value: string | Uint8Array;
}

export interface LinkChoice {
  /** The names that an interface (`wasi:keyvalue/store`, without a version) is linked under; none: it cannot be chosen. */
  names(interfaceName: string): readonly string[];
  /** From now on calls of the interface go through the link of this name; one that does not exist traps when called. */
  choose(interfaceName: string, name: string): void;
}

export interface HostClock {
  /** Nanoseconds, never going back. */
  monotonicNs(): bigint;
  /** Milliseconds since the Unix epoch, with fractions. */
  wallMs(): number;
}

/** Something a guest can wait for. */
export interface Waitable {
  ready(): boolean;
  /** When it will be ready by itself, in monotonic nanoseconds; undefined when only the host's other side can tell. */
  deadlineNs(): bigint | undefined;
}

/**
 * Byte pipes between this worker and the studio, with credit in both directions: HTTP bodies, standard input.
 * An id names one pipe and is chosen by the studio.
 */
export interface Pipes {
  reader(id: number): PipeReader;
  writer(id: number): PipeWriter;
  /** Sends one message about the running invocation to its trigger in the studio: a response head, say. */
  send(message: unknown): void;
  /** Listens for messages of the trigger about the running invocation, until the instance ends. */
  onMessage(listener: (message: unknown) => void): void;
}

export interface PipeReader {
  /** What has arrived, up to `max` bytes; empty when nothing has. Taking bytes gives the studio new credit. */
  take(max: number): Uint8Array;
  /** True when bytes wait to be taken, or the end or a failure has been reached and all bytes are taken. */
  ready(): boolean;
  /** Set once all bytes are taken. `end` carries what the sender finished with (HTTP trailers). */
  readonly end: PipeEnd | undefined;
  /** Tells the studio that nobody will read on. */
  cancel(): void;
}

export interface PipeWriter {
  /** Bytes that may be written now without waiting. */
  permit(): number;
  /** Bytes beyond the permit are a fault of the caller. Bytes are copied. */
  write(bytes: Uint8Array): void;
  /** Everything written so far has been taken by the other side. */
  flushed(): boolean;
  finish(value?: unknown): void;
  /** Ends the pipe as broken: the reader gets what was written, then the failure. */
  fail(reason: string): void;
  /** Set when the reader went away: writing is pointless from now on. */
  readonly closed: string | undefined;
}

export type PipeEnd = PipeEndMessage;

/** Outgoing HTTP requests. The studio decides about each of them, and performs it. */
export interface Egress {
  /** Returns at once. */
  send(head: OutgoingHead): OutgoingExchange;
}

/** One request that was sent, ended at the latest with the instance. */
export interface OutgoingExchange {
  /** The head of the answer, or why there is none; undefined until then. */
  answer(): OutgoingAnswer | undefined;
  /** Of a request that has a body. */
  readonly requestBody: PipeWriter;
  readonly responseBody: PipeReader;
  /** Nobody wants the answer any more. */
  drop(): void;
}

/** The members of one host interface as jco's code calls them: functions, and classes for resources, in camel case. */
export type HostModule = Readonly<Record<string, unknown>>;

/** One WIT package this host serves. */
export interface HostPackage {
  /** `wasi:keyvalue` */
  readonly name: string;
  readonly interfaces: readonly HostInterface[];
  /** Makes the modules, fresh for each context, keyed by `HostInterface.module`. */
  create(ctx: HostContext, io: IoModules): Readonly<Record<string, HostModule>>;
}

export interface HostInterface {
  /** `store` */
  readonly name: string;
  /** Versions it answers to: `0.2.x` is every plain release of that track, `""` the unversioned id, else exact. */
  readonly versions: readonly string[];
  /** Which of the package's modules serves it: the same name, unless versions differ in shape. */
  readonly module: string;
  /** What answers, in a few words: shown on the component card. */
  readonly note: string;
  /** The kind of backend a link chooses, where there is one. */
  readonly backend?: BackendKind;
}

export type BackendKind = "keyvalue" | "blobstore" | "messaging";
