import type { Owner, TypeLabel, WorldItem } from "../world.ts";
import { malformed, MAX_NESTING } from "./cursor.ts";
import { itemAt, tooComplex, typeAt, TypeResolver } from "./resolve-type.ts";
import type { Described, Entry, InstanceEntry, Scope, TypeEntry } from "./resolve-type.ts";
import { WorldItems } from "./world-items.ts";
import type { ExternDesc, Item, NamedTarget, SortIndex, TypeSyntax } from "./syntax.ts";

export interface EvaluatedWorld {
  readonly imports: readonly WorldItem[];
  readonly exports: readonly WorldItem[];
}

/**
 * Works out what a component imports and exports by going through its definitions in order, as the component model
 * says, with instances of nested components made where the component makes them.
 * @throws StudioError `component-invalid` for a reference to nothing, and for what grows out of hand.
 */
export function evaluateWorld(items: readonly Item[]): EvaluatedWorld {
  return new Evaluator().world(items);
}

/** How imports of the list of items being gone through are met, and who owns what it exports. */
interface Frame {
  readonly scope: Scope;
  readonly owner: Owner;
  readonly exports: Map<string, Entry>;
  readonly depth: number;
  readonly bind: (item: Item & { kind: "import" }, frame: Frame) => Entry;
}

class Evaluator {
  readonly #types = new TypeResolver();
  readonly #items = new WorldItems(this.#types);

  world(items: readonly Item[]): EvaluatedWorld {
    const imports: WorldItem[] = [];
    const owner: Owner = { id: undefined };
    const exports = new Map<string, Entry>();
    this.#run(items, {
      scope: newScope(undefined),
      owner,
      exports,
      depth: 0,
      bind: (item, frame) => {
        const entry = this.#described(item.desc, item.name, frame, item.at);
        label(entry, { name: item.name, owner });
        imports.push(this.#items.of(item.name, entry, item.implements));
        return entry;
      },
    });
    return { imports, exports: [...exports].map(([name, entry]) => this.#items.of(name, entry, undefined)) };
  }

  #run(items: readonly Item[], frame: Frame): void {
    if (frame.depth > MAX_NESTING) {
      throw tooComplex("its parts are nested too deep");
    }
    for (const item of items) {
      this.#types.charge(1);
      this.#item(item, frame);
    }
  }

  #item(item: Item, frame: Frame): void {
    const { scope } = frame;
    switch (item.kind) {
      case "type":
        scope.types.push(this.#type(item.type, scope, item.at));
        return;
      case "alias-export":
        if (item.sort !== "core") {
          this.#push(scope, this.#aliasExport(itemAt(scope.instances, item.instance, "instance", item.at), item));
        }
        return;
      case "alias-outer":
        this.#aliasOuter(item, scope);
        return;
      case "import":
        this.#push(scope, frame.bind(item, frame));
        return;
      case "export":
        this.#export(item, frame);
        return;
      case "component":
        scope.components.push({ items: item.body.items, scope });
        return;
      case "instantiate": {
        const component = itemAt(scope.components, item.component, "component", item.at);
        scope.instances.push(this.#instantiate(component, this.#targets(item.args, scope, item.at), frame.depth + 1));
        return;
      }
      case "bundle": {
        const instance: InstanceEntry = {
          exports: this.#targets(item.exports, scope, item.at),
          owner: { id: undefined },
        };
        for (const [name, entry] of instance.exports) {
          label(entry, { name, owner: instance.owner });
        }
        scope.instances.push(instance);
        return;
      }
      case "lift": {
        const entry = typeAt(scope, item.type, item.at);
        if (entry.kind !== "func") {
          throw malformed(
            item.at,
            `type ${item.type} is used as the type of a function, but it is a ${entry.kind} type`,
          );
        }
        scope.funcs.push(entry.type);
        return;
      }
    }
  }

  #type(syntax: TypeSyntax, scope: Scope, at: number): TypeEntry {
    switch (syntax.kind) {
      case "value":
        return { kind: "value", type: this.#types.value(syntax.value, scope, at) };
      case "func":
        return { kind: "func", type: this.#types.function(syntax, scope, at) };
      case "resource":
        return { kind: "resource", resource: { label: undefined } };
      case "instance":
      case "component":
        return { kind: syntax.kind, items: syntax.items, scope };
    }
  }

  #aliasExport(instance: InstanceEntry, item: Item & { kind: "alias-export" }): Entry {
    const entry = instance.exports.get(item.name);
    if (entry === undefined) {
      throw malformed(item.at, `"${item.name}" is taken from an instance that has no such export`);
    }
    return entry;
  }

  #aliasOuter(item: Item & { kind: "alias-outer" }, scope: Scope): void {
    let outer: Scope | undefined = scope;
    for (let level = 0; level < item.levels && outer !== undefined; level += 1) {
      outer = outer.parent;
    }
    if (item.sort === "type" && outer !== undefined) {
      scope.types.push(typeAt(outer, item.index, item.at));
    } else if (item.sort === "component" && outer !== undefined) {
      scope.components.push(itemAt(outer.components, item.index, "component", item.at));
    } else if (item.sort !== "core") {
      throw malformed(item.at, "something is taken from an enclosing component that is not there");
    }
  }

