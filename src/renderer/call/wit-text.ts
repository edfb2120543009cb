import type { WitTypeView } from "../../shared/model.ts";

/** A type as WIT writes it, named where it has a name. */
export function witText(type: WitTypeView): string {
  switch (type.kind) {
    case "list":
      return `list<${witText(type.element)}>`;
    case "option":
      return `option<${witText(type.some)}>`;
    case "tuple":
      return `tuple<${type.items.map(witText).join(", ")}>`;
    case "result":
      return resultText(type.ok, type.err);
    case "record":
    case "variant":
    case "enum":
    case "flags":
      return type.name ?? type.kind;
    case "resource":
      return type.mode === "borrow" ? `borrow<${type.name}>` : type.name;
    case "other":
      return type.name;
    case "bool":
    case "char":
    case "string":
    case "f32":
    case "f64":
    case "u8":
    case "u16":
    case "u32":
    case "u64":
    case "s8":
    case "s16":
    case "s32":
    case "s64":
      return type.kind;
  }
}

function resultText(ok: WitTypeView | undefined, err: WitTypeView | undefined): string {
  if (ok === undefined && err === undefined) return "result";
  if (err === undefined) return `result<${ok === undefined ? "_" : witText(ok)}>`;
  return `result<${ok === undefined ? "_" : witText(ok)}, ${witText(err)}>`;
}
