import type { HostContext } from "../context.ts";
import { resourceLabel } from "../resource-label.ts";
import { trap } from "../trap.ts";
import type { ErrorModule } from "./error.ts";
import type { HandleTree } from "./handle-tree.ts";
import { atInstanceEnd } from "./instance-end.ts";
import type { InputSource, InputStream, OutputSink, OutputStream, Pollable } from "./modules.ts";
import type { PollModule } from "./poll.ts";
import { StreamReader } from "./stream-reader.ts";
import { MAX_BLOCKING_WRITE_BYTES, StreamWriter } from "./stream-writer.ts";

export interface StreamsModule {
  readonly module: {
    readonly InputStream: abstract new (...args: never[]) => InputStream;
    readonly OutputStream: abstract new (...args: never[]) => OutputStream;
  };
  readonly input: (source: InputSource) => InputStream;
  readonly output: (sink: OutputSink) => OutputStream;
}

/** `wasi:io/streams`. Every `result` fails with `stream-error`, thrown as a `WitError`; misuse is a `Trap`. */
export function createStreams(
  ctx: HostContext,
  tree: HandleTree,
  poll: PollModule,
  errors: ErrorModule,
): StreamsModule {
  const readers = new WeakMap<object, StreamReader>();
  const writers = new WeakMap<object, StreamWriter>();
  const open = new Set<StreamReader>();
  const releaseAtEnd = atInstanceEnd(ctx, () => {
    for (const reader of open) reader.dispose();
    open.clear();
  });

  function readerOf(value: object): StreamReader {
    return (
      readers.get(value) ?? trap(value instanceof SourceStream ? "resource not present" : "resource is of another type")
    );
  }

  function writerOf(value: object): StreamWriter {
    return (
      writers.get(value) ?? trap(value instanceof SinkStream ? "resource not present" : "resource is of another type")
    );
  }

  class SourceStream implements InputStream {
    constructor(reader: StreamReader) {
      readers.set(this, reader);
      open.add(reader);
      releaseAtEnd();
    }

    /** `read: func(len: u64) -> result<list<u8>, stream-error>` */
    read(len: bigint): Uint8Array {
      return readerOf(this).read(len);
    }

    /** `blocking-read: func(len: u64) -> result<list<u8>, stream-error>` */
    blockingRead(len: bigint): Uint8Array {
      return readerOf(this).readBlocking(len);
    }

    /** `skip: func(len: u64) -> result<u64, stream-error>` */
    skip(len: bigint): bigint {
      return BigInt(readerOf(this).read(len).length);
    }

    /** `blocking-skip: func(len: u64) -> result<u64, stream-error>` */
    blockingSkip(len: bigint): bigint {
      return BigInt(readerOf(this).readBlocking(len).length);
    }

    /** `subscribe: func() -> pollable` */
    subscribe(): Pollable {
      return poll.make(readerOf(this), this);
    }

    [Symbol.dispose](): void {
      const reader = readers.get(this);
      if (reader === undefined) return;
      tree.drop(this);
      readers.delete(this);
      open.delete(reader);
      reader.dispose();
    }

    [resourceLabel](): string {
      return readers.get(this)?.label ?? "";
    }
  }

  class SinkStream implements OutputStream {
    constructor(writer: StreamWriter) {
      writers.set(this, writer);
    }

    /** `check-write: func() -> result<u64, stream-error>` */
    checkWrite(): bigint {
      return BigInt(writerOf(this).checkWrite());
    }

    /** `write: func(contents: list<u8>) -> result<_, stream-error>` */
    write(contents: Uint8Array): void {
      writerOf(this).write(contents);
    }

    /** `blocking-write-and-flush: func(contents: list<u8>) -> result<_, stream-error>` */
    blockingWriteAndFlush(contents: Uint8Array): void {
      if (contents.length > MAX_BLOCKING_WRITE_BYTES) tooLarge("blocking-write-and-flush");
      writerOf(this).writeBlocking(contents);
    }

    /** `flush: func() -> result<_, stream-error>` */
    flush(): void {
      writerOf(this).flush();
    }

    /** `blocking-flush: func() -> result<_, stream-error>` */
    blockingFlush(): void {
      writerOf(this).flushBlocking();
    }

    /** `subscribe: func() -> pollable` */
    subscribe(): Pollable {
      return poll.make(writerOf(this).writable, this);
    }

    /** `write-zeroes: func(len: u64) -> result<_, stream-error>` */
    writeZeroes(len: bigint): void {
      writerOf(this).writeZeroes(len);
    }

    /** `blocking-write-zeroes-and-flush: func(len: u64) -> result<_, stream-error>` */
    blockingWriteZeroesAndFlush(len: bigint): void {
      if (len > BigInt(MAX_BLOCKING_WRITE_BYTES)) tooLarge("blocking-write-zeroes-and-flush");
      writerOf(this).writeBlocking(new Uint8Array(Number(len)));
    }

    /** `splice: func(src: borrow<input-stream>, len: u64) -> result<u64, stream-error>` */
    splice(src: object, len: bigint): bigint {
      return BigInt(writerOf(this).splice(readerOf(src), len));
    }

    /** `blocking-splice: func(src: borrow<input-stream>, len: u64) -> result<u64, stream-error>` */
    blockingSplice(src: object, len: bigint): bigint {
      return BigInt(writerOf(this).spliceBlocking(readerOf(src), len));
    }

    [Symbol.dispose](): void {
      const writer = writers.get(this);
      if (writer === undefined) return;
      tree.drop(this);
      writers.delete(this);
      writer.dispose();
    }

    [resourceLabel](): string {
      return writers.get(this)?.label ?? "";
    }
  }

  return {
    module: { InputStream: SourceStream, OutputStream: SinkStream },
    input: (source) => new SourceStream(new StreamReader(ctx, source, errors.make)),
    output: (sink) => new SinkStream(new StreamWriter(ctx, sink, errors.make)),
  };
}

function tooLarge(name: string): never {
  return trap(`Buffer too large for ${name} (expected at most ${MAX_BLOCKING_WRITE_BYTES})`);
}
