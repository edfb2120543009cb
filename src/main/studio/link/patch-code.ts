// What is changed in the JavaScript that jco generates: a host call costs what it has to cost, and text is exact.
//
// jco writes every import and export for the asynchronous component model: each host call makes a task and a subtask,
// numbers them, resolves them and takes them down again, and reports each step to a debug log that reads an environment
// variable. A component whose functions are all synchronous needs none of it between the moment its core code calls
// out and the moment the host function returns. Each change below recognizes the exact shape it replaces; when jco
// writes another shape, the code is left as it was and a warning says so.
import { withCheckedHandles, withOneRangeOfHandles } from "./checked-handles.ts";
import { type Change, pattern, type Unfit } from "./code-pattern.ts";
import { withAllRepresentations } from "./composed-handles.ts";
import { closing, occurrences } from "./js-scan.ts";
import { withoutVariableArguments } from "./rename-arguments.ts";

/** Part of the cache key: raise it with every change of what comes out of `patchCode` or becomes of a core module. */
export const PATCH_VERSION = 9;

export interface PatchedCode {
  readonly code: string;
  /** What could not be changed and what that means, in words for a person. */
  readonly warnings: readonly string[];
}

export function patchCode(generated: string): PatchedCode {
  const warnings: string[] = [];
  let code = withoutVariableArguments(generated);
  for (const [what, change] of CHANGES) {
    const changed = change(code);
    if (typeof changed === "string") code = changed;
    else warnings.push(`${what} (${changed.unfit})`);
  }
  return { code, warnings };
}

const CHANGES: readonly (readonly [string, Change])[] = [
  ["host calls stay slow: the task bookkeeping could not be taken out", withoutTasks],
  ["host calls stay slow: the debug log could not be taken out", withoutDebugLog],
  ["a handle that was dropped is not always noticed", withCheckedHandles],
  ["a handle that is used as one of another kind is not always noticed", withOneRangeOfHandles],
  ["components in it cannot hand one another every resource", withAllRepresentations],
  ["a byte order mark at the start of a text is lost, and broken UTF-8 is not noticed", withExactText],
];

// ------------------------------------------------------------------------------------------------------- debug log

const DEBUG_LOG = pattern(`
  const _debugLog = (...args) => {
    if (!globalThis?.process?.env?.JCO_DEBUG) { return; }
    console.debug(...args);
  };`);

function withoutDebugLog(code: string): string | Unfit {
  const definition = DEBUG_LOG.exec(code);
  if (definition === null) return { unfit: "no _debugLog of the known shape" };
  const silent = replaceAt(code, definition.index, definition[0].length, "const _debugLog = () => {};");
  const parts: string[] = [];
  let taken = 0;
  for (const at of occurrences(silent, "_debugLog(")) {
    const end = closing(silent, at + "_debugLog".length);
    // Only whole statements go: an expression could be the body of an `if` without braces, or be used.
    if (end === -1 || silent[end] !== ";" || !/[{};]\s*$/.test(silent.slice(Math.max(0, at - 80), at))) continue;
    parts.push(silent.slice(taken, at));
    taken = end + 1;
  }
  parts.push(silent.slice(taken));
  return parts.join("");
}

// ------------------------------------------------------------------------------------------------------------ tasks

/** Signs of a component that is asynchronous somewhere. */
const ASYNCHRONOUS = ["isAsync: true", "funcTypeIsAsync: true", "isManualAsync: true"];

/** Whether jco wrote it for an asynchronous component: it then looked into functions for what may suspend. */
export function isAsynchronous(generated: string): boolean {
  return ASYNCHRONOUS.some((sign) => generated.includes(sign));
}

/** And of several that call one another: the tasks of all these matter. */
const NEEDS_TASKS = [...ASYNCHRONOUS, ".addBorrowedHandle(", ".addResourceLender(", "_lowerImport.bind("];

const WRAPPER = "_lowerImportBackwardsCompat.bind(";

