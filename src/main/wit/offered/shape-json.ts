import { isPrimitive } from "../world.ts";
import type { NamedType, WitFunction, WitInterface, WitResource, WitType } from "../world.ts";

/**
 * Interfaces as JSON: every type once, in a table, referred to by its position. Written by the script that reads
 * `resources/wit`, read when the studio starts.
 */
export interface ShapesJson {
  readonly types: readonly TypeJson[];
  readonly interfaces: readonly InterfaceJson[];
}

export interface InterfaceJson {
  readonly id: string;
  /** Tells apart what has one id and several shapes; absent for the usual one. */
  readonly variant?: string;
  readonly types: readonly (readonly [string, number])[];
  readonly functions: readonly FunctionJson[];
}

interface FunctionJson {
  readonly name: string;
  readonly async?: true;
  readonly params: readonly (readonly [string, number])[];
  readonly result?: number;
}

/** `label`: the name and the interface it was given in. A resource is a type of the kind `resource`. */
export interface TypeJson {
  readonly kind: string;
  readonly label?: readonly [string, string];
  /** Parts by position; null where a result or a case has none. */
  readonly parts?: readonly (number | null)[];
  /** Names of fields, cases and flags, one for each part; the head of an `other`. */
  readonly names?: readonly string[];
  readonly length?: number;
}

export interface Shape {
  readonly variant: string | undefined;
  readonly interface: WitInterface;
}

export function encodeShapes(shapes: readonly Shape[]): ShapesJson {
  const types: TypeJson[] = [];
  // A nameless primitive is the same everywhere; all else is one type when it is one object.
  const known = new Map<object | string, number>();
  const add = (key: object | string, json: TypeJson): number => {
    const position = types.push(json) - 1;
    known.set(key, position);
    return position;
  };
  const resource = (target: WitResource): number =>
    known.get(target) ?? add(target, { kind: "resource", ...labelOf(target) });
  const type = (target: WitType | undefined): number | null => {
    if (target === undefined) {
      return null;
    }
    const json = { kind: target.kind, ...labelOf(target), ...partsOf(target, type, resource) };
    const key = Object.keys(json).length === 1 ? target.kind : target;
    return known.get(key) ?? add(key, json);
  };
  const position = (target: WitType): number => type(target) ?? 0;
  const interfaces = shapes.map(({ variant, interface: each }) => ({
    id: each.name,
    ...(variant === undefined ? {} : { variant }),
    types: each.types.map(
      ({ name, target }) => [name, target.kind === "type" ? position(target.type) : resource(target.resource)] as const,
    ),
    functions: each.functions.map((fn) => ({
      name: fn.name,
      ...(fn.async ? { async: true as const } : {}),
      params: fn.params.map((param) => [param.name, position(param.type)] as const),
      ...(fn.result === undefined ? {} : { result: position(fn.result) }),
    })),
  }));
  return { types, interfaces };
}

function labelOf(target: WitType | WitResource): { label?: readonly [string, string] } {
  return target.label === undefined ? {} : { label: [target.label.name, target.label.owner.id ?? ""] };
}

function partsOf(
  target: WitType,
  type: (part: WitType | undefined) => number | null,
  resource: (part: WitResource) => number,
): Omit<TypeJson, "kind"> {
  if (isPrimitive(target)) {
    return {};
  }
  switch (target.kind) {
    case "list":
      return { parts: [type(target.element)] };
    case "option":
      return { parts: [type(target.some)] };
    case "result":
      return { parts: [type(target.ok), type(target.err)] };
    case "tuple":
      return { parts: target.items.map(type) };
    case "record":
      return { names: target.fields.map((field) => field.name), parts: target.fields.map((field) => type(field.type)) };
    case "variant":
      return { names: target.cases.map((one) => one.name), parts: target.cases.map((one) => type(one.type)) };
    case "enum":
    case "flags":
      return { names: target.names };
    case "own":
    case "borrow":
      return { parts: [resource(target.resource)] };
    case "other":
      return {
        names: [target.head],
        parts: target.parts.map(type),
        ...(target.length === undefined ? {} : { length: target.length }),
      };
  }
}

export function decodeShapes(json: ShapesJson): Shape[] {
  const resources = new Map<number, WitResource>();
  const types = new Map<number, WitType>();
  const entry = (position: number): TypeJson => {
    const found = json.types[position];
    if (found === undefined) {
      throw new Error(`offered.json refers to type ${position}, which it does not have`);
    }
    return found;
  };
  const resource = (position: number): WitResource => {
    const known = resources.get(position) ?? { label: undefined, ...toLabel(entry(position)) };
    resources.set(position, known);
    return known;
  };
  const type = (position: number): WitType => {
    const known = types.get(position) ?? buildType(entry(position), type, resource);
    types.set(position, known);
    return known;
  };
  const named = ([name, position]: readonly [string, number]): NamedType => ({
    name,
    target:
      entry(position).kind === "resource"
        ? { kind: "resource", resource: resource(position) }
        : { kind: "type", type: type(position) },
  });
  const toFunction = (fn: FunctionJson): WitFunction => ({
    name: fn.name,
    async: fn.async === true,
    params: fn.params.map(([name, position]) => ({ name, type: type(position) })),
    result: fn.result === undefined ? undefined : type(fn.result),
  });
  return json.interfaces.map((each) => ({
    variant: each.variant,
    interface: {
      kind: "interface",
      name: each.id,
      types: each.types.map(named),
      functions: each.functions.map(toFunction),
    },
  }));
}

function toLabel({ label }: TypeJson): { label?: NonNullable<WitType["label"]> } {
  return label === undefined ? {} : { label: { name: label[0], owner: { id: label[1] } } };
}

function buildType(
  json: TypeJson,
  type: (position: number) => WitType,
  resource: (position: number) => WitResource,
): WitType {
  const { kind, names = [], parts = [] } = json;
  const label = toLabel(json);
  const optional = (position: number | null | undefined): WitType | undefined =>
    position === null || position === undefined ? undefined : type(position);
  const required = (index: number): WitType => type(parts[index] ?? -1);
  switch (kind) {
    case "list":
      return { ...label, kind, element: required(0) };
    case "option":
      return { ...label, kind, some: required(0) };
    case "result":
      return { ...label, kind, ok: optional(parts[0]), err: optional(parts[1]) };
    case "tuple":
      return { ...label, kind, items: parts.map((_, index) => required(index)) };
    case "record":
      return { ...label, kind, fields: names.map((name, index) => ({ name, type: required(index) })) };
    case "variant":
      return { ...label, kind, cases: names.map((name, index) => ({ name, type: optional(parts[index]) })) };
    case "enum":
    case "flags":
      return { ...label, kind, names };
    case "own":
    case "borrow":
      return { ...label, kind, resource: resource(parts[0] ?? -1) };
    case "other":
      return {
        ...label,
        kind,
        head: names[0] ?? "",
        parts: parts.map((_, index) => required(index)),
        ...(json.length === undefined ? {} : { length: json.length }),
      };
    default:
      // Written by `encodeShapes`: what is left are the primitives.
      return { ...label, kind } as WitType;
  }
}
