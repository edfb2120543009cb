import { parseFunctionName } from "./function-name.ts";
import { parseInterfaceName } from "./interface-name.ts";
import { caseText, escaped, functionText, namesIn, structureText, typeText } from "./type-text.ts";
import type { NameOf } from "./type-text.ts";
import { interfacesOf } from "./world.ts";
import type { ComponentWorld, NamedType, TypeLabel, WitFunction, WitInterface, WitType, WorldItem } from "./world.ts";

const INDENT = "  ";

/**
 * The world as WIT text: the world itself, then the interfaces it names, package by package. What the component does
 * not import is not there: a component keeps only the functions it uses.
 */
export function printWorld(world: ComponentWorld, name = "root"): string {
  const lines = ["package root:component;", "", `world ${escaped(name)} {`];
  for (const [direction, items] of [
    ["import", world.imports],
    ["export", world.exports],
  ] as const) {
    lines.push(...indent(worldLines(direction, items)));
  }
  lines.push("}");
  for (const [packageName, interfaces] of byPackage([...world.imports, ...world.exports])) {
    lines.push("", `package ${packageName} {`);
    for (const each of interfaces) {
      lines.push(...indent(interfaceLines(`interface ${escaped(each.label)}`, each.interface)));
    }
    lines.push("}");
  }
  return `${lines.join("\n")}\n`;
}

/** One interface as WIT text. */
export function printInterface(printed: WitInterface): string {
  const name = parseInterfaceName(printed.name)?.interface ?? printed.name;
  return `${interfaceLines(`interface ${escaped(name)}`, printed).join("\n")}\n`;
}

function worldLines(direction: "import" | "export", items: readonly WorldItem[]): string[] {
  const types = items.flatMap((item) => (item.kind === "type" ? [item.type] : []));
  const nameOf = namesIn(types);
  const resources = new Map<string, WitFunction[]>();
  const lines: string[] = [];
  for (const item of items) {
    const parsed = item.kind === "function" ? parseFunctionName(item.name) : undefined;
    if (item.kind === "function" && parsed?.resource !== undefined) {
      resources.set(parsed.resource, [...(resources.get(parsed.resource) ?? []), item.function]);
    }
  }
  for (const item of items) {
    switch (item.kind) {
      case "interface":
        if (parseInterfaceName(item.name) === undefined) {
          lines.push(...interfaceLines(`${direction} ${escaped(item.name)}: interface`, item));
        } else {
          lines.push(`${direction} ${item.name};`);
        }
        break;
      case "function":
        if (parseFunctionName(item.name).resource === undefined) {
          lines.push(`${direction} ${escaped(item.name)}: ${functionText(item.function, nameOf)};`);
        }
        break;
      case "type":
        lines.push(...typeLines(item.type, { id: undefined, nameOf, functions: resources.get(item.name) ?? [] }));
        break;
      case "unsupported":
        lines.push(`// ${direction} ${item.name}: ${item.what}`);
        break;
    }
  }
  return lines;
}

function interfaceLines(head: string, printed: WitInterface): string[] {
  const nameOf = namesIn(printed.types);
  const methods = new Map<string, WitFunction[]>();
  const plain: string[] = [];
  for (const fn of printed.functions) {
    const { resource, name } = parseFunctionName(fn.name);
    if (resource === undefined) {
      plain.push(`${escaped(name)}: ${functionText(fn, nameOf)};`);
    } else {
      methods.set(resource, [...(methods.get(resource) ?? []), fn]);
    }
  }
  const types = printed.types.flatMap((type) =>
    typeLines(type, { id: printed.name, nameOf, functions: methods.get(type.name) ?? [] }),
  );
  return [`${head} {`, ...indent([...types, ...plain]), "}"];
}

interface Place {
  /** The interface; absent in the world itself. */
  readonly id: string | undefined;
  readonly nameOf: NameOf;
  /** Of the type, when it is a resource. */
  readonly functions: readonly WitFunction[];
}