/** From the call into the host up to the host function: a task for the host, as a child of the guest's. */
const TASK_BEGINS = pattern(`
  const hostProvided = true;
  let parentTask;
  let task;
  let subtask;
  const createTask = () => {
    const results = createNewCurrentTask({
      componentIdx: -1,
      isAsync: false,
      entryFnName: ‹string›,
      getCallbackFn: () => null,
      callbackFnName: null,
      errHandling: ‹string›,
      callingWasmExport: false,
    });
    task = results[0];
  };
  taskCreation: {
    parentTask = getCurrentTask(
    ‹number›,
    _getGlobalCurrentTaskMeta(‹number›)?.taskID,
    )?.task;
    if (!parentTask) {
      createTask();
      break taskCreation;
    }
    createTask();
    if (hostProvided) {
      subtask = parentTask.getLatestSubtask();
      if (!subtask) {
        throw new Error(\`Missing subtask (in parent task [\${parentTask.id()}]) for host import, has the import been lowered? (ensure asyncImports are set properly)\`);
      }
      task.setParentSubtask(subtask);
    }
  }
  const started = task.enterSync();`);

const HOST_CALL_BEGINS = pattern(`
  _withGlobalCurrentTaskMeta({
    componentIdx: task.componentIdx(),
    taskID: task.id(),
    fn: () => _trackHostOperation(() => `);
const HOST_CALL_ENDS = pattern(`, })`, "y");
const TASK_FAILS = pattern(`task.setErrored(err); task.reject(err); task.exit();`);
const TASK_ENDS = pattern(`task.resolve([‹value›]); task.exit();`);
const CALL_LOG = pattern(`
  _debugLog('[Instruction::CallInterface] error during sync call', {
    taskID: task.id(),
    subtaskID: task.getParentSubtask()?.id(),
    err,
  });`);
const LEFT_OVER = /\b(?:task|subtask|parentTask|createTask|createNewCurrentTask|_trackHostOperation)\b/;

