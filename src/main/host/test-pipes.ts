import type { HttpErrorCode } from "../../shared/worker-protocol.ts";
import type { PipeEnd, PipeReader, Pipes, PipeWriter } from "./context.ts";

/** The studio's end of a pipe the guest reads from. */
export interface TestIncoming {
  readonly reader: PipeReader;
  push(bytes: Uint8Array | string): void;
  finish(value?: unknown): void;
  fail(reason: string, code?: HttpErrorCode): void;
  readonly cancelled: boolean;
}

/** The studio's end of a pipe the guest writes to. */
export interface TestOutgoing {
  readonly writer: PipeWriter;
  /** Everything written so far. */
  bytes(): Uint8Array;
  text(): string;
  /** Takes up to `max` bytes of what waits, which gives new credit. */
  take(max?: number): void;
  /** From now on everything is taken as soon as it is written. */
  takeAtOnce(): void;
  readonly end: PipeEnd | undefined;
  /** The reader goes away. */
  close(reason: string): void;
}

/** Pipes in memory with both of their ends in the test's hands. */
export interface TestPipes extends Pipes {
  incoming(id: number): TestIncoming;
  outgoing(id: number): TestOutgoing;
  /** What the guest's side sent to its trigger. */
  readonly sent: unknown[];
  /** A message of the trigger. */
  deliver(message: unknown): void;
  /** Messages go nowhere any more. */
  endInstance(): void;
}

export function testPipes(creditBytes: number): TestPipes {
  const incoming = new Map<number, TestIncoming>();
  const outgoing = new Map<number, TestOutgoing>();
  const listeners = new Set<(message: unknown) => void>();
  const sent: unknown[] = [];
  const theIncoming = (id: number) => remember(incoming, id, testIncoming);
  const theOutgoing = (id: number) => remember(outgoing, id, () => testOutgoing(creditBytes));
  return {
    incoming: theIncoming,
    outgoing: theOutgoing,
    sent,
    reader: (id) => theIncoming(id).reader,
    writer: (id) => theOutgoing(id).writer,
    send: (message) => void sent.push(structuredClone(message)),
    onMessage: (listener) => void listeners.add(listener),
    deliver: (message) => {
      for (const listener of listeners) listener(structuredClone(message));
    },
    endInstance: () => listeners.clear(),
  };
}

function remember<T>(known: Map<number, T>, id: number, make: () => T): T {
  const found = known.get(id) ?? make();
  known.set(id, found);
  return found;
}

export function testIncoming(): TestIncoming {
  const waiting: number[] = [];
  let arrivedEnd: PipeEnd | undefined;
  let cancelled = false;
  const open = (what: string) => {
    if (arrivedEnd !== undefined) throw new Error(`${what} after the end of the pipe`);
  };
  return {
    reader: {
      take: (max) => Uint8Array.from(waiting.splice(0, max)),
      ready: () => waiting.length > 0 || arrivedEnd !== undefined,
      get end() {
        return waiting.length > 0 ? undefined : arrivedEnd;
      },
      cancel: () => {
        cancelled = true;
      },
    },
    push: (bytes) => {
      open("push");
      for (const byte of Buffer.from(bytes)) waiting.push(byte);
    },
    finish: (value) => {
      open("finish");
      arrivedEnd = { kind: "finished", value };
    },
    fail: (reason, code) => {
      open("fail");
      arrivedEnd = { kind: "failed", reason, ...(code === undefined ? {} : { code }) };
    },
    get cancelled() {
      return cancelled;
    },
  };
}

export function testOutgoing(creditBytes: number): TestOutgoing {
  const parts: Uint8Array[] = [];
  let written = 0;
  let taken = 0;
  let atOnce = false;
  let end: PipeEnd | undefined;
  let closed: string | undefined;
  const finish = (value: PipeEnd) => {
    if (end !== undefined) throw new Error("the pipe was ended twice");
    end = value;
  };
  const take = (max = Number.MAX_SAFE_INTEGER) => {
    taken = Math.min(written, taken + max);
  };
  return {
    writer: {
      permit: () => (end === undefined && closed === undefined ? creditBytes - (written - taken) : 0),
      write: (bytes) => {
        if (end !== undefined) throw new Error("written after the end of the pipe");
        if (bytes.length > creditBytes - (written - taken)) throw new Error("written beyond the permit of the pipe");
        parts.push(bytes.slice());
        written += bytes.length;
        if (atOnce) take();
      },
      flushed: () => taken === written,
      finish: (value) => finish({ kind: "finished", value }),
      fail: (reason) => finish({ kind: "failed", reason }),
      get closed() {
        return closed;
      },
    },
    bytes: () => new Uint8Array(Buffer.concat(parts)),
    text: () => Buffer.concat(parts).toString("utf8"),
    take,
    takeAtOnce: () => {
      atOnce = true;
      take();
    },
    get end() {
      return end;
    },
    close: (reason) => {
      closed = reason;
    },
  };
}
