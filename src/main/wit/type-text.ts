import { isPrimitive } from "./world.ts";
import type { NamedType, WitFunction, WitType } from "./world.ts";
import { displayName, parseFunctionName } from "./function-name.ts";

/** What a type is called where it is printed; undefined when it has to be written out. */
export type NameOf = (target: object, label: string | undefined) => string | undefined;

/** The names of an interface first; what has a name elsewhere keeps that one. */
export function namesIn(types: readonly NamedType[]): NameOf {
  const names = new Map<object, string>();
  for (const { name, target } of types) {
    const object = target.kind === "type" ? target.type : target.resource;
    if (!names.has(object)) {
      names.set(object, name);
    }
  }
  return (target, label) => names.get(target) ?? label;
}

/** By its name where it has one: `list<key-response>`. */
export function typeText(type: WitType, nameOf: NameOf): string {
  const name = nameOf(type, type.label?.name);
  return name === undefined ? structureText(type, nameOf) : escaped(name);
}

/** Written out one level deep. WIT has no such form for anonymous records and their like; people read it all the same. */
export function structureText(type: WitType, nameOf: NameOf): string {
  const text = (part: WitType): string => typeText(part, nameOf);
  if (isPrimitive(type)) {
    return type.kind;
  }
  switch (type.kind) {
    case "list":
      return `list<${text(type.element)}>`;
    case "option":
      return `option<${text(type.some)}>`;
    case "result":
      return resultText(type.ok, type.err, text);
    case "tuple":
      return `tuple<${type.items.map(text).join(", ")}>`;
    case "record":
      return `record { ${type.fields.map((field) => `${escaped(field.name)}: ${text(field.type)}`).join(", ")} }`;
    case "variant":
      return `variant { ${type.cases.map((one) => caseText(one, text)).join(", ")} }`;
    case "enum":
    case "flags":
      return `${type.kind} { ${type.names.map(escaped).join(", ")} }`;
    case "own":
      return resourceText(type.resource, nameOf);
    case "borrow":
      return `borrow<${resourceText(type.resource, nameOf)}>`;
    case "other": {
      const parts = [...type.parts.map(text), ...(type.length === undefined ? [] : [String(type.length)])];
      return parts.length === 0 ? type.head : `${type.head}<${parts.join(", ")}>`;
    }
  }
}

export function caseText(
  one: { readonly name: string; readonly type: WitType | undefined },
  text: (type: WitType) => string,
): string {
  return one.type === undefined ? escaped(one.name) : `${escaped(one.name)}(${text(one.type)})`;
}

function resultText(ok: WitType | undefined, err: WitType | undefined, text: (type: WitType) => string): string {
  if (err === undefined) {
    return ok === undefined ? "result" : `result<${text(ok)}>`;
  }
  return `result<${ok === undefined ? "_" : text(ok)}, ${text(err)}>`;
}

function resourceText(resource: { readonly label: { readonly name: string } | undefined }, nameOf: NameOf): string {
  return escaped(nameOf(resource, resource.label?.name) ?? "resource");
}

/** `increment: func(bucket: borrow<bucket>, key: string, delta: u64) -> result<u64, error>` */
export function signatureText(fn: WitFunction, nameOf: NameOf): string {
  return `${displayName(fn.name)}: ${functionText(fn, nameOf)}`;
}

/** What stands behind the name in WIT; without the `self` of a method. */
export function functionText(fn: WitFunction, nameOf: NameOf): string {
  const { kind } = parseFunctionName(fn.name);
  const params = (kind === "method" ? fn.params.slice(1) : fn.params)
    .map((param) => `${escaped(param.name)}: ${typeText(param.type, nameOf)}`)
    .join(", ");
  const prefix = `${kind === "static" ? "static " : ""}${fn.async ? "async " : ""}`;
  const result = fn.result === undefined || kind === "constructor" ? "" : ` -> ${typeText(fn.result, nameOf)}`;
  return `${prefix}func(${params})${result}`;
}

const keywords: ReadonlySet<string> = new Set(
  `as async bool borrow char constructor enum error-context export f32 f64 flags from func future import include
  interface list map option own package record resource result s16 s32 s64 s8 static stream string tuple type u16 u32
  u64 u8 use variant with world`.split(/\s+/),
);

/** A name that is also a keyword of WIT is written with `%`. */
export function escaped(name: string): string {
  return keywords.has(name) ? `%${name}` : name;
}