function withoutTasks(code: string): string | Unfit {
  for (const sign of NEEDS_TASKS) {
    if (code.includes(sign)) return { unfit: `the component needs it: ${sign}` };
  }
  const components = new Set([...code.matchAll(/\bcomponentIdx: (-?\d+),/g)].map((match) => match[1]));
  if ([...components].some((index) => index !== "0" && index !== "-1")) {
    return { unfit: "the component is composed of several" };
  }
  const bodies = [...code.matchAll(/^ *const (_trampoline\d+) = function\([^()]*\) \{/gm)];
  const parts: string[] = [];
  let taken = 0;
  for (const head of bodies) {
    const name = head[1] ?? "";
    const open = head.index + head[0].length - 1;
    const end = closing(code, open);
    if (end === -1 || open < taken) return { unfit: `${name} does not end` };
    const body = withoutTask(code.slice(open + 1, end - 1));
    if (typeof body !== "string") return { unfit: `${name}: ${body.unfit}` };
    // What the wrapper that goes away below checks first: a guest must not call out of realloc or post-return.
    parts.push(code.slice(taken, open + 1), "\n_checkMayLeave(0);", body, "}");
    taken = end;
  }
  parts.push(code.slice(taken));
  return unwrapped(parts.join(""), new Set(bodies.map((head) => head[1] ?? "")));
}

function withoutTask(body: string): string | Unfit {
  let code = body.replace(TASK_BEGINS, "");
  if (code === body) return { unfit: "its task begins in an unknown way" };
  for (;;) {
    const call = HOST_CALL_BEGINS.exec(code);
    if (call === null) break;
    const inner = call.index + call[0].length;
    // The bracket that `_trackHostOperation` opened.
    const end = closing(code, code.lastIndexOf("_trackHostOperation(", inner) + "_trackHostOperation".length);
    HOST_CALL_ENDS.lastIndex = end;
    const tail = end === -1 ? null : HOST_CALL_ENDS.exec(code);
    if (tail === null) return { unfit: "its call of the host has an unknown shape" };
    const expression = code.slice(inner, end - 1);
    code = replaceAt(code, call.index, end + tail[0].length - call.index, `(${expression})`);
  }
  code = code.replace(CALL_LOG, "").replace(TASK_FAILS, "");
  const endings = [...code.matchAll(new RegExp(TASK_ENDS, "g"))];
  if (endings.length === 0) return { unfit: "its task ends in an unknown way" };
  for (const ending of endings) {
    // The core code gets what the task was resolved with: it has to be what the function returns, if it does.
    const after = code.slice(ending.index + ending[0].length).trim();
    if (after !== "" && after !== `return ${ending[1]};`) return { unfit: "it returns something else than its task" };
  }
  code = code.replace(new RegExp(TASK_ENDS, "g"), "");
  const left = LEFT_OVER.exec(code.replaceAll(/'(?:[^'\\\n]|\\.)*'/g, "''"));
  return left === null ? code : { unfit: `${left[0]} is left` };
}

/** Lets the core code call the trampolines themselves instead of a wrapper that makes a subtask for each call. */
function unwrapped(code: string, names: ReadonlySet<string>): string | Unfit {
  const heads = [
    ...code.matchAll(/^ *let (trampoline\d+) = (_trampoline\d+)\.manuallyAsync \? new WebAssembly\.Suspending\(/gm),
  ];
  if (heads.length !== names.size) return { unfit: "imports and their wrappers differ in number" };
  const parts: string[] = [];
  let taken = 0;
  for (const head of heads) {
    const name = head[2] ?? "";
    const asynchronous = closing(code, head.index + head[0].length - 1);
    const bind = /^ : _lowerImportBackwardsCompat\.bind\(/.exec(code.slice(asynchronous, asynchronous + 60));
    const end = bind === null ? -1 : closing(code, asynchronous + bind[0].length - 1);
    if (end === -1 || code[end] !== ";" || !names.has(name))
      return { unfit: `the wrapper of ${name} has an unknown shape` };
    const facts = code.slice(asynchronous, end);
    const expected = ["componentIdx: 0,", "isAsync: false,", "funcTypeIsAsync: false,", `importFn: ${name},`];
    if (!expected.every((fact) => facts.includes(fact)))
      return { unfit: `the wrapper of ${name} wraps something else` };
    parts.push(code.slice(taken, head.index), `let ${head[1] ?? ""} = ${name};`);
    taken = end + 1;
  }
  parts.push(code.slice(taken));
  const unwrappedCode = parts.join("");
  return unwrappedCode.includes(WRAPPER) ? { unfit: "a wrapper is left" } : unwrappedCode;
}

// ------------------------------------------------------------------------------------------------------------- text

const UTF8_DECODER = pattern("const TEXT_DECODER_UTF8 = new TextDecoder();");
const UTF16_DECODER = pattern("const utf16Decoder = new TextDecoder('utf-16');");

/**
 * A key that begins with U+FEFF is another key than the one without, and bytes that are no UTF-8 end the guest, as the
 * canonical ABI says. By default a decoder drops the one and mends the other.
 */
function withExactText(code: string): string | Unfit {
  if (!code.includes("TextDecoder")) return code;
  const exact = "{ fatal: true, ignoreBOM: true }";
  const changed = code
    .replace(UTF8_DECODER, `const TEXT_DECODER_UTF8 = new TextDecoder('utf-8', ${exact});`)
    .replace(UTF16_DECODER, `const utf16Decoder = new TextDecoder('utf-16', ${exact});`);
  return /new TextDecoder\((?:'[^']*')?\)/.test(changed) ? { unfit: "a decoder of an unknown shape" } : changed;
}

function replaceAt(text: string, at: number, length: number, by: string): string {
  return text.slice(0, at) + by + text.slice(at + length);
}