  #export(item: Item & { kind: "export" }, frame: Frame): void {
    const { scope, owner } = frame;
    let entry: Entry;
    if (item.target === undefined) {
      entry = item.desc === undefined ? opaque("nothing") : this.#described(item.desc, item.name, frame, item.at);
    } else {
      entry = this.#target(item.target, scope, item.at);
      if (item.desc !== undefined) {
        entry = this.#narrow(entry, item.desc, frame, item.at);
      }
    }
    label(entry, { name: item.name, owner });
    frame.exports.set(item.name, entry);
    this.#push(scope, entry);
  }

  /** The description next to an export says the same with the names the outside sees. */
  #narrow(entry: Entry, desc: ExternDesc, frame: Frame, at: number): Entry {
    switch (desc.kind) {
      case "func":
      case "type-eq":
        return this.#described(desc, "", frame, at);
      case "resource":
      case "component":
      case "value":
      case "module":
        return entry;
      case "instance": {
        if (entry.kind !== "instance") {
          return entry;
        }
        const described = this.#described(desc, "", frame, at);
        const shown = described.kind === "instance" ? described.instance.exports : new Map<string, Entry>();
        const exports = new Map([...entry.instance.exports].filter(([name]) => shown.has(name)));
        return { kind: "instance", instance: { exports, owner: entry.instance.owner } };
      }
    }
  }

  #instantiate(component: Described, args: Map<string, Entry>, depth: number): InstanceEntry {
    const instance: InstanceEntry = { exports: new Map(), owner: { id: undefined } };
    this.#run(component.items, {
      scope: newScope(component.scope),
      owner: instance.owner,
      exports: instance.exports,
      depth,
      bind: (item, frame) => args.get(item.name) ?? this.#described(item.desc, item.name, frame, item.at),
    });
    return instance;
  }

  /** Something with the given description of which no more is known. */
  #described(desc: ExternDesc, name: string, frame: Frame, at: number): Entry {
    const { scope, owner } = frame;
    switch (desc.kind) {
      case "resource":
        return { kind: "type", type: { kind: "resource", resource: { label: { name, owner } } } };
      case "value":
        return opaque("a value");
      case "module":
        return opaque("a core module");
      case "type-eq":
      case "func":
      case "component":
      case "instance":
        break;
    }
    const type = typeAt(scope, desc.type, at);
    switch (desc.kind) {
      case "type-eq":
        return { kind: "type", type };
      case "func":
        if (type.kind === "func") {
          return { kind: "func", type: type.type };
        }
        break;
      case "component":
        if (type.kind === "component") {
          return { kind: "component", component: type };
        }
        break;
      case "instance":
        if (type.kind === "instance") {
          const instance = this.#instantiate(type, new Map(), frame.depth + 1);
          instance.owner.id = name;
          return { kind: "instance", instance };
        }
        break;
    }
    throw malformed(at, `"${name}" is declared as a ${desc.kind}, but type ${desc.type} is a ${type.kind} type`);
  }

  #targets(targets: readonly NamedTarget[], scope: Scope, at: number): Map<string, Entry> {
    this.#types.charge(targets.length);
    return new Map(targets.map(({ name, target }) => [name, this.#target(target, scope, at)]));
  }

  #target(target: SortIndex, scope: Scope, at: number): Entry {
    switch (target.sort) {
      case "func":
        return { kind: "func", type: itemAt(scope.funcs, target.index, "function", at) };
      case "type":
        return { kind: "type", type: typeAt(scope, target.index, at) };
      case "instance":
        return { kind: "instance", instance: itemAt(scope.instances, target.index, "instance", at) };
      case "component":
        return { kind: "component", component: itemAt(scope.components, target.index, "component", at) };
      case "value":
        return opaque("a value");
      case "core":
        return opaque("a core module");
    }
  }

  #push(scope: Scope, entry: Entry): void {
    switch (entry.kind) {
      case "func":
        scope.funcs.push(entry.type);
        return;
      case "type":
        scope.types.push(entry.type);
        return;
      case "instance":
        scope.instances.push(entry.instance);
        return;
      case "component":
        scope.components.push(entry.component);
        return;
      case "opaque":
        return;
    }
  }
}

function newScope(parent: Scope | undefined): Scope {
  return { parent, types: [], funcs: [], instances: [], components: [] };
}

function opaque(what: string): Entry {
  return { kind: "opaque", what };
}

/** The first name a type gets is its own; under later ones it is used. */
function label(entry: Entry, name: TypeLabel): void {
  if (entry.kind !== "type") {
    return;
  }
  if (entry.type.kind === "value") {
    entry.type.type.label ??= name;
  } else if (entry.type.kind === "resource") {
    entry.type.resource.label ??= name;
  }
}
