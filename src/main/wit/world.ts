import { primitives } from "./binary/syntax.ts";
import type { CoreModuleFacts, Primitive, Producer } from "./binary/syntax.ts";

/**
 * The world of a component, every type resolved. Types are shared where the component shares them, so a type that is
 * named once is one object; nobody changes them after decoding.
 */
export interface ComponentWorld {
  readonly imports: readonly WorldItem[];
  readonly exports: readonly WorldItem[];
  readonly facts: ComponentFacts;
}

export interface ComponentFacts {
  /** Bytes. */
  readonly size: number;
  /** From the component-name section. */
  readonly name: string | undefined;
  /** Of the component itself and of all components in it. */
  readonly coreModules: readonly CoreModuleFacts[];
  /** What built it; those of its core modules included, each once. */
  readonly producers: readonly Producer[];
}

export type WorldItem =
  | WitInterface
  | { readonly kind: "function"; readonly name: string; readonly function: WitFunction }
  | { readonly kind: "type"; readonly name: string; readonly type: NamedType }
  /** A core module, a component or a value: nothing that WIT can say and no host here gives. */
  | { readonly kind: "unsupported"; readonly name: string; readonly what: string };

export interface WitInterface {
  readonly kind: "interface";
  /** `wasi:keyvalue/store@0.2.0-draft`, or a plain name for an interface written inside the world. */
  readonly name: string;
  /** The interface that a plainly named import stands for, where the component says so. */
  readonly implements?: string;
  readonly types: readonly NamedType[];
  readonly functions: readonly WitFunction[];
}

export interface WitFunction {
  /** As in the binary: `open`, `[method]bucket.get`, `[constructor]fields`. */
  readonly name: string;
  readonly async: boolean;
  readonly params: readonly { readonly name: string; readonly type: WitType }[];
  readonly result: WitType | undefined;
}

/** A name that an interface gives to a type: its own definition, or another's that it uses. */
export interface NamedType {
  readonly name: string;
  readonly target:
    | { readonly kind: "type"; readonly type: WitType }
    | { readonly kind: "resource"; readonly resource: WitResource };
}

/** The interface something is defined in; `id` is absent for the world itself. */
export interface Owner {
  id: string | undefined;
}

/** Where a type was first given a name. */
export interface TypeLabel {
  readonly name: string;
  readonly owner: Owner;
}

/** One resource type; two are the same when they are the same object. */
export interface WitResource {
  label: TypeLabel | undefined;
}

export type WitType = { label?: TypeLabel } & (
  | { readonly kind: Primitive }
  | { readonly kind: "list"; readonly element: WitType }
  | { readonly kind: "option"; readonly some: WitType }
  | { readonly kind: "result"; readonly ok: WitType | undefined; readonly err: WitType | undefined }
  | { readonly kind: "tuple"; readonly items: readonly WitType[] }
  | { readonly kind: "record"; readonly fields: readonly { readonly name: string; readonly type: WitType }[] }
  | {
      readonly kind: "variant";
      readonly cases: readonly { readonly name: string; readonly type: WitType | undefined }[];
    }
  | { readonly kind: "enum" | "flags"; readonly names: readonly string[] }
  | { readonly kind: "own" | "borrow"; readonly resource: WitResource }
  /** What WASI 0.2 does not have: `stream<u8>`, `future`, `error-context`, `list<u8, 4>`, `map<string, u8>`. */
  | { readonly kind: "other"; readonly head: string; readonly parts: readonly WitType[]; readonly length?: number }
);

export type PrimitiveType = Extract<WitType, { readonly kind: Primitive }>;

export function isPrimitive(type: WitType): type is PrimitiveType {
  return primitives.some((primitive) => primitive === type.kind);
}

/** The types a type is made of, one level down. */
export function partsOf(type: WitType): readonly WitType[] {
  if (isPrimitive(type)) {
    return [];
  }
  switch (type.kind) {
    case "list":
      return [type.element];
    case "option":
      return [type.some];
    case "result":
      return [type.ok, type.err].filter((part) => part !== undefined);
    case "tuple":
      return type.items;
    case "record":
      return type.fields.map((field) => field.type);
    case "variant":
      return type.cases.flatMap((one) => (one.type === undefined ? [] : [one.type]));
    case "other":
      return type.parts;
    case "enum":
    case "flags":
    case "own":
    case "borrow":
      return [];
  }
}

/** The interfaces among imports or exports. */
export function interfacesOf(items: readonly WorldItem[]): WitInterface[] {
  return items.filter((item) => item.kind === "interface");
}