function typeLines({ name, target }: NamedType, place: Place): string[] {
  const label = target.kind === "type" ? target.type.label : target.resource.label;
  const ownName = place.nameOf(target.kind === "type" ? target.type : target.resource, undefined);
  if (ownName !== undefined && ownName !== name) {
    return [`type ${escaped(name)} = ${escaped(ownName)};`];
  }
  if (label !== undefined && (label.owner.id !== place.id || label.name !== name)) {
    return [useLine(name, label, place)];
  }
  return target.kind === "resource" ? resourceLines(name, place) : definitionLines(name, target.type, place.nameOf);
}

function useLine(name: string, label: TypeLabel, place: Place): string {
  if (label.owner.id === place.id || label.owner.id === undefined) {
    return `type ${escaped(name)} = ${escaped(label.name)};`;
  }
  const renamed = label.name === name ? "" : ` as ${escaped(name)}`;
  return `use ${usePath(label.owner.id, place.id)}.{${escaped(label.name)}${renamed}};`;
}

/** WIT wants interfaces of the same package by their name alone. */
function usePath(owner: string, user: string | undefined): string {
  const from = parseInterfaceName(owner);
  const to = user === undefined ? undefined : parseInterfaceName(user);
  return from !== undefined && from.package === to?.package && from.version === to.version
    ? escaped(from.interface)
    : owner;
}

function resourceLines(name: string, { functions, nameOf }: Place): string[] {
  if (functions.length === 0) {
    return [`resource ${escaped(name)};`];
  }
  const members = functions.map((fn) => {
    const parsed = parseFunctionName(fn.name);
    const text = functionText(fn, nameOf);
    return parsed.kind === "constructor"
      ? `constructor${text.slice("func".length)};`
      : `${escaped(parsed.name)}: ${text};`;
  });
  return [`resource ${escaped(name)} {`, ...indent(members), "}"];
}

function definitionLines(name: string, type: WitType, nameOf: NameOf): string[] {
  const text = (part: WitType): string => typeText(part, nameOf);
  const block = (keyword: string, members: readonly string[]): string[] => [
    `${keyword} ${escaped(name)} {`,
    ...indent(members.map((member) => `${member},`)),
    "}",
  ];
  if (type.kind === "record") {
    const fields = type.fields.map((field) => `${escaped(field.name)}: ${text(field.type)}`);
    return block("record", fields);
  }
  if (type.kind === "variant") {
    const cases = type.cases.map((one) => caseText(one, text));
    return block("variant", cases);
  }
  if (type.kind === "enum" || type.kind === "flags") {
    return block(type.kind, type.names.map(escaped));
  }
  return [`type ${escaped(name)} = ${structureText(type, nameOf)};`];
}

/** Packages in the order of their first mention; an interface both imported and exported is printed once, whole. */
function byPackage(items: readonly WorldItem[]): Map<string, { label: string; interface: WitInterface }[]> {
  const packages = new Map<string, Map<string, WitInterface>>();
  for (const each of interfacesOf(items)) {
    const name = parseInterfaceName(each.name);
    if (name !== undefined) {
      const packageName = name.version === "" ? name.package : `${name.package}@${name.version}`;
      const interfaces = packages.get(packageName) ?? new Map<string, WitInterface>();
      const known = interfaces.get(name.interface);
      interfaces.set(name.interface, known === undefined ? each : merged(known, each));
      packages.set(packageName, interfaces);
    }
  }
  return new Map(
    [...packages].map(([name, interfaces]) => [
      name,
      [...interfaces].map(([label, each]) => ({ label, interface: each })),
    ]),
  );
}

function merged(first: WitInterface, second: WitInterface): WitInterface {
  const addTo = <T extends { readonly name: string }>(known: readonly T[], more: readonly T[]): T[] => [
    ...known,
    ...more.filter((one) => !known.some((other) => other.name === one.name)),
  ];
  return { ...first, types: addTo(first.types, second.types), functions: addTo(first.functions, second.functions) };
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? line : INDENT + line));
}
