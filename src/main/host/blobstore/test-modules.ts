import { createIo } from "../io/index.ts";
import { hostFunction, type TestContextOptions, testContext } from "../test-context.ts";
import { WitError } from "../wit-error.ts";
import { HeapBlobstore } from "./heap.ts";
import { blobstore } from "./index.ts";

/** The resources of wasi:blobstore as a guest calls them. */
export interface GuestContainer extends Disposable {
  name(): string;
  info(): { name: string; createdAt: bigint };
  getData(name: string, start: bigint, end: bigint): GuestIncoming;
  writeData(name: string, data: GuestOutgoing): void;
  listObjects(): GuestNames;
  deleteObject(name: string): void;
  deleteObjects(names: string[]): void;
  hasObject(name: string): boolean;
  objectInfo(name: string): { name: string; container: string; createdAt: bigint; size: bigint };
  clear(): void;
}
export interface GuestOutgoing extends Disposable {
  outgoingValueWriteBody(): GuestOutput;
}
export interface GuestIncoming extends Disposable {
  size(): bigint;
}
export interface GuestNames {
  readStreamObjectNames(len: bigint): [string[], boolean];
  skipStreamObjectNames(num: bigint): [bigint, boolean];
}
export interface GuestOutput extends Disposable {
  checkWrite(): bigint;
  write(bytes: Uint8Array): void;
  blockingWriteAndFlush(bytes: Uint8Array): void;
  blockingSplice(src: GuestInput, len: bigint): bigint;
  subscribe(): Disposable;
}
export interface GuestInput extends Disposable {
  blockingRead(len: bigint): Uint8Array;
}

export const MAX_U64 = 2n ** 64n - 1n;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The package on a context of its own, and what a guest does with it in short. */
export function testModules(options: TestContextOptions = {}) {
  const heap = new HeapBlobstore(() => 1_750_000_000_999);
  const ctx = testContext({ blobstore: () => heap, ...options });
  const io = createIo(ctx);
  const modules = blobstore.create(ctx, io);
  const call = (name: string, ...args: unknown[]) => hostFunction(modules, "blobstore", name)(...args);
  const statics = (resource: string, name: string) => {
    const owner = modules["types"]?.[resource] as Record<string, (...args: unknown[]) => unknown>;
    return (...args: unknown[]) => owner[name]?.(...args);
  };
  const create = (name: string) => call("createContainer", name) as GuestContainer;
  const outgoing = () => statics("OutgoingValue", "newOutgoingValue")() as GuestOutgoing;
  const finish = (value: GuestOutgoing) => void statics("OutgoingValue", "finish")(value);
  const consumeSync = (value: GuestIncoming) =>
    statics("IncomingValue", "incomingValueConsumeSync")(value) as Uint8Array;
  const consumeAsync = (value: GuestIncoming) =>
    statics("IncomingValue", "incomingValueConsumeAsync")(value) as GuestInput;
  const text = (container: GuestContainer, name: string, start = 0n, end = MAX_U64) =>
    new TextDecoder().decode(consumeSync(container.getData(name, start, end)));
  const write = (container: GuestContainer, name: string, value: string) => {
    const data = outgoing();
    const stream = data.outgoingValueWriteBody();
    stream.blockingWriteAndFlush(bytes(value));
    stream[Symbol.dispose]();
    container.writeData(name, data);
    finish(data);
  };
  return { ctx, heap, io, modules, call, create, outgoing, finish, consumeSync, consumeAsync, text, write };
}

/** All that a stream gives until it says it is closed. */
export function readAll(stream: GuestInput, part = 1000n): Uint8Array {
  const parts: Uint8Array[] = [];
  while (payloadOf(() => parts.push(stream.blockingRead(part))) === "no error");
  return new Uint8Array(Buffer.concat(parts));
}

/** What a guest is handed in place of a result. */
export function payloadOf(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    if (error instanceof WitError) return error.payload;
    throw error;
  }
  return "no error";
}
