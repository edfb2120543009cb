import type { PipeEnd, PipeReader, Pipes, PipeWriter } from "../host/context.ts";
import type { InvocationId } from "../../shared/model.ts";
import { PIPE_REPORT_BYTES, PIPE_WINDOW_BYTES } from "../../shared/pipe-window.ts";
import type { FromWorker, ToWorker } from "../../shared/worker-protocol.ts";

type Post = (message: FromWorker, transfer?: ArrayBuffer[]) => void;
type Share = (pipe: number, bytes: Uint8Array) => boolean;

/** The worker's ends of the byte pipes of the running invocation. */
export class WorkerPipes implements Pipes {
  readonly #post: Post;
  readonly #share: Share;
  readonly #readers = new Map<number, Reader>();
  readonly #writers = new Map<number, Writer>();
  #invocation: InvocationId = 0;
  #listener: ((message: unknown) => void) | undefined;
  readonly #early: unknown[] = [];
  #drain: () => void = () => undefined;

  /** `share`: puts bytes of the answer into shared memory; false: they have to be posted. */
  constructor(post: Post, share: Share = () => false) {
    this.#post = post;
    this.#share = share;
  }

  /**
   * `drain` takes in what has arrived on the port. Who finds a pipe empty or full looks there once: a guest that never
   * waits but asks again and again must see new bytes, too.
   */
  attach(drain: () => void): void {
    this.#drain = drain;
  }

  begin(invocation: InvocationId): void {
    this.#invocation = invocation;
    this.#listener = undefined;
    this.#early.length = 0;
    this.#readers.clear();
    this.#writers.clear();
  }

  reader(id: number): PipeReader {
    return this.#reader(id);
  }

  writer(id: number): PipeWriter {
    return this.#writer(id);
  }

  /** A guest may make any number of calls while it runs: their pipes go when they are over. */
  forget(id: number): void {
    this.#readers.delete(id);
    this.#writers.delete(id);
  }

  send(message: unknown): void {
    this.#post({ t: "message", id: this.#invocation, message });
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener;
    for (const message of this.#early.splice(0)) listener(message);
  }

  /** A message of the studio about a pipe or the trigger; late ones of an earlier invocation are dropped. */
  deliver(
    message: Exclude<ToWorker, { t: "boot" | "prepare" | "invoke" | "outgoing" | "messaging" | "secrets" | "configs" }>,
  ): void {
    switch (message.t) {
      case "message":
        if (message.id !== this.#invocation) return;
        if (this.#listener === undefined) this.#early.push(message.message);
        else this.#listener(message.message);
        return;
      case "bytes":
        this.#receiving(message.pipe)?.arrived(message.bytes);
        return;
      case "end":
        this.#receiving(message.pipe)?.ended(message.end);
        if (message.pipe < 0) this.#readers.delete(message.pipe);
        return;
      case "taken":
        this.#sending(message.pipe)?.taken(message.total);
        return;
      case "closed":
        this.#sending(message.pipe)?.close(message.reason);
        if (message.pipe < 0) this.#writers.delete(message.pipe);
        return;
    }
  }

  /** A pipe of the studio (from 1) may bring something before the guest asks for it; those of the guest are below 0. */
  #receiving(id: number): Reader | undefined {
    return id < 0 ? this.#readers.get(id) : this.#reader(id);
  }

  #sending(id: number): Writer | undefined {
    return id < 0 ? this.#writers.get(id) : this.#writer(id);
  }

  #reader(id: number): Reader {
    let reader = this.#readers.get(id);
    if (reader === undefined) {
      const onCancel = () => id < 0 && this.#readers.delete(id);
      this.#readers.set(id, (reader = new Reader(id, this.#post, () => this.#drain(), onCancel)));
    }
    return reader;
  }

  #writer(id: number): Writer {
    let writer = this.#writers.get(id);
    if (writer === undefined) {
      const onEnd = () => id < 0 && this.#writers.delete(id);
      this.#writers.set(id, (writer = new Writer(id, this.#post, this.#share, () => this.#drain(), onEnd)));
    }
    return writer;
  }
}

