import type {
  ContainerChangeInput,
  CopyObjectInput,
  ObjectQuery,
  ObjectRef,
  PutObjectInput,
} from "../../shared/blob-model.ts";
import type {
  KeyQuery,
  KeyRef,
  RenameKeyInput,
  ResetInput,
  ResetReply,
  SetValueInput,
  SetValuesInput,
  UndoReply,
  VersionRange,
} from "../../shared/contract.ts";
import type { AuditQuery, AuditView, RevealedSecret, VersionId } from "../../shared/model.ts";
import type { Blobs } from "./blobs.ts";
import type { Secrets } from "./secrets/open-secrets.ts";
import type { Seeding } from "./seed/seeding.ts";
import type { StateAccess } from "./state-access.ts";

export interface StateParts {
  readonly state: StateAccess;
  readonly blobs: Blobs;
  readonly seeding: Seeding;
  readonly secrets: Secrets;
  readonly onStateEdited: () => void;
}

/** What windows ask of that which outlives the calls of a project: its state, its secrets and their audit. */
export class StateMethods {
  readonly #parts: StateParts;

  constructor(parts: StateParts) {
    this.#parts = parts;
  }

  buckets() {
    return this.#parts.state.buckets();
  }

  keys(query: KeyQuery, signal?: AbortSignal) {
    return this.#parts.state.keys(query, signal);
  }

  value(ref: KeyRef) {
    return this.#parts.state.value(ref);
  }

  readValue(version: VersionId, offset: number): Promise<Uint8Array> {
    return this.#parts.state.readValue(version, offset);
  }

  async setValue(input: SetValueInput): Promise<VersionId> {
    return this.#edited(await this.#parts.state.setValue(input));
  }

  async setValues(input: SetValuesInput): Promise<readonly VersionId[]> {
    return this.#edited(await this.#parts.state.setValues(input));
  }

  async deleteKeys(backend: string, bucket: string, keys: readonly string[]): Promise<readonly VersionId[]> {
    return this.#edited(await this.#parts.state.deleteKeys(backend, bucket, keys));
  }

  async renameKey(input: RenameKeyInput): Promise<readonly VersionId[]> {
    return this.#edited(await this.#parts.state.renameKey(input));
  }

  async undo(versions: readonly VersionId[]): Promise<UndoReply> {
    return this.#edited(await this.#parts.state.undo(versions));
  }

  async resetState(input: ResetInput): Promise<ResetReply> {
    return this.#edited(await this.#parts.seeding.reset(input));
  }

  async undoReset(steps: readonly VersionRange[]): Promise<UndoReply> {
    return this.#edited(await this.#parts.state.undoReset(steps));
  }

  containers() {
    return this.#parts.blobs.containers();
  }

  objects(query: ObjectQuery, signal?: AbortSignal) {
    return this.#parts.blobs.objects(query, signal);
  }

  object(ref: ObjectRef) {
    return this.#parts.blobs.object(ref);
  }

  async changeContainer(input: ContainerChangeInput): Promise<readonly VersionId[]> {
    return this.#edited(await this.#parts.blobs.changeContainer(input));
  }

  async putObject(input: PutObjectInput, signal: AbortSignal = new AbortController().signal): Promise<VersionId> {
    return this.#edited(await this.#parts.blobs.putObject(input, signal));
  }

  objectBytes(upload: string, bytes: Uint8Array | null): Promise<void> {
    return this.#parts.blobs.objectBytes(upload, bytes);
  }

  async deleteObjects(backend: string, container: string, names: readonly string[]): Promise<readonly VersionId[]> {
    return this.#edited(await this.#parts.blobs.deleteObjects(backend, container, names));
  }

  async copyObject(input: CopyObjectInput): Promise<readonly VersionId[]> {
    return this.#edited(await this.#parts.blobs.copyObject(input));
  }

  async secrets() {
    return this.#parts.secrets.views();
  }

  audit(query: AuditQuery): Promise<readonly AuditView[]> {
    return this.#parts.secrets.audit(query);
  }

  revealSecret(name: string): Promise<RevealedSecret> {
    return this.#parts.secrets.reveal(name);
  }

  keyHistory(ref: KeyRef, limit: number) {
    return this.#parts.state.keyHistory(ref, limit);
  }

  #edited<T>(result: T): T {
    this.#parts.onStateEdited();
    return result;
  }
}
