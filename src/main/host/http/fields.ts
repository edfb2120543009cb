import type { IoModules } from "../io/index.ts";
import { FieldList } from "./field-list.ts";
import { ResourceStates } from "./resource-states.ts";

type Entry = readonly [string, Uint8Array];

export interface FieldsClass {
  /** `resource fields`; `headers` and `trailers` are aliases of it. */
  readonly Fields: new () => object;
  /** An immutable view for the guest that must be dropped before `parent`. */
  child(list: FieldList, parent: object): object;
  /** Takes an owned `fields` from the guest; its contents are immutable from then on. */
  take(fields: object): FieldList;
}

/** `wasi:http/types` `resource fields`. */
export function createFields(io: IoModules): FieldsClass {
  const states = new ResourceStates<FieldList>("fields");

  class Fields {
    /** constructor() */
    constructor() {
      states.bind(this, new FieldList());
    }

    /** from-list: static func(entries: list<tuple<field-name,field-value>>) -> result<fields, header-error> */
    static fromList(entries: readonly Entry[]): Fields {
      const list = new FieldList();
      for (const [name, value] of entries) list.append(name, value);
      return states.make(Fields.prototype, list);
    }

    /** get: func(name: field-name) -> list<field-value> */
    get(name: string): Uint8Array[] {
      return states.of(this).get(name);
    }

    /** has: func(name: field-name) -> bool */
    has(name: string): boolean {
      return states.of(this).has(name);
    }

    /** set: func(name: field-name, value: list<field-value>) -> result<_, header-error> */
    set(name: string, values: readonly Uint8Array[]): void {
      states.of(this).set(name, values);
    }

    /** delete: func(name: field-name) -> result<_, header-error> */
    delete(name: string): void {
      states.of(this).delete(name);
    }

    /** append: func(name: field-name, value: field-value) -> result<_, header-error> */
    append(name: string, value: Uint8Array): void {
      states.of(this).append(name, value);
    }

    /** entries: func() -> list<tuple<field-name,field-value>> */
    entries(): [string, Uint8Array][] {
      return states.of(this).entries();
    }

    /** clone: func() -> fields */
    clone(): Fields {
      return states.make(Fields.prototype, states.of(this).copy());
    }

    [Symbol.dispose](): void {
      states.end(this, io);
    }
  }

  return {
    Fields,
    child: (list, parent) => {
      const fields = states.make(Fields.prototype, list);
      io.adopt(parent, fields);
      return fields;
    },
    take: (fields) => states.take(fields, io).freeze(),
  };
}
