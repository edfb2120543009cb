/**
 * A component as its bytes say it, before anything is resolved: lists of definitions that refer to each other by the
 * position in one of the index spaces (types, functions, instances, components).
 */

export const primitives = [
  "bool",
  "s8",
  "u8",
  "s16",
  "u16",
  "s32",
  "u32",
  "s64",
  "u64",
  "f32",
  "f64",
  "char",
  "string",
] as const;

export type Primitive = (typeof primitives)[number];

/** A primitive, `error-context`, or an index into the type space. */
export type TypeRef = Primitive | "error-context" | number;

export interface Labeled {
  readonly name: string;
  readonly type: TypeRef;
}

export type ValueSyntax =
  | { readonly kind: "primitive"; readonly type: Primitive | "error-context" }
  | { readonly kind: "record"; readonly fields: readonly Labeled[] }
  | {
      readonly kind: "variant";
      readonly cases: readonly { readonly name: string; readonly type: TypeRef | undefined }[];
    }
  | { readonly kind: "list"; readonly element: TypeRef; readonly length: number | undefined }
  | { readonly kind: "tuple"; readonly items: readonly TypeRef[] }
  | { readonly kind: "flags" | "enum"; readonly names: readonly string[] }
  | { readonly kind: "option"; readonly some: TypeRef }
  | { readonly kind: "result"; readonly ok: TypeRef | undefined; readonly err: TypeRef | undefined }
  | { readonly kind: "own" | "borrow"; readonly resource: number }
  | { readonly kind: "stream" | "future"; readonly element: TypeRef | undefined }
  | { readonly kind: "map"; readonly key: TypeRef; readonly value: TypeRef };

export interface FunctionSyntax {
  readonly kind: "func";
  readonly async: boolean;
  readonly params: readonly Labeled[];
  readonly result: TypeRef | undefined;
}

export type TypeSyntax =
  | { readonly kind: "value"; readonly value: ValueSyntax }
  | FunctionSyntax
  | { readonly kind: "instance" | "component"; readonly items: readonly Item[] }
  | { readonly kind: "resource" };

/** The sorts that have an index space of their own here; core things are passed over. */
export type Sort = "func" | "type" | "component" | "instance" | "value" | "core";

export interface SortIndex {
  readonly sort: Sort;
  readonly index: number;
}

/** What an import or an export is declared to be. */
export type ExternDesc =
  | { readonly kind: "func" | "component" | "instance"; readonly type: number }
  | { readonly kind: "type-eq"; readonly type: number }
  | { readonly kind: "resource" }
  | { readonly kind: "value" }
  | { readonly kind: "module" };

export type Item = { readonly at: number } & (
  | { readonly kind: "type"; readonly type: TypeSyntax }
  | { readonly kind: "alias-export"; readonly sort: Sort; readonly instance: number; readonly name: string }
  | { readonly kind: "alias-outer"; readonly sort: Sort; readonly levels: number; readonly index: number }
  | {
      readonly kind: "import";
      readonly name: string;
      readonly implements: string | undefined;
      readonly desc: ExternDesc;
    }
  /** In a type there is only the description, in a component always what is exported. */
  | {
      readonly kind: "export";
      readonly name: string;
      readonly target: SortIndex | undefined;
      readonly desc: ExternDesc | undefined;
    }
  | { readonly kind: "component"; readonly body: ComponentSyntax }
  | { readonly kind: "instantiate"; readonly component: number; readonly args: readonly NamedTarget[] }
  | { readonly kind: "bundle"; readonly exports: readonly NamedTarget[] }
  | { readonly kind: "lift"; readonly type: number }
);

export interface NamedTarget {
  readonly name: string;
  readonly target: SortIndex;
}

export interface ComponentSyntax {
  readonly items: readonly Item[];
  readonly coreModules: readonly CoreModuleFacts[];
  readonly customSections: readonly CustomSection[];
}

export interface CustomSection {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a core module says about itself. */
export interface CoreModuleFacts {
  /** From its name section. */
  readonly name: string | undefined;
  /** Bytes. */
  readonly size: number;
  /** Offset of its first byte in the file. */
  readonly offset: number;
  /** Those it defines, not those it imports. */
  readonly memories: readonly CoreMemory[];
  readonly producers: readonly Producer[];
}

export interface CoreMemory {
  /** Pages. */
  readonly initial: number;
  /** Pages; absent when it may grow to what its index type allows. */
  readonly maximum: number | undefined;
  readonly shared: boolean;
  readonly index: "i32" | "i64";
  /** Bytes; 65536 unless the custom-page-sizes proposal is used. */
  readonly pageSize: number;
}

/** One tool that had a hand in it: `processed-by`, `wit-component`, `0.259.0`. */
export interface Producer {
  readonly field: string;
  readonly name: string;
  readonly version: string;
}
