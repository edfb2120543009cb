import { PIPE_REPORT_BYTES, PIPE_WINDOW_BYTES } from "../../../shared/pipe-window.ts";
import type { FromWorker, HttpErrorCode, ToWorker } from "../../../shared/worker-protocol.ts";

type PipeMessage = Extract<FromWorker, { pipe: number }>;
type Post = (message: ToWorker) => void;
export type PipeEnd = Extract<FromWorker, { t: "end" }>["end"];

/** The studio's ends of the byte pipes to one guest worker. Ids are never used twice on a worker. */
export class StudioPipes {
  readonly #post: Post;
  readonly #inward = new Map<number, InwardPipe>();
  readonly #outward = new Map<number, OutwardPipe>();
  #lastId = 0;

  constructor(post: Post) {
    this.#post = post;
  }

  /** A pipe the studio writes and the guest reads: a request body. `id`: of a pipe that the guest opened. */
  toGuest(id = ++this.#lastId): InwardPipe {
    const pipe = new InwardPipe(id, this.#post);
    this.#inward.set(id, pipe);
    return pipe;
  }

  /** A pipe the guest writes and the studio reads: a response body. `observe` sees bytes when they arrive, before a reader. */
  fromGuest(observe: (bytes: Uint8Array) => void, id = ++this.#lastId): OutwardPipe {
    const pipe = new OutwardPipe(id, this.#post, observe);
    this.#outward.set(id, pipe);
    return pipe;
  }

  /** Both pipes of this id are over. */
  forget(id: number): void {
    this.#inward.delete(id);
    this.#outward.delete(id);
  }

  deliver(message: PipeMessage): void {
    switch (message.t) {
      case "bytes":
        this.#outward.get(message.pipe)?.arrived(message.bytes);
        return;
      case "end":
        this.#outward.get(message.pipe)?.ended(message.end);
        return;
      case "taken":
        this.#inward.get(message.pipe)?.taken(message.total);
        return;
      case "closed":
        this.#inward.get(message.pipe)?.close(message.reason);
        return;
    }
  }

  /** The invocation is over or the worker is gone: whoever still waits on a pipe is told. */
  release(reason: string): void {
    for (const pipe of this.#inward.values()) pipe.close(reason);
    for (const pipe of this.#outward.values()) pipe.ended({ kind: "failed", reason });
    this.#inward.clear();
    this.#outward.clear();
  }
}

/** Studio → guest. */
export class InwardPipe {
  readonly id: number;
  readonly #post: Post;
  #sent = 0;
  #taken = 0;
  #ended = false;
  #closed: string | undefined;
  #onClosed: (() => void) | undefined;
  #wake: (() => void) | undefined;

  constructor(id: number, post: Post) {
    this.id = id;
    this.#post = post;
  }

  /** Why the guest will not read on; writes are dropped from then. */
  get closed(): string | undefined {
    return this.#closed;
  }

  /** Resolves when there is room for more. The bytes are copied. */
  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length && this.#closed === undefined;) {
      const room = PIPE_WINDOW_BYTES - (this.#sent - this.#taken);
      if (room <= 0) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      const chunk = bytes.slice(at, at + room);
      at += chunk.length;
      this.#sent += chunk.length;
      this.#post({ t: "bytes", pipe: this.id, bytes: chunk });
    }
  }

  finish(value?: unknown): void {
    this.#end({ kind: "finished", value });
  }

  /** `code`: what the guest is told beside the reason. */
  fail(reason: string, code?: HttpErrorCode): void {
    this.#end({ kind: "failed", reason, ...(code === undefined ? {} : { code }) });
  }

  taken(total: number): void {
    this.#taken = Math.max(this.#taken, total);
    this.#rouse();
  }

  close(reason: string): void {
    if (this.#closed === undefined) {
      this.#closed = reason;
      this.#onClosed?.();
    }
    this.#rouse();
  }

  /** Called once when the guest will not read on, at once if it is so already. */
  set onClosed(listener: () => void) {
    this.#onClosed = listener;
    if (this.#closed !== undefined) listener();
  }

  #rouse(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }

  #end(end: PipeEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#closed === undefined) this.#post({ t: "end", pipe: this.id, end });
  }
}

const NOTHING = new Uint8Array(0);

/** Guest → studio. */
export class OutwardPipe {
  readonly id: number;
  readonly #post: Post;
  readonly #chunks: Uint8Array[] = [];
  #taken = 0;
  #reported = 0;
  #end: PipeEnd | undefined;
  #cancelled = false;
  #wake: (() => void) | undefined;
  readonly #observe: (bytes: Uint8Array) => void;

  constructor(id: number, post: Post, observe: (bytes: Uint8Array) => void) {
    this.id = id;
    this.#post = post;
    this.#observe = observe;
  }

  /** The end, once it has arrived; bytes may still wait to be read. */
  get ending(): PipeEnd | undefined {
    return this.#end;
  }

  /** It ended well, and there was and will be nothing to read. */
  get empty(): boolean {
    return this.#end?.kind === "finished" && this.#taken === 0 && this.#chunks.length === 0;
  }

  /** All bytes at once, where it has ended well, without a value, and nothing was read. */
  takeWhole(): Uint8Array | undefined {
    if (this.#end?.kind !== "finished" || this.#end.value !== undefined || this.#taken > 0 || this.#cancelled)
      return undefined;
    const [first, ...others] = this.#chunks.splice(0);
    const whole = others.length === 0 ? first : Buffer.concat([first ?? NOTHING, ...others]);
    return this.#take(whole ?? NOTHING);
  }

  /** The next bytes, or how it ended once all were read. */
  async read(): Promise<Uint8Array | PipeEnd> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) return this.#take(chunk);
      if (this.#end !== undefined) return this.#end;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Tells the guest that nobody reads on: its writes are refused from now. */
  cancel(reason: string): void {
    if (this.#cancelled || this.#end !== undefined) return;
    this.#cancelled = true;
    this.#chunks.length = 0;
    this.#post({ t: "closed", pipe: this.id, reason });
  }

  arrived(bytes: Uint8Array): void {
    this.#observe(bytes);
    if (this.#cancelled) return;
    this.#chunks.push(bytes);
    this.#rouse();
  }

  ended(end: PipeEnd): void {
    this.#end ??= end;
    this.#rouse();
  }

  #take(chunk: Uint8Array): Uint8Array {
    this.#taken += chunk.length;
    if (this.#taken - this.#reported >= PIPE_REPORT_BYTES) {
      this.#reported = this.#taken;
      if (this.#end === undefined) this.#post({ t: "taken", pipe: this.id, total: this.#taken });
    }
    return chunk;
  }

  #rouse(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
