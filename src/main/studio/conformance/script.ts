/**
 * A script is what a guest does and must see: calls of imported functions in order, each with the result it has to
 * give. `script-component.ts` makes a real component of it, whose compiled code calls and compares by itself.
 */
import shapes from "../../wit/generated/offered.json" with { type: "json" };
import { displayName } from "../../wit/function-name.ts";
import { decodeShapes, type Shape, type ShapesJson } from "../../wit/offered/shape-json.ts";
import type { WitFunction } from "../../wit/world.ts";
import type { StreamRule } from "./stream-rules.ts";

export interface Script {
  /** A sentence without its subject: what the component does. */
  readonly does: string;
  readonly steps: readonly Step[];
  /** It is the handler of a request and holds these, instead of a function that is called. */
  readonly handles?: {
    readonly request: Handle;
    readonly out: Handle;
    /** Part of why it gives no answer. */
    readonly refuses?: string;
  };
  /** Rules of wasi:io that it shows. */
  readonly shows?: readonly StreamRule[];
  /** Part of what the trap says that its last step, the drop of a resource, ends in. */
  readonly trapsAtEnd?: string;
}

export type Step = CallStep | DropStep;

export interface CallStep {
  readonly kind: "call";
  readonly function: ImportedFunction;
  readonly args: readonly Value[];
  readonly expected: Expected;
}

export interface DropStep {
  readonly kind: "drop";
  readonly interface: string;
  readonly resource: string;
  readonly handle: Handle;
}

export interface ImportedFunction {
  /** `wasi:keyvalue/store@0.2.0-draft` */
  readonly interface: string;
  /** Tells apart what has one id and several shapes: `spin`. */
  readonly variant: string | undefined;
  readonly type: WitFunction;
}

/** `value`: of a function that is no `result`. A trap and an exit end the script; `text` is part of what a trap says. */
export type Expected =
  | { readonly kind: "value" | "ok" | "err"; readonly value: Value }
  | { readonly kind: "trap"; readonly text: string }
  /** A trap before the host is asked, by the boundary itself: the record holds no such call. */
  | { readonly kind: "refused"; readonly text: string }
  | { readonly kind: "exit"; readonly code: number };

/**
 * As transpiled code has values, but fields keep the names of their WIT, and a text stands for its bytes where a
 * `list<u8>` is wanted. A handle is taken where it is expected and given where it is an argument.
 */
export type Value =
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly Value[]
  | Handle
  | Held
  | Anything
  | { readonly [field: string]: Value };

/** A handle that the script holds. */
export class Handle {
  readonly what: string;

  constructor(what: string) {
    this.what = what;
  }
}

/**
 * A text or bytes that the script is given where it is expected, and passes on, whole or in part, where it is an
 * argument: the component itself does not have it.
 */
export class Held {
  readonly at: Handle;
  readonly size: Handle;
  readonly from: number;
  readonly to: number | undefined;

  constructor(what: string, part?: { readonly of: Held; readonly from: number; readonly to: number | undefined }) {
    this.at = part?.of.at ?? new Handle(what);
    this.size = part?.of.size ?? new Handle(`the size of ${what}`);
    this.from = part?.from ?? 0;
    this.to = part?.to;
  }

  /** Its bytes from one position to before another one. */
  slice(from: number, to?: number): Held {
    return new Held("", { of: this, from: this.from + from, to: to === undefined ? this.to : this.from + to });
  }
}

/** In an expected value: whatever it is, or any number above one. */
export class Anything {
  readonly above: bigint | undefined;

  constructor(above?: bigint) {
    this.above = above;
  }
}

export const anything = new Anything();

/** An expected number above this one. */
export function above(number: bigint): Anything {
  return new Anything(number);
}

/** A case of a variant. */
export function variantCase(tag: string, val?: Value): Value {
  return val === undefined ? { tag } : { tag, val };
}

/** None is another thing than `undefined`, which is an option without a value. */
type OneValue = readonly [] | readonly [value: Value];

export interface PlannedCall {
  /** A result that is ok; without a value whatever it carries. */
  ok(...value: OneValue): Step;
  err(value: Value): Step;
  /** Of a function without a result type, or whose result is no `result`. */
  gives(...value: OneValue): Step;
  traps(text: string): Step;
  isRefused(text: string): Step;
  exits(code: number): Step;
}

export interface Calls {
  (name: string, ...args: readonly Value[]): PlannedCall;
  drop(resource: string, handle: Handle): Step;
}

export const NEWEST_WASI = "0.2.12";

const known: readonly Shape[] = decodeShapes(shapes as unknown as ShapesJson);

/**
 * The functions of an interface, by the names a person reads: `open`, `bucket.get`, `fields.constructor`. `variant`:
 * which of several shapes of one id.
 */
export function callsOf(id: string, variant?: string): Calls {
  // Of the plain releases of WASI the newest is known, which has all that an older one has.
  const shapeId = id.replace(/^(wasi:.*)@0\.2\.\d+$/, `$1@${NEWEST_WASI}`);
  const shape = known.find((each) => each.interface.name === shapeId && each.variant === variant);
  if (shape === undefined) throw new Error(`no interface ${id} in offered.json`);
  const call = (name: string, ...args: readonly Value[]): PlannedCall => {
    const type = shape.interface.functions.find((each) => displayName(each.name) === name);
    if (type === undefined) throw new Error(`no function ${name} in ${id}`);
    if (type.params.length !== args.length) throw new Error(`${name} of ${id} takes ${type.params.length} arguments`);
    const step = (expected: Expected): Step => {
      const wanted = type.result?.kind === "result" ? ["ok", "err"] : ["value"];
      if (![...wanted, "trap", "refused", "exit"].includes(expected.kind)) {
        throw new Error(`${name} of ${id} cannot be expected to give "${expected.kind}"`);
      }
      return { kind: "call", function: { interface: id, variant, type }, args, expected };
    };
    return {
      ok: (...value) => step({ kind: "ok", value: value.length === 0 ? anything : value[0] }),
      err: (value) => step({ kind: "err", value }),
      gives: (...value) => step({ kind: "value", value: value.length === 0 ? anything : value[0] }),
      traps: (text) => step({ kind: "trap", text }),
      isRefused: (text) => step({ kind: "refused", text }),
      exits: (code) => step({ kind: "exit", code }),
    };
  };
  const drop = (resource: string, handle: Handle): Step => ({ kind: "drop", interface: id, resource, handle });
  return Object.assign(call, { drop });
}

/** A value as a message about a script shows it. */
export function valueText(value: Value): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? `${part}n` : part)) ?? "undefined";
}
