import { Worker, type Transferable } from "node:worker_threads";

import type { HostCallQuery, InvocationQuery, LogQuery, SentCall, SentCallQuery } from "../../shared/contract.ts";
import { fromErrorView } from "../../shared/errors.ts";
import type {
  HostCallView,
  InvocationId,
  InvocationSummary,
  LogLine,
  MessageId,
  MessageQuery,
  MessageView,
  SubjectBranchView,
  SubjectQuery,
} from "../../shared/model.ts";
import { detailColumns } from "./detail-row.ts";
import { journalOpened } from "./journal-opened.ts";
import {
  type BeginInput,
  type BuildInput,
  type BuildRef,
  DEFAULT_RETENTION,
  type FromJournal,
  type InvocationChange,
  type InvocationEnd,
  type JournalBoot,
  type JournalCounts,
  type JournalInvocation,
  type JournalNews,
  type JournalOpened,
  type JournalOperation,
  type JournalQuery,
  type KeptMessages,
  type LinkCalls,
  type Retention,
  type ToJournal,
} from "./protocol.ts";
import { type Redaction, redactTold } from "./redaction.ts";
import { OPERATION_BYTES, told, weightOf } from "./told-change.ts";

/** Bytes told and not yet written: above them `pressure` asks to wait; then it is `behind`; then records are lost. */
const PRESSURE_BYTES = 8 * 1024 * 1024;
const BEHIND_BYTES = 32 * 1024 * 1024;
const MAX_BACKLOG_BYTES = 64 * 1024 * 1024;
/** Waking the worker costs the studio's loop more than what it is told: under load, many operations go in one message. */
const POST_AFTER_MS = 10;
const POST_AT_ONCE_BYTES = 256 * 1024;
/** A worker that does not close in this time is ended; what is committed is safe. */
const CLOSE_WITHIN_MS = 10_000;

export interface JournalOptions {
  /** The worker's entry, `worker.ts` or what it was built into. */
  readonly entry: URL;
  /** Exists already. The journal is `journal.sqlite` in it. */
  readonly folder: string;
  readonly networkFileSystem: boolean;
  readonly retention?: Retention;
  /** What to do with a damaged journal: fail to open, or keep it under another name and begin a new one. */
  readonly damaged?: "refuse" | "set-aside";
  onNews(news: JournalNews): void;
  /** What of that which is told may be on record; absent, all of it. Records come as they may be kept. */
  readonly redaction?: Redaction;
  /** Something was not written (disk full), or the worker died. The project goes on without. */
  onFault(error: Error): void;
}

interface Waiting {
  resolve(value: never): void;
  reject(error: unknown): void;
}

/**
 * The append-only record of a project. Telling it something never waits and never throws: what is told is batched,
 * written in the order it was told, and committed within some tens of milliseconds. Queries see all that was told.
 */
export class Journal implements AsyncDisposable {
  readonly opened: JournalOpened;
  readonly #worker: Worker;
  readonly #options: JournalOptions;
  readonly #waiting = new Map<number, Waiting>();
  readonly #relieved: (() => void)[] = [];
  readonly #lost = new Map<InvocationId, number>();
  readonly #exited: Promise<void>;
  #operations: JournalOperation[] = [];
  #transfers: Transferable[] = [];
  #weight = 0;
  #backlog = 0;
  #posting: NodeJS.Timeout | undefined;
  #nextQuery = 1;
  #nextBuild = 1;
  #nextInvocation: InvocationId;
  readonly #returned = new Set<InvocationId>();
  #ended: Error | undefined;
  #closing: Promise<void> | undefined;

  /** @throws StudioError `store-newer`, `store-damaged` (unless it may be set aside) or `store-not-writable`. */
  static async open(options: JournalOptions, signal?: AbortSignal): Promise<Journal> {
    signal?.throwIfAborted();
    const boot: JournalBoot = {
      folder: options.folder,
      networkFileSystem: options.networkFileSystem,
      retention: options.retention ?? DEFAULT_RETENTION,
      damaged: options.damaged ?? "refuse",
    };
    const worker = new Worker(options.entry, { workerData: boot, name: "journal" });
    try {
      return new Journal(worker, options, await journalOpened(worker, signal));
    } catch (error) {
      await worker.terminate();
      throw error;
    }
  }

