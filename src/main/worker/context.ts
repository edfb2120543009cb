import type { BlobstoreBackend } from "../host/blobstore/backend.ts";
import type { Egress, HostClock, HostContext, HostSecrets, PipeReader, Pipes, Waitable } from "../host/context.ts";
import type { KeyvalueBackend } from "../host/keyvalue/backend.ts";
import type { MessagingBackend } from "../host/messaging/backend.ts";
import type { InvocationId, LeakPlace, VersionId, WriterView } from "../../shared/model.ts";
import type { RecordTables } from "../../shared/record.ts";
import type { GuestPart } from "../../shared/worker-protocol.ts";
import type { Backends } from "./backends.ts";
import { withoutVersion } from "./imports.ts";
import type { WorkerConfig } from "./config.ts";
import type { Inbox } from "./inbox.ts";
import type { LinkTable } from "./links.ts";
import type { WorkerMessaging } from "./messaging.ts";
import { MAX_TEXT_BYTES, type Recorder } from "./recorder.ts";
import type { Secrecy } from "./secrecy.ts";
import { watchedEgress, watchedPipes } from "./watched-ways.ts";

const clock: HostClock = {
  monotonicNs: () => process.hrtime.bigint(),
  wallMs: () => performance.timeOrigin + performance.now(),
};

/** The host context of one component in this worker; `begin` and `end` bracket each instance's turn. */
export class WorkerContext implements HostContext {
  readonly component: string;
  readonly build: string;
  readonly clock = clock;
  readonly pipes: Pipes;
  readonly egress: Egress;
  readonly secrets: HostSecrets;
  readonly limits = { maxBlockMs: Number.POSITIVE_INFINITY };
  readonly env: readonly (readonly [string, string])[];
  stdin: PipeReader | undefined;
  #args: readonly string[];
  readonly #part: GuestPart;
  readonly #functions: RecordTables["functions"];
  readonly #recorder: Recorder;
  readonly links: LinkTable;
  readonly #backends: Backends;
  readonly #messaging: Pick<WorkerMessaging, "backend">;
  readonly #secrecy: Secrecy;
  readonly #releases: (() => void)[] = [];
  readonly #linkedConfig: ReadonlyMap<string, string>;
  #inbox: Inbox | undefined;
  #config: WorkerConfig | undefined;
  #invocation: InvocationId = 0;
  #writer: (WriterView & { readonly kind: "invocation" }) | undefined;
  #writerFn = -1;

  constructor(
    part: GuestPart,
    { functions }: RecordTables,
    recorder: Recorder,
    links: LinkTable,
    backends: Backends,
    pipes: Pipes,
    egress: Egress,
    messaging: Pick<WorkerMessaging, "backend">,
    secrecy: Secrecy,
  ) {
    this.#part = part;
    this.#functions = functions;
    this.component = part.component;
    this.build = part.build;
    this.env = part.env;
    this.#linkedConfig = new Map(part.config);
    this.#args = part.args;
    this.pipes = watchedPipes(pipes, () => secrecy.watching());
    this.egress = watchedEgress(egress, () => secrecy.watching());
    this.secrets = secrecy.servedTo(part.component, part.build);
    this.#secrecy = secrecy;
    this.#messaging = messaging;
    this.#recorder = recorder;
    this.links = links;
    this.#backends = backends;
  }

  /** The inbox delivers to what is built on this context, so it comes last. */
  attach(inbox: Inbox, config: WorkerConfig): void {
    this.#inbox = inbox;
    this.#config = config;
  }

  /** `run`: the arguments and the pipe of standard input that a run brings; others have none. */
  begin(invocation: InvocationId, run: { readonly args: readonly string[]; readonly stdin: number } | undefined): void {
    this.#invocation = invocation;
    this.#args = run?.args ?? this.#part.args;
    this.stdin = run === undefined ? undefined : this.pipes.reader(run.stdin);
    this.links.reset();
  }

  /** Runs what host packages registered, newest first; one that fails does not keep the others from running. */
  end(): void {
    const failures: unknown[] = [];
    for (let release = this.#releases.pop(); release !== undefined; release = this.#releases.pop()) {
      try {
        release();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join("; "));
  }

  get invocation(): InvocationId {
    return this.#invocation;
  }

  /** As it is now: a guest that runs on and on hears of an edit, too. */
  get config(): ReadonlyMap<string, string> {
    this.#inbox?.drain();
    return this.#config?.of(this.component) ?? this.#linkedConfig;
  }

  get args(): readonly string[] {
    return this.#args;
  }

  /** The same object while the same function of the same invocation writes: a loop of writes allocates none. */
  writer(): WriterView {
    const fn = this.#recorder.currentFn;
    if (this.#writer?.invocation === this.#invocation && this.#writerFn === fn) return this.#writer;
    const recorded = this.#functions[fn];
    this.#writerFn = fn;
    this.#writer = {
      kind: "invocation",
      invocation: this.#invocation,
      component: this.component,
      build: this.build,
      function: recorded === undefined ? "" : `${recorded.interface}#${recorded.function}`,
    };
    return this.#writer;
  }

  keyvalue(interfaceName: string): KeyvalueBackend {
    return this.#backends.keyvalue(this.links.require(interfaceName));
  }

  bucketRefusal(interfaceName: string, bucket: string) {
    const link = this.links.current(interfaceName);
    return link === undefined ? undefined : this.#backends.closed.refusal(this.component, link, bucket);
  }

  messaging(interfaceName: string): MessagingBackend {
    return this.#messaging.backend(this.links.require(interfaceName).backend);
  }

  blobstore(interfaceName: string): BlobstoreBackend {
    return this.#backends.blobstore(this.links.require(interfaceName));
  }

  imports(interfaceName: string, functionName: string): boolean {
    return this.#part.imports.some(
      ({ name, functions }) =>
        withoutVersion(name) === interfaceName &&
        functions.some(({ fn }) => this.#functions[fn]?.function === functionName),
    );
  }

  wait(sources: readonly Waitable[]): number[] {
    if (this.#inbox === undefined) throw new Error("a guest waited before its worker was ready");
    return this.#inbox.wait(sources);
  }

  leaving(place: LeakPlace, through: object, bytes: Uint8Array): void {
    this.#secrecy.watching()?.bytes(place, through, bytes);
  }

  changed(versions: readonly VersionId[]): void {
    this.#recorder.changed(versions);
  }

  print(stream: "stdout" | "stderr", bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += MAX_TEXT_BYTES) {
      this.#recorder.text(stream, bytes.subarray(at, at + MAX_TEXT_BYTES));
    }
  }

  onInstanceEnd(release: () => void): void {
    this.#releases.push(release);
  }
}
