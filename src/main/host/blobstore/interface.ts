import type { HostContext, HostModule } from "../context.ts";
import { atInstanceEnd, type InputStream, type IoModules, type OutputStream } from "../io/index.ts";
import { resourceLabel } from "../resource-label.ts";
import { trap } from "../trap.ts";
import { WitError } from "../wit-error.ts";
import type { ObjectId } from "./backend.ts";
import { BlobstoreCalls, timestamp } from "./calls.ts";
import { type Incoming, incomingSource, MAX_SYNC_BYTES, rangeOf } from "./incoming.ts";
import { Names } from "./names.ts";
import { Outgoing } from "./outgoing.ts";

/** wasi:blobstore@0.2.0-draft: `types`, `container` and `blobstore`, on classes of this context's own. */
export function createBlobstore(
  ctx: HostContext,
  io: IoModules,
): Readonly<Record<"types" | "container" | "blobstore", HostModule>> {
  const calls = new BlobstoreCalls(ctx);
  const outgoing = new Map<object, Outgoing>();
  const incoming = new WeakMap<object, Incoming>();
  const releaseAtEnd = atInstanceEnd(ctx, () => {
    for (const value of outgoing.values()) value.discard();
    outgoing.clear();
  });

  class OutgoingValue {
    #stream: OutputStream | undefined;

    /** `new-outgoing-value: static func() -> outgoing-value` */
    static newOutgoingValue(): OutgoingValue {
      const value = new OutgoingValue();
      outgoing.set(value, new Outgoing(ctx, calls));
      releaseAtEnd();
      return value;
    }

    /** `outgoing-value-write-body: func() -> result<output-stream>` */
    outgoingValueWriteBody(): OutputStream {
      this.#stream = io.outputStream(outgoingOf(this).open());
      io.adopt(this, this.#stream);
      return this.#stream;
    }

    /** `finish: static func(this: outgoing-value) -> result<_, error>`; its stream may still be there, and is closed. */
    static finish(value: OutgoingValue): void {
      const finished = outgoingOf(value);
      if (value.#stream !== undefined) io.release(value.#stream);
      outgoing.delete(value);
      finished.commit(ctx.writer());
    }

    [Symbol.dispose](): void {
      const dropped = outgoing.get(this);
      if (dropped === undefined) return;
      io.drop(this);
      outgoing.delete(this);
      dropped.drop(ctx.imports("wasi:blobstore/types", "outgoing-value.finish"));
    }

    [resourceLabel](): string {
      return outgoing.get(this)?.label ?? "";
    }
  }

  class IncomingValue {
    /** `incoming-value-consume-sync: static func(this: incoming-value) -> result<incoming-value-sync-body, error>` */
    static incomingValueConsumeSync(value: IncomingValue): Uint8Array {
      const { size, name, read } = consumed(value);
      if (size > MAX_SYNC_BYTES)
        throw new WitError<string>(
          `${JSON.stringify(name)} has ${size} bytes, too many to be read at once: use incoming-value-consume-async`,
        );
      return calls.attempt(() => read(0, size));
    }

    /** `incoming-value-consume-async: static func(this: incoming-value) -> result<incoming-value-async-body, error>` */
    static incomingValueConsumeAsync(value: IncomingValue): InputStream {
      return io.inputStream(incomingSource(consumed(value)));
    }

    /** `size: func() -> u64`; of the range, not of the object. */
    size(): bigint {
      return BigInt((incoming.get(this) ?? trap("resource not present")).size);
    }

    [Symbol.dispose](): void {
      incoming.delete(this);
    }

    [resourceLabel](): string {
      return incoming.get(this)?.name ?? "";
    }
  }

  class StreamObjectNames {
    readonly #names: Names;

    constructor(names: Names) {
      this.#names = names;
    }

    /** `read-stream-object-names: func(len: u64) -> result<tuple<list<object-name>, bool>, error>` */
    readStreamObjectNames(len: bigint): [string[], boolean] {
      return [this.#names.take(len), this.#names.ended];
    }

    /** `skip-stream-object-names: func(num: u64) -> result<tuple<u64, bool>, error>` */
    skipStreamObjectNames(num: bigint): [bigint, boolean] {
      return [this.#names.skip(num), this.#names.ended];
    }

    [resourceLabel](): string {
      return this.#names.container;
    }
  }

  class Container {
    readonly #name: string;

    constructor(name: string) {
      this.#name = name;
    }

    /** `name: func() -> result<string, error>` */
    name(): string {
      return this.#name;
    }

    /** `info: func() -> result<container-metadata, error>` */
    info(): { readonly name: string; readonly createdAt: bigint } {
      const name = this.#name;
      return { name, createdAt: timestamp(calls.ask((backend) => backend.containerCreated(name))) };
    }

    /** `get-data: func(name: object-name, start: u64, end: u64) -> result<incoming-value, error>` */
    getData(name: string, start: bigint, end: bigint): IncomingValue {
      const object = calls.ask((backend) => backend.read(this.#name, name));
      const value = new IncomingValue();
      incoming.set(value, rangeOf(name, object, start, end));
      return value;
    }

    /** `write-data: func(name: object-name, data: borrow<outgoing-value>) -> result<_, error>` */
    writeData(name: string, data: OutgoingValue): void {
      requireName(name, "an object");
      outgoingOf(data).bind(this.#name, name);
    }

    /** `list-objects: func() -> result<stream-object-names, error>` */
    listObjects(): StreamObjectNames {
      const names = calls.ask((backend) => backend.names(this.#name));
      return new StreamObjectNames(new Names(this.#name, names));
    }

    /** `delete-object: func(name: object-name) -> result<_, error>` */
    deleteObject(name: string): void {
      calls.write((backend) => backend.delete(this.#name, [name], ctx.writer()));
    }

    /** `delete-objects: func(names: list<object-name>) -> result<_, error>` */
    deleteObjects(names: readonly string[]): void {
      calls.write((backend) => backend.delete(this.#name, names, ctx.writer()));
    }

    /** `has-object: func(name: object-name) -> result<bool, error>` */
    hasObject(name: string): boolean {
      return calls.ask((backend) => backend.has(this.#name, name));
    }

    /** `object-info: func(name: object-name) -> result<object-metadata, error>` */
    objectInfo(name: string) {
      const { size, created } = calls.ask((backend) => backend.info(this.#name, name));
      return { name, container: this.#name, createdAt: timestamp(created), size: BigInt(size) };
    }

    /** `clear: func() -> result<_, error>`; the container stays. */
    clear(): void {
      calls.write((backend) => backend.clear(this.#name, ctx.writer()));
    }

    [resourceLabel](): string {
      return this.#name;
    }
  }

  function outgoingOf(value: OutgoingValue): Outgoing {
    return outgoing.get(value) ?? trap("resource not present");
  }

  function consumed(value: IncomingValue): Incoming {
    const found = incoming.get(value) ?? trap("resource not present");
    incoming.delete(value);
    return found;
  }

  return {
    types: { OutgoingValue, IncomingValue },
    container: { Container, StreamObjectNames },
    blobstore: {
      /** `create-container: func(name: container-name) -> result<container, error>`; an existing one keeps its content. */
      createContainer: (name: string) => {
        requireName(name, "a container");
        calls.write((backend) => backend.createContainer(name, ctx.writer()));
        return new Container(name);
      },
      /** `get-container: func(name: container-name) -> result<container, error>` */
      getContainer: (name: string) => {
        calls.ask((backend) => backend.containerCreated(name));
        return new Container(name);
      },
      /** `delete-container: func(name: container-name) -> result<_, error>`; with what is in it. */
      deleteContainer: (name: string) => calls.write((backend) => backend.deleteContainer(name, ctx.writer())),
      /** `container-exists: func(name: container-name) -> result<bool, error>` */
      containerExists: (name: string) => calls.ask((backend) => backend.hasContainer(name)),
      /** `copy-object: func(src: object-id, dest: object-id) -> result<_, error>` */
      copyObject: (src: WitObjectId, dest: WitObjectId) =>
        calls.write((backend) => backend.copy(objectId(src), targetId(dest), ctx.writer())),
      /** `move-object: func(src: object-id, dest: object-id) -> result<_, error>` */
      moveObject: (src: WitObjectId, dest: WitObjectId) =>
        calls.write((backend) => backend.move(objectId(src), targetId(dest), ctx.writer())),
    },
  };
}

/** `record object-id { container: container-name, object: object-name }` */
interface WitObjectId {
  readonly container: string;
  readonly object: string;
}

function objectId({ container, object }: WitObjectId): ObjectId {
  return { container, name: object };
}

function targetId(dest: WitObjectId): ObjectId {
  requireName(dest.object, "an object");
  return objectId(dest);
}

function requireName(name: string, what: string): void {
  if (name === "") throw new WitError<string>(`${what} needs a name of at least one character`);
}
