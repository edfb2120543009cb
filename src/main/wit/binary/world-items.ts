import type { NamedType, WitFunction, WitInterface, WorldItem } from "../world.ts";
import { tooComplex } from "./resolve-type.ts";
import type { Entry, InstanceEntry, TypeEntry, TypeResolver } from "./resolve-type.ts";

/** All types of all functions together, written out; a view of the world has to be sent and drawn. */
const MAX_WORLD_NODES = 500_000;

/** Imports and exports as the world shows them, out of what evaluation found. */
export class WorldItems {
  readonly #types: TypeResolver;
  #nodes = 0;

  constructor(types: TypeResolver) {
    this.#types = types;
  }

  of(name: string, entry: Entry, implemented: string | undefined): WorldItem {
    switch (entry.kind) {
      case "instance":
        return this.#interface(name, entry.instance, implemented);
      case "func":
        return { kind: "function", name, function: this.#function(name, entry) };
      case "type": {
        const type = namedType(name, entry.type);
        return type === undefined
          ? { kind: "unsupported", name, what: `a ${entry.type.kind} type` }
          : { kind: "type", name, type };
      }
      case "component":
        return { kind: "unsupported", name, what: "a component" };
      case "opaque":
        return { kind: "unsupported", name, what: entry.what };
    }
  }

  #interface(name: string, instance: InstanceEntry, implemented: string | undefined): WitInterface {
    instance.owner.id ??= name;
    const types: NamedType[] = [];
    const functions: WitFunction[] = [];
    for (const [exported, entry] of instance.exports) {
      if (entry.kind === "func") {
        functions.push(this.#function(exported, entry));
      } else if (entry.kind === "type") {
        const type = namedType(exported, entry.type);
        if (type !== undefined) {
          types.push(type);
          this.#grow(type.target.kind === "type" ? this.#types.nodes(type.target.type) : 1);
        }
      }
    }
    return {
      kind: "interface",
      name,
      ...(implemented === undefined ? {} : { implements: implemented }),
      types,
      functions,
    };
  }

  #function(name: string, { type }: Entry & { kind: "func" }): WitFunction {
    this.#grow(type.params.reduce((sum, param) => sum + this.#types.nodes(param.type), 1));
    this.#grow(type.result === undefined ? 0 : this.#types.nodes(type.result));
    return { name, ...type };
  }

  #grow(nodes: number): void {
    this.#nodes += nodes;
    if (this.#nodes > MAX_WORLD_NODES) {
      throw tooComplex("its types are too large to be shown");
    }
  }
}

function namedType(name: string, type: TypeEntry): NamedType | undefined {
  switch (type.kind) {
    case "value":
      return { name, target: { kind: "type", type: type.type } };
    case "resource":
      return { name, target: { kind: "resource", resource: type.resource } };
    case "func":
    case "instance":
    case "component":
      return undefined;
  }
}
