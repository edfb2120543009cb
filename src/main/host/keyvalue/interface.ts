import type { HostContext, HostModule } from "../context.ts";
import { bucketClass } from "./bucket.ts";
import { KeyvalueCalls } from "./calls.ts";

/** wasi:keyvalue@0.2.0-draft: `store`, `atomics` and `batch`, on classes of this context's own. */
export function createDraft(ctx: HostContext): Readonly<Record<"store" | "atomics" | "batch", HostModule>> {
  const calls = new KeyvalueCalls(ctx);

  class Bucket extends bucketClass(calls) {
    /** `list-keys: func(cursor: option<u64>) -> result<key-response, error>` */
    listKeys(cursor: bigint | undefined): { readonly keys: string[]; readonly cursor: bigint | undefined } {
      const { keys, next } = calls.listKeys(this.identifier, cursor ?? 0n);
      return { keys, cursor: next === undefined ? undefined : BigInt(next) };
    }
  }

  return {
    store: {
      Bucket,
      /** `open: func(identifier: string) -> result<bucket, error>`; as on a 1.x host, only a closed list makes it fail. */
      open: (identifier: string) => new Bucket(calls.open(identifier)),
    },
    atomics: {
      /** `increment: func(bucket: borrow<bucket>, key: string, delta: u64) -> result<u64, error>` */
      increment: (bucket: Bucket, key: string, delta: bigint) => calls.increment(bucket.identifier, key, delta, "u64"),
    },
    batch: {
      /** `get-many: func(bucket: borrow<bucket>, keys: list<string>) -> result<list<option<tuple<string, list<u8>>>>, error>` */
      getMany: (bucket: Bucket, keys: string[]) => pairs(keys, calls.getMany(bucket.identifier, keys)),
      /** `set-many: func(bucket: borrow<bucket>, key-values: list<tuple<string, list<u8>>>) -> result<_, error>` */
      setMany: (bucket: Bucket, keyValues: [string, Uint8Array][]) => calls.setMany(bucket.identifier, keyValues),
      /** `delete-many: func(bucket: borrow<bucket>, keys: list<string>) -> result<_, error>` */
      deleteMany: (bucket: Bucket, keys: string[]) => calls.deleteMany(bucket.identifier, keys),
    },
  };
}

/** One item for each key asked, in order; undefined where the key is missing. */
export function pairs(
  keys: readonly string[],
  values: readonly (Uint8Array | undefined)[],
): (readonly [string, Uint8Array] | undefined)[] {
  return keys.map((key, position) => {
    const value = values[position];
    return value === undefined ? undefined : [key, value];
  });
}
