import type { WitTypeView } from "../../../shared/model.ts";

/**
 * Whether jco writes none of this type as `undefined` and some as the bare value. It does so where the value itself
 * cannot be `undefined`; an option around such an option is `{ tag: "none" }` or `{ tag: "some", val }`, and an option
 * around that one is bare again.
 */
export function isBareOption(type: WitTypeView): boolean {
  return type.kind === "option" && !isBareOption(type.some);
}
