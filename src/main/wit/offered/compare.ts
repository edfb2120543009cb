import { displayName } from "../function-name.ts";
import { withoutVersion } from "../interface-name.ts";
import { structureText, typeText } from "../type-text.ts";
import type { NameOf } from "../type-text.ts";
import type { WitFunction, WitInterface, WitResource, WitType } from "../world.ts";

/**
 * Where an imported interface asks for something else than what is offered under its name; empty when all it imports
 * is there. Types are compared by structure and resources by name, functions by position of their parameters: what
 * types and parameters are called makes no difference to a host.
 */
export function differences(imported: WitInterface, offered: WitInterface): string[] {
  const known = new Map(offered.functions.map((fn) => [fn.name, fn]));
  const compared = new Comparison();
  const found: string[] = [];
  for (const fn of imported.functions) {
    const match = known.get(fn.name);
    const difference = match === undefined ? "is not there" : compared.functions(fn, match);
    if (difference !== undefined) {
      found.push(`\`${displayName(fn.name)}\` ${difference}`);
    }
  }
  const resources = new Set(offered.types.flatMap(({ name, target }) => (target.kind === "resource" ? [name] : [])));
  for (const { name, target } of imported.types) {
    if (target.kind === "resource" && !resources.has(name)) {
      found.push(`the resource \`${name}\` is not there`);
    }
  }
  return found;
}

const ownName: NameOf = (_target, label) => label;

class Comparison {
  /** Pairs found equal, so that shared parts are walked once. */
  readonly #equal = new Map<WitType, Set<WitType>>();

  functions(imported: WitFunction, offered: WitFunction): string | undefined {
    if (imported.async !== offered.async) {
      return imported.async
        ? "is imported as async, offered as a plain function"
        : "is imported as a plain function, offered as async";
    }
    if (imported.params.length !== offered.params.length) {
      return `is imported with ${count(imported.params.length)}, offered with ${offered.params.length}`;
    }
    for (const [index, param] of imported.params.entries()) {
      const other = offered.params[index];
      const difference =
        other === undefined ? undefined : this.#types(param.type, other.type, `parameter \`${param.name}\``);
      if (difference !== undefined) {
        return difference;
      }
    }
    return this.#optional(imported.result, offered.result, "the result");
  }

  #optional(imported: WitType | undefined, offered: WitType | undefined, where: string): string | undefined {
    if (imported === undefined || offered === undefined) {
      return imported === offered
        ? undefined
        : `is imported with ${where} ${imported === undefined ? "without a value" : plain(imported)}, offered ${offered === undefined ? "without a value" : `with ${plain(offered)}`}`;
    }
    return this.#types(imported, offered, where);
  }

  #types(imported: WitType, offered: WitType, where: string): string | undefined {
    if (imported === offered || this.#equal.get(imported)?.has(offered) === true) {
      return undefined;
    }
    const difference = this.#structure(imported, offered, where);
    if (difference === undefined) {
      const equal = this.#equal.get(imported) ?? new Set();
      this.#equal.set(imported, equal.add(offered));
    }
    return difference;
  }

  #structure(a: WitType, b: WitType, where: string): string | undefined {
    if (a.kind === "list" && b.kind === "list") {
      return this.#types(a.element, b.element, `an item of ${where}`);
    }
    if (a.kind === "option" && b.kind === "option") {
      return this.#types(a.some, b.some, `the value of ${where}`);
    }
    if (a.kind === "result" && b.kind === "result") {
      return this.#optional(a.ok, b.ok, `the ok of ${where}`) ?? this.#optional(a.err, b.err, `the err of ${where}`);
    }
    if (a.kind === "tuple" && b.kind === "tuple") {
      return this.#lists(a.items.map(unnamed), b.items.map(unnamed), where);
    }
    if (a.kind === "record" && b.kind === "record") {
      return this.#lists(a.fields, b.fields, where);
    }
    if (a.kind === "variant" && b.kind === "variant") {
      return this.#lists(a.cases, b.cases, where);
    }
    if ((a.kind === "enum" && b.kind === "enum") || (a.kind === "flags" && b.kind === "flags")) {
      return this.#lists(a.names.map(untyped), b.names.map(untyped), where);
    }
    if ((a.kind === "own" && b.kind === "own") || (a.kind === "borrow" && b.kind === "borrow")) {
      return sameResource(a.resource, b.resource) ? undefined : mismatch(a, b, where);
    }
    if (a.kind === "other" && b.kind === "other" && a.head === b.head && a.length === b.length) {
      return this.#lists(a.parts.map(unnamed), b.parts.map(unnamed), where);
    }
    return a.kind === b.kind && a.kind !== "other" ? undefined : mismatch(a, b, where);
  }

  #lists(imported: readonly Member[], offered: readonly Member[], where: string): string | undefined {
    for (const [index, member] of imported.entries()) {
      const other = offered[index];
      if (other === undefined || other.name !== member.name) {
        return `is imported with ${where} having \`${member.name}\` where ${other === undefined ? "nothing more" : `\`${other.name}\``} is offered`;
      }
      const difference = this.#optional(member.type, other.type, `\`${member.name}\` of ${where}`);
      if (difference !== undefined) {
        return difference;
      }
    }
    const more = offered[imported.length];
    return more === undefined ? undefined : `is imported with ${where} lacking \`${more.name}\`, which is offered`;
  }
}

interface Member {
  readonly name: string;
  readonly type: WitType | undefined;
}

function unnamed(type: WitType, index: number): Member {
  return { name: String(index), type };
}

function untyped(name: string): Member {
  return { name, type: undefined };
}

/** By name and interface: `wasi:io/streams@0.2.3` and `@0.2.12` name one class here. */
function sameResource(a: WitResource, b: WitResource): boolean {
  return (
    a.label?.name === b.label?.name &&
    withoutVersion(a.label?.owner.id ?? "") === withoutVersion(b.label?.owner.id ?? "")
  );
}

function mismatch(imported: WitType, offered: WitType, where: string): string {
  return `is imported with ${where} as ${plain(imported)}, offered with ${plain(offered)}`;
}

/** What it is, not only what it is called: two interfaces may call different things by one name. */
function plain(type: WitType): string {
  const name = type.label?.name;
  if (name === undefined) {
    return `\`${typeText(type, ownName)}\``;
  }
  return isNominal(type) ? `the ${type.kind} \`${name}\`` : `\`${name}\` (\`${structureText(type, ownName)}\`)`;
}

function isNominal({ kind }: WitType): boolean {
  return kind === "record" || kind === "variant" || kind === "enum" || kind === "flags";
}

function count(params: number): string {
  return params === 1 ? "1 parameter" : `${params} parameters`;
}
