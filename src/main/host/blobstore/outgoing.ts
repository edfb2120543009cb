import type { WriterView } from "../../../shared/model.ts";
import type { HostContext } from "../context.ts";
import { callbackSink, type OutputSink, type StreamEnd } from "../io/index.ts";
import { WitError } from "../wit-error.ts";
import type { BlobstoreBackend, ObjectBody } from "./backend.ts";
import { type BlobstoreCalls, failureText } from "./calls.ts";

/** Where a value goes, as `write-data` said. */
interface Target {
  readonly backend: BlobstoreBackend;
  readonly container: string;
  readonly name: string;
  readonly writer: WriterView;
}

/**
 * What an outgoing-value holds: bytes that the guest writes before or after `write-data` says where they go, and that
 * nobody sees until they are committed.
 */
export class Outgoing {
  readonly #ctx: HostContext;
  readonly #calls: BlobstoreCalls;
  #body: ObjectBody | undefined;
  #target: Target | undefined;
  #opened = false;
  #end: StreamEnd | undefined;

  constructor(ctx: HostContext, calls: BlobstoreCalls) {
    this.#ctx = ctx;
    this.#calls = calls;
  }

  get label(): string {
    return this.#target?.name ?? "";
  }

  /** The one sink of its bytes. @throws WitError without a payload, the second time. */
  open(): OutputSink {
    if (this.#opened) throw new WitError<undefined>(undefined);
    this.#opened = true;
    return { ...callbackSink((bytes) => this.#write(bytes), "object body"), end: () => this.#end };
  }

  /** The link of this moment decides where it is stored. */
  bind(container: string, name: string): void {
    if (this.#target !== undefined)
      throw new WitError<string>(
        `this outgoing-value is already written to ${JSON.stringify(this.#target.name)}: write-data was called before`,
      );
    const backend = this.#calls.backend();
    // The object comes to be at `finish`; a container that is missing is told here already.
    this.#calls.attempt(() => backend.containerCreated(container));
    this.#target = { backend, container, name, writer: this.#ctx.writer() };
  }

  /**
   * Makes the bytes visible; a stream that is still open is closed from now on. `writer`: who does it, if it is not who
   * called `write-data`. @throws WitError
   */
  commit(writer?: WriterView): void {
    const failed = this.#end?.kind === "failed" ? this.#end.text : undefined;
    this.#end = { kind: "closed" };
    const target = this.#target;
    try {
      if (failed !== undefined) throw new WitError<string>(failed);
      if (target === undefined) {
        this.#warn("finish was called before write-data, so nothing says where to store it: its bytes are lost");
        return;
      }
      const { backend, container, name } = target;
      this.#calls.attempt(() => {
        this.#body ??= backend.body();
        this.#ctx.changed(backend.put(container, name, this.#body, writer ?? target.writer));
      });
    } finally {
      this.discard();
    }
  }

  /**
   * The guest dropped it without `finish`: a broken value, unless the guest does not know that function, as those
   * built with the WIT of before August 2024.
   */
  drop(knowsFinish: boolean): void {
    if (knowsFinish) {
      const dropped = this.#target ?? (this.#body === undefined ? undefined : { name: "" });
      if (dropped !== undefined)
        this.#warn(`an outgoing-value${naming(dropped.name)} was dropped without finish: nothing was stored`);
      this.discard();
      return;
    }
    try {
      this.commit();
    } catch (error) {
      if (!(error instanceof WitError)) throw error;
      this.#warn(`an outgoing-value${naming(this.label)} could not be stored when it was dropped: ${error.payload}`);
    }
  }

  /** Lets go of the bytes. */
  discard(): void {
    this.#end ??= { kind: "closed" };
    this.#body?.[Symbol.dispose]();
    this.#body = undefined;
  }

  #write(bytes: Uint8Array): void {
    this.#ctx.leaving?.("blob", this, bytes);
    try {
      this.#body ??= (this.#target?.backend ?? this.#calls.backend()).body();
      this.#body.write(bytes);
    } catch (error) {
      const text = error instanceof WitError ? String(error.payload) : failureText(error);
      if (text === undefined) throw error;
      this.#end = { kind: "failed", text };
    }
  }

  #warn(text: string): void {
    this.#ctx.print("stderr", new TextEncoder().encode(`wasi:blobstore: ${text}\n`));
  }
}

function naming(name: string): string {
  return name === "" ? "" : ` for ${JSON.stringify(name)}`;
}
