import { pattern, type Unfit } from "./code-pattern.ts";

/** Of a handle of the host's resources: what jco makes up when the guest's table has none there. */
const MADE_UP = new RegExp(
  pattern(`
  = captureTable‹number›.get(‹name›);
  if (!‹name›) {
    ‹name› = Object.create(‹name›.prototype);
    Object.defineProperty(‹name›, symbolRscHandle, { writable: true, value: ‹name›});
    Object.defineProperty(‹name›, symbolRscRep, { writable: true, value: ‹name›});
  }`),
  "g",
);

const STILL_MADE_UP = /= captureTable\d+\.get\([\w$]+\);\s*if \(![\w$]+\) \{/;

/**
 * Every resource of the host that a guest may name was handed to it, and is in the table then. What is not was dropped,
 * or never was: the guest ends there, before a host function sees an object that is none of its own.
 */
export function withCheckedHandles(code: string): string | Unfit {
  const changed = code.replace(MADE_UP, (found, _rep, resource: string, _same, _class, _holder, handle: string) => {
    const text = `'unknown handle index ' + ${handle} + ': the resource was dropped, or never was'`;
    return `${found.slice(0, found.indexOf(";") + 1)} if (!${resource}) throw new WebAssembly.RuntimeError(${text});`;
  });
  return STILL_MADE_UP.test(changed) ? { unfit: "a handle is looked up in an unknown way" } : changed;
}

const UNKNOWN_WHEN_READ = pattern("if (rep === 0 || (scope & T_FLAG) !== 0) {");
const UNKNOWN_WHEN_REMOVED = pattern("if (val === 0 || (scope & T_FLAG) !== 0) {");
const GIVEN_AWAY = pattern("const newHandle = rscTableCreateOwn(toTable, rep); return newHandle;");

/**
 * A component may represent a resource by 0, as TinyGo's do, and jco takes that for no resource. And it takes a resource
 * that was ever given to a component for one that this component made, whose representation is lent in place of a handle.
 */
export function withAllRepresentations(code: string): string | Unfit {
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
