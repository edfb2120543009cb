import { resourceLabel } from "../resource-label.ts";
import type { KeyvalueCalls } from "./calls.ts";

/** What `resource bucket` has in every version of wasi:keyvalue, as a class of this context's own: it is its name. */
export function bucketClass(calls: KeyvalueCalls) {
  return class Bucket {
    readonly identifier: string;

    constructor(identifier: string) {
      this.identifier = identifier;
    }

    /** `get: func(key: string) -> result<option<list<u8>>, error>` */
    get(key: string): Uint8Array | undefined {
      return calls.get(this.identifier, key);
    }

    /** `set: func(key: string, value: list<u8>) -> result<_, error>` */
    set(key: string, value: Uint8Array): void {
      calls.set(this.identifier, key, value);
    }

    /** `delete: func(key: string) -> result<_, error>` */
    delete(key: string): void {
      calls.delete(this.identifier, key);
    }

    /** `exists: func(key: string) -> result<bool, error>` */
    exists(key: string): boolean {
      return calls.exists(this.identifier, key);
    }

    [resourceLabel](): string {
      return this.identifier;
    }
  };
}
