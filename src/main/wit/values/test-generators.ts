/** Generated WIT types, as text, and values of types, in their JSON form as it is printed. */
import type { WitTypeView } from "../../../shared/model.ts";
import type { Random } from "../test-random.ts";
import { floatingToJson, integerRanges, integerToJson, isInteger } from "./numbers.ts";

const leaves = ["bool", "u8", "s8", "u16", "s16", "u32", "s32", "u64", "s64", "f32", "f64", "char", "string"] as const;
const words = ["the", "HTTP", "delete", "class", "x", "v2", "list", "is-on"] as const;

export class WitTypes {
  readonly #random: Random;
  readonly declarations: string[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** A type nested at most `depth` deep; named ones are added to the declarations. */
  text(depth: number): string {
    const random = this.#random;
    if (depth === 0 || random.chance(0.2)) {
      return random.pick(leaves);
    }
    const inner = (): string => this.text(depth - 1);
    switch (random.below(9)) {
      case 0:
        return `list<${inner()}>`;
      case 1:
      case 2:
        return `option<${inner()}>`;
      case 3:
        return random.pick(["result", `result<${inner()}>`, `result<_, ${inner()}>`, `result<${inner()}, ${inner()}>`]);
      case 4:
        return `tuple<${this.#several(inner).join(", ")}>`;
      case 5:
        return this.#declare("record", (name) => `${name}: ${inner()}`);
      case 6:
        return this.#declare("variant", (name) => (random.chance(0.3) ? name : `${name}(${inner()})`));
      case 7:
        return this.#declare("enum", (name) => name);
      default:
        return this.#declare("flags", (name) => name);
    }
  }

  #declare(keyword: string, member: (name: string) => string): string {
    const members = this.#several((index) => member(`%${this.#random.pick(words)}-m${index}`));
    const name = `type${this.declarations.length}`;
    this.declarations.push(`${keyword} ${name} { ${members.join(", ")} }`);
    return name;
  }

  #several(item: (index: number) => string): string[] {
    return Array.from({ length: 1 + this.#random.below(5) }, (_, index) => item(index));
  }
}

const texts = ["", "a", "grüße", "😀", "line\nbreak", '"quoted"', "\0", "__proto__"] as const;

export class JsonValues {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  of(type: WitTypeView): unknown {
    const random = this.#random;
    if (isInteger(type.kind)) {
      return this.#integer(type.kind);
    }
    switch (type.kind) {
      case "bool":
        return random.chance(0.5);
      case "f32":
        return floatingToJson(Math.fround(this.#float()));
      case "f64":
        return floatingToJson(this.#float());
      case "char":
        return random.pick(["a", "ß", "😀", "\0", "\uffff"]);
      case "string":
        return random.pick(texts);
      case "list": {
        const length = random.pick([0, 1, 2, 5]);
        const items = Array.from({ length }, () => this.of(type.element));
        return type.element.kind === "u8" ? { base64: Buffer.from(items.map(Number)).toString("base64") } : items;
      }
      case "tuple":
        return type.items.map((item) => this.of(item));
      case "record":
        return Object.fromEntries(type.fields.map((field) => [field.name, this.of(field.type)]));
      case "variant": {
        const one = type.cases[random.below(type.cases.length)];
        return one?.type === undefined ? { tag: one?.name } : { tag: one.name, val: this.of(one.type) };
      }
      case "result": {
        const tag = random.pick(["ok", "err"]);
        const payload = tag === "ok" ? type.ok : type.err;
        return payload === undefined ? { tag } : { tag, val: this.of(payload) };
      }
      case "option": {
        if (random.chance(0.3)) {
          return null;
        }
        const some = this.of(type.some);
        return type.some.kind === "option" ? { some } : some;
      }
      case "enum":
        return type.cases[random.below(type.cases.length)];
      case "flags":
        return type.flags.filter(() => random.chance(0.5));
      case "resource":
      case "other":
        throw new Error(`no values of ${type.kind}`);
    }
  }

  #integer(kind: keyof typeof integerRanges): number | string {
    const { min, max } = integerRanges[kind];
    const random = this.#random;
    return integerToJson(random.pick([min, max, 0n, 1n, min + (random.bits64() % (max - min + 1n))]));
  }

  #float(): number {
    const random = this.#random;
    return random.pick([
      0,
      1.5,
      -1e-20,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      (random.fraction() - 0.5) * 2 ** random.below(100),
    ]);
  }
}
