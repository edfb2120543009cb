import type { FunctionView, WitTypeView } from "../../shared/model.ts";
import { displayName } from "./function-name.ts";
import { signatureText, structureText } from "./type-text.ts";
import type { NameOf } from "./type-text.ts";
import { unsupportedReason } from "./unsupported.ts";
import { isPrimitive } from "./world.ts";
import type { WitFunction, WitResource, WitType } from "./world.ts";

/** Turns types and functions of one world into what crosses the wire; what is shared stays shared. */
export class Views {
  readonly #types = new WeakMap<WitType, WitTypeView>();

  type(type: WitType): WitTypeView {
    const known = this.#types.get(type) ?? this.#build(type);
    this.#types.set(type, known);
    return known;
  }

  /** `nameOf`: the names of the interface the function stands in. `target` for exports only. */
  function(fn: WitFunction, nameOf: NameOf, target?: string): FunctionView {
    const unsupported = target === undefined ? undefined : unsupportedReason(fn);
    return {
      name: displayName(fn.name),
      ...(target === undefined ? {} : { target }),
      params: fn.params.map((param) => ({ name: param.name, type: this.type(param.type) })),
      ...(fn.result === undefined ? {} : { result: this.type(fn.result) }),
      signature: signatureText(fn, nameOf),
      ...(unsupported === undefined ? {} : { unsupported }),
    };
  }

  #build(type: WitType): WitTypeView {
    const named = type.label === undefined ? {} : { name: type.label.name };
    if (isPrimitive(type)) {
      return { kind: type.kind };
    }
    switch (type.kind) {
      case "list":
        return { kind: "list", element: this.type(type.element) };
      case "option":
        return { kind: "option", some: this.type(type.some) };
      case "result":
        return {
          kind: "result",
          ...(type.ok === undefined ? {} : { ok: this.type(type.ok) }),
          ...(type.err === undefined ? {} : { err: this.type(type.err) }),
        };
      case "tuple":
        return { kind: "tuple", items: type.items.map((item) => this.type(item)) };
      case "record":
        return {
          kind: "record",
          ...named,
          fields: type.fields.map((field) => ({ name: field.name, type: this.type(field.type) })),
        };
      case "variant":
        return {
          kind: "variant",
          ...named,
          cases: type.cases.map((one) => ({
            name: one.name,
            ...(one.type === undefined ? {} : { type: this.type(one.type) }),
          })),
        };
      case "enum":
        return { kind: "enum", ...named, cases: type.names };
      case "flags":
        return { kind: "flags", ...named, flags: type.names };
      case "own":
      case "borrow":
        return { kind: "resource", name: resourceName(type.resource), mode: type.kind };
      case "other":
        return { kind: "other", name: structureText(type, (_target, label) => label) };
    }
  }
}

function resourceName(resource: WitResource): string {
  return resource.label?.name ?? "resource";
}
