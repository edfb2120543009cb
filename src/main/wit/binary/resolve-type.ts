import { partsOf } from "../world.ts";
import type { WitResource, WitType } from "../world.ts";
import { invalid, malformed } from "./cursor.ts";
import type { FunctionSyntax, Item, TypeRef, ValueSyntax } from "./syntax.ts";

/** An instance or component type keeps the scope it was written in: it is evaluated anew wherever it is used. */
export interface Described {
  readonly items: readonly Item[];
  readonly scope: Scope;
}

export interface FunctionType {
  readonly async: boolean;
  readonly params: readonly { readonly name: string; readonly type: WitType }[];
  readonly result: WitType | undefined;
}

export type TypeEntry =
  | { readonly kind: "value"; readonly type: WitType }
  | { readonly kind: "resource"; readonly resource: WitResource }
  | { readonly kind: "func"; readonly type: FunctionType }
  | ({ readonly kind: "instance" | "component" } & Described);

/** What the index spaces of one component, or of one instance type, hold so far. */
export interface Scope {
  readonly parent: Scope | undefined;
  readonly types: TypeEntry[];
  readonly funcs: FunctionType[];
  readonly instances: InstanceEntry[];
  readonly components: Described[];
}

export interface InstanceEntry {
  readonly exports: Map<string, Entry>;
  readonly owner: { id: string | undefined };
}

export type Entry =
  | { readonly kind: "func"; readonly type: FunctionType }
  | { readonly kind: "type"; readonly type: TypeEntry }
  | { readonly kind: "instance"; readonly instance: InstanceEntry }
  | { readonly kind: "component"; readonly component: Described }
  | { readonly kind: "opaque"; readonly what: string };

/** Far beyond what people write; a type that doubles with every line would otherwise never end on screen. */
const MAX_TYPE_NODES = 100_000;
const MAX_TYPE_DEPTH = 100;
const MAX_STEPS = 1_000_000;

/** Resolves types; refuses what would grow out of hand. One for each component that is read. */
export class TypeResolver {
  readonly #sizes = new WeakMap<WitType, { nodes: number; depth: number }>();
  #steps = 0;

  /** Counts work done, so that no input can keep us busy for ever. */
  charge(steps: number): void {
    this.#steps += steps;
    if (this.#steps > MAX_STEPS) {
      throw tooComplex("it instantiates or repeats its parts too often");
    }
  }

  function(syntax: FunctionSyntax, scope: Scope, at: number): FunctionType {
    this.charge(syntax.params.length);
    const params = syntax.params.map(({ name, type }) => ({ name, type: this.reference(type, scope, at) }));
    const result = syntax.result === undefined ? undefined : this.reference(syntax.result, scope, at);
    this.#measure([...params.map(({ type }) => type), ...(result === undefined ? [] : [result])]);
    return { async: syntax.async, params, result };
  }

  /** Nodes of a type when everything shared in it is written out. */
  nodes(type: WitType): number {
    return this.#sizes.get(type)?.nodes ?? 1;
  }

  value(syntax: ValueSyntax, scope: Scope, at: number): WitType {
    const type = this.#build(syntax, scope, at);
    const parts = partsOf(type);
    this.charge(parts.length);
    this.#sizes.set(type, this.#measure(parts, extraNodes(type)));
    return type;
  }

  #build(syntax: ValueSyntax, scope: Scope, at: number): WitType {
    const type = (ref: TypeRef): WitType => this.reference(ref, scope, at);
    const optional = (ref: TypeRef | undefined): WitType | undefined => (ref === undefined ? undefined : type(ref));
    switch (syntax.kind) {
      case "primitive":
        // A new object each time: this one may get a name of its own.
        return syntax.type === "error-context" ? other(syntax.type, []) : { kind: syntax.type };
      case "record":
        return { kind: "record", fields: syntax.fields.map((field) => ({ name: field.name, type: type(field.type) })) };
      case "variant":
        return { kind: "variant", cases: syntax.cases.map((one) => ({ name: one.name, type: optional(one.type) })) };
      case "list":
        return syntax.length === undefined
          ? { kind: "list", element: type(syntax.element) }
          : { kind: "other", head: "list", parts: [type(syntax.element)], length: syntax.length };
      case "tuple":
        return { kind: "tuple", items: syntax.items.map(type) };
      case "flags":
      case "enum":
        return { kind: syntax.kind, names: syntax.names };
      case "option":
        return { kind: "option", some: type(syntax.some) };
      case "result":
        return { kind: "result", ok: optional(syntax.ok), err: optional(syntax.err) };
      case "own":
      case "borrow":
        return { kind: syntax.kind, resource: this.#resource(syntax.resource, scope, at) };
      case "stream":
      case "future":
        return other(syntax.kind, syntax.element === undefined ? [] : [type(syntax.element)]);
      case "map":
        return other("map", [type(syntax.key), type(syntax.value)]);
    }
  }

  reference(ref: TypeRef, scope: Scope, at: number): WitType {
    if (ref === "error-context") {
      return other(ref, []);
    }
    if (typeof ref === "string") {
      return { kind: ref };
    }
    const entry = typeAt(scope, ref, at);
    if (entry.kind !== "value") {
      throw malformed(at, `type ${ref} is used as the type of a value, but it is a ${entry.kind} type`);
    }
    return entry.type;
  }

  #resource(index: number, scope: Scope, at: number): WitResource {
    const entry = typeAt(scope, index, at);
    if (entry.kind !== "resource") {
      throw malformed(at, `type ${index} is used as a resource, but it is a ${entry.kind} type`);
    }
    return entry.resource;
  }

  #measure(parts: readonly WitType[], own = 1): { nodes: number; depth: number } {
    let nodes = own;
    let depth = 0;
    for (const part of parts) {
      const size = this.#sizes.get(part) ?? { nodes: 1, depth: 1 };
      nodes += size.nodes;
      depth = Math.max(depth, size.depth);
    }
    if (nodes > MAX_TYPE_NODES || depth >= MAX_TYPE_DEPTH) {
      throw tooComplex("one of its types is too large or nested too deep");
    }
    return { nodes, depth: depth + 1 };
  }
}

export function typeAt(scope: Scope, index: number, at: number): TypeEntry {
  return itemAt(scope.types, index, "type", at);
}

/** An entry of an index space; only what was defined before can be referred to. */
export function itemAt<T>(space: readonly T[], index: number, what: string, at: number): T {
  const item = space[index];
  if (item === undefined) {
    throw malformed(at, `${what} ${index} is referred to, but only ${space.length} are defined there`);
  }
  return item;
}

export function tooComplex(why: string): Error {
  return invalid(`This component cannot be shown: ${why}. No toolchain writes such interfaces; simplify its WIT.`, {
    reason: "too-complex",
  });
}

function other(head: string, parts: readonly WitType[]): WitType {
  return { kind: "other", head, parts };
}

/** Names take their place on screen like types do. */
function extraNodes(type: WitType): number {
  if (type.kind === "enum" || type.kind === "flags") {
    return 1 + type.names.length;
  }
  return type.kind === "variant" ? 1 + type.cases.length : 1;
}
