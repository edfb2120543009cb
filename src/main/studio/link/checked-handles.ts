// What is changed of the handles of generated code: a component that uses one that is none of its own ends there.
import { pattern, type Unfit } from "./code-pattern.ts";

const UNKNOWN_HANDLE = ": the resource was dropped, is of another kind, or never was";

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
    const text = `'unknown handle index ' + ${handle} + '${UNKNOWN_HANDLE}'`;
    return `${found.slice(0, found.indexOf(";") + 1)} if (!${resource}) throw new WebAssembly.RuntimeError(${text});`;
  });
  return STILL_MADE_UP.test(changed) ? { unfit: "a handle is looked up in an unknown way" } : changed;
}

const HANDLE_TABLE = /^( *)const (handleTable\d+) = \[T_FLAG, 0\];/gm;

const CREATE_OWN = pattern(`
  function rscTableCreateOwn(table, rep) {
    const free = table[0] & ~T_FLAG;
    table._createdReps.add(rep);
    if (free === 0) {
      table.push(0);
      table.push(rep | T_FLAG);
      return (table.length >> 1) - 1;
    }
    table[0] = table[free << 1];
    table[free << 1] = 0;
    table[(free << 1) + 1] = rep | T_FLAG;
    return free;
  }`);
const UNKNOWN_REMOVED = pattern(`
  if (val === 0 || (scope & T_FLAG) !== 0) {
    // Resource entries occupy scope/rep pairs after the table sentinel.
    throw new WebAssemblyRuntimeError(\`unknown handle index \${(handle << 1) + 1}\`);
  }`);
const REMOVED = pattern(`
  table[handle << 1] = table[0] | T_FLAG;
  table[0] = handle | T_FLAG;`);

/** Resources that the component makes itself, or hands to another one, have handles that come and go in other ways. */
export const HANDED_OVER = /\brscTable(?!CreateOwn\b|Remove\b)\w+|\bresourceTransfer\w+/;

/**
 * A component has one range of handles, as the canonical ABI says. jco counts them for each kind of resource, so that
 * a handle of one kind may be that of a resource of another kind, which a confused guest would then use unnoticed.
 * Components that make resources, or were composed of several, keep jco's way.
 */
export function withOneRangeOfHandles(code: string): string | Unfit {
  const tables = [...code.matchAll(HANDLE_TABLE)];
  if (tables.length === 0 || HANDED_OVER.test(code)) return code;
  if (new Set(tables.map(([, indent]) => indent)).size > 1) return { unfit: "the tables stand in different blocks" };
  // Only those are there that the component needs.
  const shapes = { rscTableCreateOwn: [CREATE_OWN], rscTableRemove: [UNKNOWN_REMOVED, REMOVED] };
  for (const [name, known] of Object.entries(shapes)) {
    if (code.includes(`function ${name}(`) && !known.every((shape) => shape.test(code))) {
      return { unfit: `${name} has an unknown shape` };
    }
  }
  let isFirst = true;
  return code
    .replace(HANDLE_TABLE, (found, _indent, table: string) => {
      const shared = isFirst ? "const _handles = { last: 0, free: [] };\n" : "";
      isFirst = false;
      return `${shared}${found}\n${table}._handles = _handles;`;
    })
    .replace(CREATE_OWN, ONE_CREATE_OWN)
    .replace(
      UNKNOWN_REMOVED,
      // What lies beyond the table's end is none of its handles either.
      () => `if (!val) throw new WebAssemblyRuntimeError('unknown handle index ' + handle + '${UNKNOWN_HANDLE}');`,
    )
    .replace(REMOVED, () => "table[handle << 1] = 0; table[(handle << 1) + 1] = 0; table._handles.free.push(handle);");
}

/** Handles of other tables are pairs of zeros in this one. */
const ONE_CREATE_OWN = `function rscTableCreateOwn(table, rep) {
  table._createdReps.add(rep);
  const handle = table._handles.free.pop() ?? ++table._handles.last;
  while (table.length <= (handle << 1)) table.push(0, 0);
  table[handle << 1] = 0;
  table[(handle << 1) + 1] = rep | T_FLAG;
  return handle;
}`;
