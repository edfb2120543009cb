import { HANDED_OVER } from "./checked-handles.ts";
import { pattern, type Unfit } from "./code-pattern.ts";

const UNKNOWN_WHEN_READ = pattern("if (rep === 0 || (scope & T_FLAG) !== 0) {");
const UNKNOWN_WHEN_REMOVED = pattern("if (val === 0 || (scope & T_FLAG) !== 0) {");
const GIVEN_AWAY = pattern("const newHandle = rscTableCreateOwn(toTable, rep); return newHandle;");

/**
 * A component may represent a resource by 0, as TinyGo's do, and jco takes that for no resource. And it takes a resource
 * that was ever given to a component for one that this component made, whose representation is lent in place of a handle.
 */
export function withAllRepresentations(code: string): string | Unfit {
  if (!HANDED_OVER.test(code)) return code;
  let changed = code;
  for (const [part, shape, by] of [
    ["function rscTableGet(", UNKNOWN_WHEN_READ, "if (scope === undefined || (scope & T_FLAG) !== 0) {"],
    ["function rscTableRemove(", UNKNOWN_WHEN_REMOVED, "if (scope === undefined || (scope & T_FLAG) !== 0) {"],
    [
      "function resourceTransferOwn(",
      GIVEN_AWAY,
      `const made = toTable._createdReps.has(rep);
    const newHandle = rscTableCreateOwn(toTable, rep);
    if (!made) toTable._createdReps.delete(rep);
    return newHandle;`,
    ],
  ] as const) {
    if (!changed.includes(part)) continue;
    if (!shape.test(changed)) return { unfit: `${part}) has an unknown shape` };
    changed = changed.replace(shape, by);
  }
  return changed;
}
