import type { ImportView } from "../../shared/model.ts";
import { resultOf, resultOrder } from "./contract-words.ts";

export interface ImportGroups {
  /** What is to be mended or looked at, the gravest first. */
  readonly troubled: readonly ImportView[];
  readonly offered: readonly ImportView[];
}

/** More than so many that are simply offered stand behind their number, where others need a look. */
export const MAX_OFFERED_BESIDE_TROUBLE = 5;

export function importGroups(imports: readonly ImportView[]): ImportGroups {
  const place = (item: ImportView) => resultOrder.indexOf(resultOf(item));
  return {
    troubled: imports.filter((item) => resultOf(item) !== "offered").toSorted((a, b) => place(a) - place(b)),
    offered: imports.filter((item) => resultOf(item) === "offered"),
  };
}

/** `wasi:keyvalue/`, `store` and `@0.2.0-draft`: what tells one import from the next stands in the middle. */
export function nameParts(name: string): readonly [before: string, own: string, version: string] {
  const [, before = "", own = name, version = ""] = /^(.*\/)?([^/@]+)(@.*)?$/.exec(name) ?? [];
  return [before, own, version];
}
