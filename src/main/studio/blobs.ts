import type {
  ContainerChangeInput,
  ContainersView,
  CopyObjectInput,
  ObjectDetail,
  ObjectQuery,
  ObjectRef,
  ObjectView,
  PutObjectInput,
} from "../../shared/blob-model.ts";
import { StudioError } from "../../shared/errors.ts";
import type { VersionId } from "../../shared/model.ts";
import type { StateAccess, StateSide } from "./state-access.ts";

interface Upload {
  /** Resolves when what came before has been written; the next part is written after it. */
  written: Promise<void>;
  /** The number of the upload in the store; rejects when it could not begin. */
  readonly begun: Promise<{ readonly side: StateSide; readonly id: number }>;
  readonly ended: PromiseWithResolvers<void>;
}

const ACTION_OF_CHANGE = { create: "created", clear: "cleared", delete: "deleted" } as const;

/** Blobs for people: views and edits of the stores, and uploads from windows and commands. */
export class Blobs {
  readonly #state: StateAccess;
  readonly #backends: () => readonly string[];
  readonly #uploads = new Map<string, Upload>();

  /** `backends`: the blobstore backends of the project, as it is now. */
  constructor(state: StateAccess, backends: () => readonly string[]) {
    this.#state = state;
    this.#backends = backends;
  }

  async containers(): Promise<ContainersView> {
    const all = await Promise.all(this.#state.sides().map(({ api }) => api.containers()));
    const containers = all.flat();
    const backends = new Set([...this.#backends(), ...containers.map(({ backend }) => backend)]);
    return { backends: [...backends].toSorted(), containers };
  }

  async objects(query: ObjectQuery, signal?: AbortSignal): Promise<readonly ObjectView[]> {
    const { api, outside } = this.#state.sideOf(query.backend);
    const found = await (signal === undefined ? api.objects(query) : api.objects(query, signal));
    return found.map((object) => ({ ...object, version: outside(object.version) }));
  }

  async object(ref: ObjectRef): Promise<ObjectDetail> {
    const { api, outside } = this.#state.sideOf(ref.backend);
    const found = await api.object(ref);
    return { ...found, version: outside(found.version) };
  }

  async changeContainer(input: ContainerChangeInput): Promise<readonly VersionId[]> {
    const { api, outside } = this.#state.sideOf(input.backend);
    return (await api.changeContainer(input, ACTION_OF_CHANGE[input.change])).map(outside);
  }

  async deleteObjects(backend: string, container: string, names: readonly string[]): Promise<readonly VersionId[]> {
    const { api, outside } = this.#state.sideOf(backend);
    return (await api.deleteObjects(backend, container, names, "deleted")).map(outside);
  }

  async copyObject(input: CopyObjectInput): Promise<readonly VersionId[]> {
    const { api, outside } = this.#state.sideOf(input.backend);
    return (await api.copyObject(input, input.move === true ? "moved" : "copied")).map(outside);
  }

  /** Ends with the upload; before that, only by its signal. @throws StudioError `state-not-found`, `state-conflict` */
  async putObject({ upload: name, expected, ...ref }: PutObjectInput, signal: AbortSignal): Promise<VersionId> {
    // It would wait for bytes that nobody can bring.
    if ([name, ref.backend, ref.container, ref.name].some((text) => typeof text !== "string")) {
      throw new StudioError(
        "request-invalid",
        "An upload names itself, and the backend, container and object it is for.",
      );
    }
    if (this.#uploads.has(name)) throw new StudioError("request-invalid", `An upload called ${name} is under way.`);
    const side = this.#state.sideOf(ref.backend);
    const begun = side.api.beginUpload().then((id) => ({ side, id }));
    const upload: Upload = { begun, written: begun.then(() => undefined), ended: Promise.withResolvers<void>() };
    // Whoever brings bytes is told; so is this call, below.
    upload.written.catch(() => undefined);
    this.#uploads.set(name, upload);
    const stop = () => upload.ended.reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
    try {
      signal.throwIfAborted();
      const { id } = await begun;
      try {
        await upload.ended.promise;
        const given = expected === undefined ? {} : { expected: side.inside(expected) };
        return side.outside(await side.api.finishUpload(id, { ...ref, ...given, action: "uploaded" }));
      } catch (error) {
        await side.api.dropUpload(id);
        throw error;
      }
    } finally {
      signal.removeEventListener("abort", stop);
      this.#uploads.delete(name);
    }
  }

  /** Null ends the upload. */
  async objectBytes(name: string, bytes: Uint8Array | null): Promise<void> {
    const upload = this.#uploads.get(name);
    if (upload === undefined) throw new StudioError("request-invalid", "That upload is over; its bytes go nowhere.");
    // One after the other, also for a caller who does not wait for the last one.
    upload.written = upload.written.then(async () => {
      const { side, id } = await upload.begun;
      if (bytes !== null) await side.api.uploadBytes(id, bytes);
    });
    try {
      await upload.written;
      if (bytes === null) upload.ended.resolve();
    } catch (error) {
      upload.ended.reject(error as Error);
      throw error;
    }
  }
}
