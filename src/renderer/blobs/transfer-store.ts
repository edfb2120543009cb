import type { ObjectRef, ObjectView } from "../../shared/blob-model.ts";
import { type StudioApi, VALUE_CHUNK_BYTES } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type { VersionId } from "../../shared/model.ts";
import { counted } from "../format/quantity.ts";
import { saveFile } from "../keyvalue/read-whole.ts";
import { undoOf } from "../keyvalue/use-undo.ts";
import { ValueStore } from "../store/value-store.ts";
import type { ToastStore } from "../toast/toast-store.ts";
import type { GivenFile } from "./given-files.ts";
import { lastPart } from "./object-place.ts";

/** An upload or download under way. */
export interface Transfer {
  readonly id: string;
  readonly kind: "upload" | "download";
  readonly object: ObjectRef;
  /** Bytes. */
  readonly total: number;
  readonly done: number;
}

interface Running {
  readonly abort: AbortController;
  readonly onBytes: (done: number) => void;
}

/** Bytes on their way between this window and blobs: they go on when another view is looked at. */
export class TransferStore extends ValueStore<readonly Transfer[]> {
  readonly #api: StudioApi;
  readonly #toasts: ToastStore;
  readonly #aborts = new Map<string, AbortController>();

  constructor(api: StudioApi, toasts: ToastStore) {
    super([]);
    this.#api = api;
    this.#toasts = toasts;
  }

  /**
   * Writes files as objects, one after the other, over what has their names. `folder`: before each name.
   * Resolves with the names that were written.
   */
  async upload(
    target: { readonly backend: string; readonly container: string; readonly folder: string },
    files: readonly GivenFile[],
  ): Promise<readonly string[]> {
    const { backend, container, folder } = target;
    const waiting = files.map(({ name, file }) => ({
      file,
      transfer: this.#add("upload", { backend, container, name: folder + name }, file.size),
    }));
    const written: { readonly name: string; readonly version: VersionId; readonly replaced: boolean }[] = [];
    for (const { file, transfer } of waiting) {
      const { name } = transfer.object;
      await this.#run(transfer, `${lastPart(name)} was not uploaded.`, async (running) => {
        const replaced = await this.#exists(transfer.object);
        const version = await this.#send(transfer, file, running);
        written.push({ name, version, replaced });
      });
    }
    if (written.length > 0) {
      const replaced = written.filter((each) => each.replaced).length;
      const [first] = written;
      const what = written.length === 1 ? lastPart(first?.name ?? "") : counted(written.length, "file");
      const over = written.length === 1 ? ", over what was there" : `, ${replaced} over what was there`;
      this.#toasts.done(
        `Uploaded ${what} to ${container}${replaced === 0 ? "" : over}.`,
        undoOf(
          { api: this.#api, toasts: this.#toasts },
          written.map(({ version }) => version),
        ),
      );
    }
    return written.map(({ name }) => name);
  }

  /** Saves the very version that is shown as a file. */
  async download(object: ObjectRef, { version, size }: ObjectView): Promise<void> {
    const name = lastPart(object.name);
    await this.#run(this.#add("download", object, size), `${name} was not downloaded.`, async ({ abort, onBytes }) => {
      // As blobs, which the browser may keep on disk.
      const parts: Blob[] = [];
      let done = 0;
      while (done < size) {
        const bytes = await this.#api.readValue(version, done);
        abort.signal.throwIfAborted();
        if (bytes.length === 0) throw new Error(`It ended after ${done} of ${size} bytes.`);
        parts.push(new Blob([bytes.slice()]));
        done += bytes.length;
        onBytes(done);
      }
      saveFile(new Blob(parts, { type: "application/octet-stream" }), name);
    });
  }

  cancel(id: string): void {
    this.#aborts.get(id)?.abort();
    // One that waits for its turn is not begun.
    this.set(this.get().filter((each) => each.id !== id));
  }

  dispose(): void {
    for (const { id } of this.get()) this.cancel(id);
  }

  #add(kind: Transfer["kind"], object: ObjectRef, total: number): Transfer {
    const transfer = { id: crypto.randomUUID(), kind, object, total, done: 0 };
    this.set([...this.get(), transfer]);
    return transfer;
  }

  async #run({ id }: Transfer, failed: string, work: (running: Running) => Promise<void>): Promise<void> {
    if (!this.get().some((each) => each.id === id)) return;
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    const onBytes = (done: number) => this.set(this.get().map((each) => (each.id === id ? { ...each, done } : each)));
    try {
      await work({ abort, onBytes });
    } catch (error) {
      if (!abort.signal.aborted) this.#toasts.failed(failed, error);
    } finally {
      this.#aborts.delete(id);
      this.set(this.get().filter((each) => each.id !== id));
    }
  }

  async #send({ id, object }: Transfer, file: File, { abort, onBytes }: Running): Promise<VersionId> {
    const broken = new AbortController();
    const put = this.#api.putObject({ ...object, upload: id }, AbortSignal.any([abort.signal, broken.signal]));
    // Told by whichever of the two fails first.
    put.catch(() => undefined);
    try {
      for (let done = 0; done < file.size;) {
        const bytes = new Uint8Array(await file.slice(done, done + VALUE_CHUNK_BYTES).arrayBuffer());
        abort.signal.throwIfAborted();
        await this.#api.objectBytes(id, bytes);
        done += bytes.length;
        onBytes(done);
      }
      await this.#api.objectBytes(id, null);
    } catch (error) {
      // A file that cannot be read any more, for one: nothing is left of the upload.
      broken.abort();
      throw error;
    }
    return put;
  }

  async #exists(ref: ObjectRef): Promise<boolean> {
    try {
      await this.#api.object(ref);
      return true;
    } catch (error) {
      if (error instanceof StudioError && error.code === "state-not-found") return false;
      throw error;
    }
  }
}
