import type { HostContext, HostModule } from "../context.ts";
import { resourceLabel } from "../resource-label.ts";
import { WitError } from "../wit-error.ts";
import { bucketClass } from "./bucket.ts";
import { type KeyvalueError, KeyvalueCalls, other } from "./calls.ts";
import { pairs } from "./interface.ts";

/** The modules of wasi:keyvalue@0.2.0-draft2. Two packages carry that id; they differ in what `get-many` returns. */
export type Draft2Module = "store@draft2" | "atomics@draft2" | "batch@draft2" | "batch@draft2-spin";

/** `variant cas-error { store-error(error), cas-failed(cas) }` */
type CasError =
  | { readonly tag: "store-error"; readonly val: KeyvalueError }
  | { readonly tag: "cas-failed"; readonly val: object };

export function createDraft2(ctx: HostContext): Readonly<Record<Draft2Module, HostModule>> {
  const calls = new KeyvalueCalls(ctx);

  class Bucket extends bucketClass(calls) {
    /** `list-keys: func(cursor: option<string>) -> result<key-response, error>` */
    listKeys(cursor: string | undefined): { readonly keys: string[]; readonly cursor: string | undefined } {
      const { keys, next } = calls.listKeys(this.identifier, parseCursor(cursor));
      return { keys, cursor: next === undefined ? undefined : String(next) };
    }
  }

  /** `resource cas`: what a key held when the handle was made. `swap` writes only while that is still so. */
  class Cas {
    readonly bucket: string;
    readonly key: string;
    readonly seen: ReturnType<KeyvalueCalls["current"]>;

    constructor(bucket: string, key: string) {
      this.bucket = bucket;
      this.key = key;
      this.seen = calls.current(bucket, key);
    }

    /** `new: static func(bucket: borrow<bucket>, key: string) -> result<cas, error>` */
    static new(bucket: Bucket, key: string): Cas {
      return new Cas(bucket.identifier, key);
    }

    /** `current: func() -> result<option<list<u8>>, error>` */
    current(): Uint8Array | undefined {
      return this.seen.value;
    }

    [resourceLabel](): string {
      return this.key;
    }
  }

  return {
    "store@draft2": {
      Bucket,
      /** `open: func(identifier: string) -> result<bucket, error>` */
      open: (identifier: string) => new Bucket(calls.open(identifier)),
    },
    "atomics@draft2": {
      Cas,
      /** `increment: func(bucket: borrow<bucket>, key: string, delta: s64) -> result<s64, error>` */
      increment: (bucket: Bucket, key: string, delta: bigint) => calls.increment(bucket.identifier, key, delta, "s64"),
      /** `swap: func(cas: cas, value: list<u8>) -> result<_, cas-error>` */
      swap: (cas: Cas, value: Uint8Array) => {
        const won = storeErrors(() => calls.swap(cas.bucket, cas.key, value, cas.seen.version));
        if (won) return;
        const fresh = storeErrors(() => new Cas(cas.bucket, cas.key));
        throw new WitError<CasError>({ tag: "cas-failed", val: fresh });
      },
    },
    "batch@draft2": {
      /** Upstream: `get-many: func(bucket: borrow<bucket>, keys: list<string>) -> result<list<option<tuple<string, list<u8>>>>, error>` */
      getMany: (bucket: Bucket, keys: string[]) => pairs(keys, calls.getMany(bucket.identifier, keys)),
      ...batchWrites(),
    },
    "batch@draft2-spin": {
      /** Spin: `get-many: func(bucket: borrow<bucket>, keys: list<string>) -> result<list<tuple<string, option<list<u8>>>>, error>` */
      getMany: (bucket: Bucket, keys: string[]) => {
        const values = calls.getMany(bucket.identifier, keys);
        return keys.map((key, position) => [key, values[position]]);
      },
      ...batchWrites(),
    },
  };

  function batchWrites() {
    return {
      /** `set-many: func(bucket: borrow<bucket>, key-values: list<tuple<string, list<u8>>>) -> result<_, error>` */
      setMany: (bucket: Bucket, keyValues: [string, Uint8Array][]) => calls.setMany(bucket.identifier, keyValues),
      /** `delete-many: func(bucket: borrow<bucket>, keys: list<string>) -> result<_, error>` */
      deleteMany: (bucket: Bucket, keys: string[]) => calls.deleteMany(bucket.identifier, keys),
    };
  }
}

/** The cursor is the number of keys before the page, as text. */
function parseCursor(cursor: string | undefined): bigint {
  if (cursor === undefined) return 0n;
  if (/^[0-9]{1,20}$/.test(cursor)) return BigInt(cursor);
  throw new WitError<KeyvalueError>(other(`${JSON.stringify(cursor)} is not a cursor that list-keys returned`));
}

/** In `swap` the errors of the store stand one level deeper. */
function storeErrors<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof WitError)) throw error;
    throw new WitError<CasError>({ tag: "store-error", val: error.payload as KeyvalueError }, { cause: error });
  }
}