  private constructor(worker: Worker, options: JournalOptions, opened: JournalOpened) {
    this.#worker = worker;
    this.#options = options;
    this.#nextInvocation = opened.nextInvocationId;
    this.opened = opened;
    this.#exited = new Promise((resolve) => worker.once("exit", () => resolve()));
    worker.on("message", (message: FromJournal) => this.#receive(message));
    worker.on("error", (error: Error) => this.#end(error));
    worker.once("exit", () =>
      this.#end(new Error(this.#closing === undefined ? "The journal's worker ended." : "The journal is closed.")),
    );
  }

  /** Whole numbers that only grow, also after a restart; some are left out when a run was killed. */
  nextInvocationId(): InvocationId {
    return this.#nextInvocation++;
  }

  /** Ids are above this one from now on, and after a restart: other stores of the project name it. */
  async startAbove(id: InvocationId): Promise<void> {
    this.#nextInvocation = Math.max(this.#nextInvocation, id + 1);
    await this.#ask({ kind: "set-ids-apart", from: this.#nextInvocation });
  }

  /** Gives back a number that nothing came to carry. It is used for the next invocation unless a later one began. */
  returnInvocationId(id: InvocationId): void {
    this.#returned.add(id);
    while (this.#returned.delete(this.#nextInvocation - 1)) this.#nextInvocation--;
  }

  /** Keeps what the numbers in a build's records mean. The same build registered again, with other links, is another. */
  registerBuild(build: BuildInput): BuildRef {
    const ref = this.#nextBuild++;
    this.#tell({ t: "build", ref, build }, OPERATION_BYTES);
    return ref;
  }

  begin(given: BeginInput): void {
    const begin = redactTold(given, this.#options.redaction);
    const { id, build, cause, kind, title, startedAt } = begin;
    const head = { id, build, cause, kind, title, startedAt };
    this.#tell({ t: "begin", begin: head, detail: detailColumns(begin) }, weightOf(begin));
  }

  /**
   * Whole records of one invocation, in the wire form of `record.ts`. The bytes are the journal's afterwards: an array
   * that fills its buffer is transferred, a view of a larger one is copied.
   */
  records(id: InvocationId, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.#backlog + this.#weight > MAX_BACKLOG_BYTES) {
      this.#lost.set(id, (this.#lost.get(id) ?? 0) + bytes.length);
      return;
    }
    const whole = bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer;
    const own = whole ? bytes : new Uint8Array(bytes);
    if (own.buffer instanceof ArrayBuffer) this.#transfers.push(own.buffer);
    this.#tell({ t: "records", id, bytes: own }, OPERATION_BYTES + own.length);
  }

  update(id: InvocationId, given: InvocationChange): void {
    const change = redactTold(given, this.#options.redaction);
    this.#tell({ t: "update", id, change: told(change) }, weightOf(change));
  }

  /** The first end counts. Records that still come are added. */
  end(id: InvocationId, given: InvocationEnd): void {
    const end = redactTold(given, this.#options.redaction);
    const { outcome, reason, durationMs, guestMs, hostMs } = end;
    const head = {
      outcome,
      durationMs,
      ...(reason === undefined ? undefined : { reason }),
      ...(guestMs === undefined ? undefined : { guestMs }),
      ...(hostMs === undefined ? undefined : { hostMs }),
    };
    this.#tell({ t: "end", id, end: head, change: told(end) }, weightOf(end));
  }

  /**
   * Undefined while the journal keeps up; else resolves when it has caught up. Who tells on regardless loses records,
   * which is counted and shown with their invocation.
   */
  pressure(): Promise<void> | undefined {
    if (this.#ended !== undefined || this.#backlog + this.#weight <= PRESSURE_BYTES) return undefined;
    return new Promise((resolve) => this.#relieved.push(resolve));
  }

  /** Records should stay where they are until this is over. */
  get behind(): boolean {
    return this.#ended === undefined && this.#backlog + this.#weight > BEHIND_BYTES;
  }

  /** @throws StudioError `request-invalid` for a filter that cannot be read. */
  invocations(query: InvocationQuery, signal?: AbortSignal): Promise<readonly InvocationSummary[]> {
    return this.#ask({ kind: "invocations", query }, signal);
  }

  /** Undefined: there is none with this id, or not any more. */
  invocation(id: InvocationId, signal?: AbortSignal): Promise<JournalInvocation | undefined> {
    return this.#ask({ kind: "invocation", id }, signal);
  }

  /** What a person made happen by hand. */
  sentCalls(query: SentCallQuery, signal?: AbortSignal): Promise<readonly SentCall[]> {
    return this.#ask({ kind: "sentCalls", query }, signal);
  }

  /** How often each component called each interface under each link name. */
  linkCalls(): Promise<readonly LinkCalls[]> {
    return this.#ask({ kind: "linkCalls" });
  }

  hostCalls(query: HostCallQuery, signal?: AbortSignal): Promise<readonly HostCallView[]> {
    return this.#ask({ kind: "hostCalls", query }, signal);
  }

  /** Messages in their newest form; the same one may come again. */
  messages(messages: readonly MessageView[], keep: KeptMessages["keep"]): void {
    const weight = messages.reduce((sum, { body }) => sum + OPERATION_BYTES + body.kept.length, 0);
    this.#tell({ t: "messages", messages, keep }, weight);
  }

  /** Newest first. @throws StudioError `request-invalid` for a filter that cannot be read. */
  listMessages(query: MessageQuery, signal?: AbortSignal): Promise<readonly MessageView[]> {
    return this.#ask({ kind: "messages", query }, signal);
  }

  /** Undefined: there is none with this id, or not any more. */
  message(id: MessageId): Promise<MessageView | undefined> {
    return this.#ask({ kind: "message", id });
  }

  subjects(query: SubjectQuery, signal?: AbortSignal): Promise<readonly SubjectBranchView[]> {
    return this.#ask({ kind: "subjects", query }, signal);
  }

  clearMessages(): Promise<void> {
    return this.#ask({ kind: "clear-messages" });
  }

  /** Newest first. */
  logs(query: LogQuery, signal?: AbortSignal): Promise<readonly LogLine[]> {
    return this.#ask({ kind: "logs", query }, signal);
  }

  counts(signal?: AbortSignal): Promise<JournalCounts> {
    return this.#ask({ kind: "counts" }, signal);
  }

  /** Deletes every invocation that has ended. */
  clear(): Promise<void> {
    return this.#ask({ kind: "clear" });
  }

  setRetention(retention: Retention): Promise<void> {
    return this.#ask({ kind: "retain", retention });
  }

  /** Resolves when everything told so far is committed. */
  flush(): Promise<void> {
    return this.#ask({ kind: "flush" });
  }

  /** Commits what was told and closes the file. */
  [Symbol.asyncDispose](): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    if (this.#ended === undefined) {
      this.#postNow();
      this.#send({ t: "close", next: this.#nextInvocation });
      const late = setTimeout(() => void this.#worker.terminate(), CLOSE_WITHIN_MS);
      await this.#exited;
      clearTimeout(late);
    }
  }

  #tell(operation: JournalOperation, weight: number): void {
    if (this.#ended !== undefined || this.#closing !== undefined) return;
    this.#operations.push(operation);
    this.#weight += weight;
    if (this.#weight > POST_AT_ONCE_BYTES) this.#postNow();
    else this.#posting ??= setTimeout(() => this.#postNow(), POST_AFTER_MS);
  }

  #postNow(): void {
    clearTimeout(this.#posting);
    this.#posting = undefined;
    if (this.#operations.length === 0) return;
    const message: ToJournal = { t: "apply", operations: this.#operations, weight: this.#weight };
    this.#backlog += this.#weight;
    this.#send(message, this.#transfers);
    [this.#operations, this.#transfers, this.#weight] = [[], [], 0];
  }

  #send(message: ToJournal, transfers: readonly Transferable[] = []): void {
    this.#worker.postMessage(message, transfers);
  }

  #ask<Answer>(query: JournalQuery, signal?: AbortSignal): Promise<Answer> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    if (this.#closing !== undefined) return Promise.reject(new Error("The journal is closing."));
    const id = this.#nextQuery++;
    this.#postNow();
    return new Promise<Answer>((resolve, reject) => {
      const abort = () => {
        this.#waiting.delete(id);
        this.#send({ t: "abort", id });
        reject(signal?.reason as Error);
      };
      signal?.addEventListener("abort", abort, { once: true });
      const settled = () => signal?.removeEventListener("abort", abort);
      this.#waiting.set(id, {
        resolve: (value: Answer) => (settled(), resolve(value)),
        reject: (error) => (settled(), reject(error as Error)),
      });
      this.#send({ t: "query", id, query });
    });
  }

  #receive(message: FromJournal): void {
    switch (message.t) {
      case "applied":
        return this.#applied(message.weight);
      case "answer":
        this.#waiting.get(message.id)?.resolve(message.value as never);
        this.#waiting.delete(message.id);
        return;
      case "failed":
        this.#waiting.get(message.id)?.reject(fromErrorView(message.error));
        this.#waiting.delete(message.id);
        return;
      case "news":
        return this.#options.onNews(message.news);
      case "fault":
        return this.#options.onFault(fromErrorView(message.error));
      case "opened":
      case "refused":
      case "closed":
        return;
    }
  }

  #applied(weight: number): void {
    this.#backlog -= weight;
    if (this.#backlog + this.#weight > PRESSURE_BYTES) return;
    for (const [id, bytes] of this.#lost) this.#tell({ t: "lost", id, bytes }, OPERATION_BYTES);
    this.#lost.clear();
    for (const resolve of this.#relieved.splice(0)) resolve();
  }

  #end(error: Error): void {
    if (this.#ended !== undefined) return;
    this.#ended = error;
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
    for (const resolve of this.#relieved.splice(0)) resolve();
    if (this.#closing === undefined) this.#options.onFault(error);
  }
}
