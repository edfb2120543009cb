import type { TrapFrameView } from "../../../shared/model.ts";
import { demangle } from "./demangle.ts";

/** More than a person reads; enough to see which functions repeat. */
const MAX_FRAMES = 32;
/** A name that is longer is cut: a component may hold any. */
const MAX_NAME_CHARS = 300;

/** `    at NAME (wasm://wasm/MODULE-1a2b3c4d:wasm-function[12]:0x1f)`, or without a name and brackets. */
const WASM_FRAME = /^\s*at (?:(.*) \()?wasm:\/\/wasm\/(.*):wasm-function\[(\d+)\]:0x([0-9a-f]+)\)?$/s;
const ANY_FRAME = /^\s*at /;
const HASH = /-?[0-9a-f]{8}$/;

export interface WasmFrames {
  /** Innermost first. */
  readonly frames: readonly TrapFrameView[];
  /** The stack was deeper than what is kept of it. */
  readonly cut: boolean;
}

/** The frames of core code in a stack as V8 prints it. `called`: the export, for an outermost frame without a name. */
export function wasmFrames(stack: string, called: string): WasmFrames {
  const lines = stack.split("\n").filter((line) => ANY_FRAME.test(line));
  const all = lines.flatMap((line, at) => {
    const found = wasmFrame(line);
    return found === undefined ? [] : [{ ...found, at }];
  });
  const found = all.filter((each, at) => !isShim(each, all[at + 1]));
  const frames = found.map(({ frame }) => frame);
  const last = found.at(-1);
  // Behind the outermost there is code that called it, unless the stack was cut before.
  const whole = last !== undefined && last.at < lines.length - 1;
  if (whole && frames.length <= MAX_FRAMES && last.frame.function === nameless(last.frame.index)) {
    frames[frames.length - 1] = { ...last.frame, function: called };
  }
  return { frames: frames.slice(0, MAX_FRAMES), cut: frames.length > MAX_FRAMES || (frames.length > 0 && !whole) };
}

interface Found {
  readonly frame: TrapFrameView;
  /** Tells the core modules of a component apart. */
  readonly module: string;
  /** Line of the stack. */
  readonly at: number;
}

/**
 * Between a guest and its host stands a core module that nobody wrote: it only passes calls on, from the guest's module
 * out, and its functions have no names.
 */
function isShim({ frame, module, at }: Found, caller: Found | undefined): boolean {
  return at > 0 && frame.function === nameless(frame.index) && caller?.at === at + 1 && caller.module !== module;
}

function wasmFrame(line: string): Omit<Found, "at"> | undefined {
  const match = WASM_FRAME.exec(line);
  if (match === null) return undefined;
  const [, printed, module = "", index = "", offset = ""] = match;
  const symbol = symbolOf(printed, module.replace(HASH, ""));
  const place = { index: Number(index), offset: Number.parseInt(offset, 16) };
  if (symbol === undefined) return { frame: { function: nameless(place.index), ...place }, module };
  const name = demangle(symbol);
  const frame = {
    function: name.slice(0, MAX_NAME_CHARS),
    ...(name === symbol ? {} : { symbol: symbol.slice(0, MAX_NAME_CHARS) }),
    ...place,
  };
  return { frame, module };
}

/** V8 puts the name of the module before that of the function, and prints it alone where a function has none. */
function symbolOf(printed: string | undefined, module: string): string | undefined {
  if (printed === undefined || printed === module) return undefined;
  return module !== "" && printed.startsWith(`${module}.`) ? printed.slice(module.length + 1) : printed;
}

function nameless(index: number): string {
  return `wasm-function[${index}]`;
}

/** Whether the name section said anything of these functions. */
export function areNamed(frames: readonly TrapFrameView[]): boolean {
  return frames.some((frame) => frame.function !== nameless(frame.index));
}

/**
 * The functions of the shortest circle that the innermost frames go round at least three times, from the one that was
 * called last; undefined when there is none.
 */
export function repeatingFrames(frames: readonly TrapFrameView[]): readonly string[] | undefined {
  for (let length = 1; length * 3 <= frames.length; length++) {
    const circle = frames.slice(0, length);
    const seen = frames.slice(0, length * 3);
    if (seen.every((frame, at) => frame.index === circle[at % length]?.index))
      return circle.map((each) => each.function);
  }
  return undefined;
}