class Reader implements PipeReader {
  readonly #id: number;
  readonly #post: Post;
  readonly #chunks: Uint8Array[] = [];
  #taken = 0;
  #reported = 0;
  #pendingEnd: PipeEnd | undefined;
  #cancelled = false;
  readonly #drain: () => void;
  readonly #onCancel: () => void;

  constructor(id: number, post: Post, drain: () => void, onCancel: () => void) {
    this.#id = id;
    this.#post = post;
    this.#drain = drain;
    this.#onCancel = onCancel;
  }

  arrived(bytes: Uint8Array): void {
    if (!this.#cancelled && bytes.length > 0) this.#chunks.push(bytes);
  }

  ended(end: PipeEnd): void {
    this.#pendingEnd ??= end;
  }

  take(max: number): Uint8Array {
    if (this.#chunks.length === 0 && this.#pendingEnd === undefined) this.#drain();
    const first = this.#chunks[0];
    if (first === undefined || max <= 0) return EMPTY;
    let bytes = first;
    if (first.length > max) {
      bytes = first.subarray(0, max);
      this.#chunks[0] = first.subarray(max);
    } else {
      this.#chunks.shift();
    }
    this.#taken += bytes.length;
    if (this.#taken - this.#reported >= PIPE_REPORT_BYTES) {
      this.#reported = this.#taken;
      this.#post({ t: "taken", pipe: this.#id, total: this.#taken });
    }
    return bytes;
  }

  ready(): boolean {
    return this.#chunks.length > 0 || this.#pendingEnd !== undefined;
  }

  get end(): PipeEnd | undefined {
    return this.#chunks.length > 0 ? undefined : this.#pendingEnd;
  }

  cancel(): void {
    if (this.#cancelled || this.#pendingEnd !== undefined) return;
    this.#cancelled = true;
    this.#chunks.length = 0;
    this.#onCancel();
    this.#post({ t: "closed", pipe: this.#id, reason: "the component does not read the body" });
  }
}

class Writer implements PipeWriter {
  readonly #id: number;
  readonly #post: Post;
  #sent = 0;
  #taken = 0;
  #ended = false;
  closed: string | undefined;
  readonly #share: Share;
  readonly #drain: () => void;
  readonly #onEnd: () => void;

  constructor(id: number, post: Post, share: Share, drain: () => void, onEnd: () => void) {
    this.#id = id;
    this.#post = post;
    this.#share = share;
    this.#drain = drain;
    this.#onEnd = onEnd;
  }

  permit(): number {
    if (this.#sent - this.#taken >= PIPE_WINDOW_BYTES) this.#drain();
    return this.closed !== undefined || this.#ended ? 0 : Math.max(0, PIPE_WINDOW_BYTES - (this.#sent - this.#taken));
  }

  write(bytes: Uint8Array): void {
    if (this.#ended || bytes.length === 0) return;
    this.#sent += bytes.length;
    if (this.#share(this.#id, bytes)) return;
    const copy = bytes.slice();
    this.#post({ t: "bytes", pipe: this.#id, bytes: copy }, [copy.buffer]);
  }

  /** Handing the bytes over is all a flush can promise here; the window holds back a writer that is too fast. */
  flushed(): boolean {
    return this.closed !== undefined || this.#sent - this.#taken < PIPE_WINDOW_BYTES;
  }

  finish(value?: unknown): void {
    this.#end({ kind: "finished", value });
  }

  fail(reason: string): void {
    this.#end({ kind: "failed", reason });
  }

  taken(total: number): void {
    this.#taken = Math.max(this.#taken, total);
  }

  close(reason: string): void {
    this.closed ??= reason;
  }

  #end(end: PipeEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#post({ t: "end", pipe: this.#id, end });
    this.#onEnd();
  }
}

const EMPTY = new Uint8Array(0);
