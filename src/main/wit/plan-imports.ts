import { INSTANTIATE } from "../../shared/record.ts";
import type { RecordedFunction } from "../../shared/record.ts";
import type { PlannedFunction, PlannedImport } from "../../shared/worker-protocol.ts";
import { displayName, parseFunctionName } from "./function-name.ts";
import { parseInterfaceName } from "./interface-name.ts";
import { lowerCamel, upperCamel } from "./js-name.ts";
import type { ComponentWorld, WitFunction, WitInterface, WitResource } from "./world.ts";

/** Which module of which host package satisfies an import. */
export interface ImportOffer {
  readonly package: string;
  readonly module: string;
}

export interface ImportPlan {
  /** For jco's `map` option: gives every versioned interface an import key of its own. */
  readonly map: readonly (readonly [string, string])[];
  readonly imports: readonly PlannedImport[];
  /** What the function numbers of `imports` mean; the first is the span of instantiation. */
  readonly functions: readonly RecordedFunction[];
}

/** How the worker has to make the import object of a component, and how the recorder numbers its functions. */
export function planImports(world: ComponentWorld, offers: ReadonlyMap<string, ImportOffer>): ImportPlan {
  const functions: RecordedFunction[] = [INSTANTIATE];
  const record = (interfaceName: string, fn: WitFunction): number =>
    functions.push({
      interface: interfaceName,
      function: displayName(fn.name),
      params: fn.params.map((param) => param.name),
    }) - 1;
  const imports: PlannedImport[] = [];
  for (const item of world.imports) {
    switch (item.kind) {
      case "interface":
        imports.push(plannedInterface(item, offers.get(item.name), record));
        break;
      case "function":
        if (parseFunctionName(item.name).kind === "function") {
          const fn = { fn: record("", item.function), kind: "function" as const, member: WORLD_MEMBER };
          imports.push({ name: item.name, key: item.name, functions: [fn], resources: [] });
        }
        break;
      case "type":
        if (item.type.target.kind === "resource" && item.type.target.resource.label?.owner.id === undefined) {
          imports.push(plannedWorldResource(item.name, world, record));
        }
        break;
      case "unsupported":
        break;
    }
  }
  return { map: importMap(world), imports, functions };
}

/** A function or a resource of the world itself is a module of its own to jco, with this one member. */
const WORLD_MEMBER = "default";

function plannedWorldResource(
  name: string,
  world: ComponentWorld,
  record: (interfaceName: string, fn: WitFunction) => number,
): PlannedImport {
  const functions = world.imports.flatMap((item) =>
    item.kind === "function" && parseFunctionName(item.name).resource === name
      ? [{ ...plannedFunction(item.function, record("", item.function)), resource: WORLD_MEMBER }]
      : [],
  );
  return { name, key: name, functions, resources: [WORLD_MEMBER] };
}

/**
 * jco drops versions from import keys unless they are mapped, here each onto itself: two versions of one interface
 * stay apart.
 */
export function importMap(world: ComponentWorld): (readonly [string, string])[] {
  return world.imports.flatMap((item) =>
    item.kind === "interface" && (parseInterfaceName(item.name)?.version ?? "") !== ""
      ? [[item.name, item.name] as const]
      : [],
  );
}

function plannedInterface(
  item: WitInterface,
  offer: ImportOffer | undefined,
  record: (interfaceName: string, fn: WitFunction) => number,
): PlannedImport {
  return {
    name: item.name,
    key: item.name,
    ...(offer === undefined ? {} : { offer: { package: offer.package, module: offer.module } }),
    functions: item.functions.map((fn) => plannedFunction(fn, record(item.name, fn))),
    resources: item.types.flatMap(({ name, target }) =>
      target.kind === "resource" && isDefinedBy(target.resource, item.name, name) ? [upperCamel(name)] : [],
    ),
  };
}

/** Not for what it uses of other interfaces, and not for second names: jco knows a class by its first one. */
function isDefinedBy({ label }: WitResource, interfaceName: string, name: string): boolean {
  return label?.owner.id === interfaceName && label.name === name;
}

function plannedFunction(fn: WitFunction, index: number): PlannedFunction {
  const { kind, resource, name } = parseFunctionName(fn.name);
  return {
    fn: index,
    kind,
    ...(resource === undefined ? {} : { resource: upperCamel(resource) }),
    member: kind === "constructor" ? "constructor" : lowerCamel(name),
  };
}
