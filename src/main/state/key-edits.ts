import type { RenameKeyInput, SetValueInput, SetValuesInput } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type { VersionId } from "../../shared/model.ts";
import { changedSince, noBucket, notFound, notWritten, taken } from "./key-errors.ts";
import type { Ledger } from "./ledger.ts";
import { StorageError } from "./storage-error.ts";

/** What a person changes in a bucket, each in one transaction. `action`: how history names what the person did. */
export class KeyEdits {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  set(input: SetValueInput, action: string): VersionId {
    const bucket = this.#ledger.bucket(input.backend, input.bucket);
    const mark = this.#ledger.mark({ kind: "person", action });
    const placed = this.#ledger.place(input.value);
    return this.#ledger.db.immediate(() => {
      const current = this.#version(bucket, input.key);
      if (input.expected !== undefined && input.expected !== current) throw notWritten(input, current);
      return this.#ledger.append(bucket, input.key, placed, mark);
    });
  }

  /** All of them, or none. */
  setAll({ backend, bucket, entries }: SetValuesInput, action: string): VersionId[] {
    const id = this.#ledger.bucket(backend, bucket);
    const mark = this.#ledger.mark({ kind: "person", action });
    const placed = entries.map(([key, value]) => ({ key, value: this.#ledger.place(value) }));
    return this.#ledger.db.immediate(() => placed.map(({ key, value }) => this.#ledger.append(id, key, value, mark)));
  }

  delete(backend: string, bucket: string, keys: readonly string[], action: string): VersionId[] {
    const id = this.#bucket(backend, bucket);
    const mark = this.#ledger.mark({ kind: "person", action });
    const deleted = this.#ledger.db.immediate(() => keys.map((key) => this.#ledger.appendDeletion(id, key, mark)));
    return deleted.filter((version) => version !== undefined);
  }

  /** The value under another key: the version that has it there, and the one that deletes it here. */
  rename(input: RenameKeyInput, action: string): VersionId[] {
    const { backend, bucket, key, to, expected } = input;
    if (to === key) throw new StudioError("request-invalid", `${JSON.stringify(to)} is the key's name already.`);
    const id = this.#bucket(backend, bucket);
    const mark = this.#ledger.mark({ kind: "person", action });
    return this.#ledger.db.immediate(() => {
      const current = this.#version(id, key);
      if (current === 0) throw notFound(input);
      if (expected !== undefined && expected !== current) throw changedSince(input, expected, current);
      if (this.#version(id, to) !== 0) throw taken({ backend, bucket, key: to });
      const stored = this.#ledger.stored(current);
      if (stored === undefined || (stored.digest !== null && !this.#ledger.content.has(stored.digest)))
        throw new StorageError(`the value of the key ${JSON.stringify(key)} is missing from the store`);
      const written = this.#ledger.appendStored(id, to, stored, mark);
      const deleted = this.#ledger.appendDeletion(id, key, mark);
      return deleted === undefined ? [written] : [written, deleted];
    });
  }

  #bucket(backend: string, bucket: string): number {
    const id = this.#ledger.findBucket(backend, bucket);
    if (id === undefined) throw noBucket(backend, bucket);
    return id;
  }

  /** Of a key as it is now; 0: there is none. */
  #version(bucket: number, key: string): VersionId {
    const [seq, size] = this.#ledger.entry(bucket, key) ?? [0, null];
    return size === null ? 0 : seq;
  }
}
