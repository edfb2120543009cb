import type { TrapFrameView, TrapKind, TrapView } from "../../../shared/model.ts";
import { areNamed } from "./wasm-frames.ts";

type Known = Omit<TrapView, "advice">;
type Language = "rust" | "go" | undefined;

/** What to try, the likeliest first; whole sentences. */
export function trapAdvice(component: string, trap: Known): readonly string[] {
  const language = languageOf(trap.frames);
  return [...byKind[trap.kind](component, trap, language), ...namesMissing(trap.frames)];
}

const byKind: Readonly<Record<TrapKind, (component: string, trap: Known, language: Language) => readonly string[]>> = {
  unreachable: (_component, { frames }, language) => [
    language === "rust"
      ? "A Rust panic ends in unreachable; its message went to stderr just before. Look at the last lines of the log."
      : language === "go"
        ? "A Go panic ends in unreachable; its message went to stderr just before. Look at the last lines of the log."
        : "Unreachable is what a panic, an abort or a failed assertion is compiled to. Most print why just before: look at the last lines of the log.",
    ...(language === "rust" && frames.some(({ function: name }) => /handle_alloc_error|alloc_error|rust_oom/.test(name))
      ? ["Its allocator was refused memory: raise limits.memoryMiB in the project file, or look for what grows."]
      : []),
  ],
  "memory-out-of-bounds": (_component, trap) => [
    ...(trap.repeating === undefined
      ? []
      : [
          `${circle(trap.repeating)}: the stack that the guest keeps in its memory ran over. Look for the case that should stop it.`,
        ]),
    "An address outside of the guest's memory was read or written: a pointer that was never set or already given back, or an index past the end.",
    "Build with checks: Rust without unsafe cannot do this; in C and C++ the first frame below is where to look, and -O0 -g makes it exact.",
  ],
  "table-out-of-bounds": () => [
    "A function pointer has a value that stands for no function: a pointer that was never set, or memory that was overwritten.",
  ],
  "divide-by-zero": (_component, { frames }) => [
    `An integer was divided by zero, or its remainder taken${inFirst(frames)}: check the divisor before.`,
  ],
  "integer-overflow": (_component, { frames }) => [
    `The smallest integer was divided by -1${inFirst(frames)}; the result does not fit its type.`,
  ],
  "invalid-conversion": (_component, { frames }) => [
    `A floating-point number that is NaN or too large was turned into an integer${inFirst(frames)}: check it before, or use a saturating conversion.`,
  ],
  "indirect-call": () => [
    "A function pointer was null, or points to a function with other parameters than it was called with: look for a callback that was never set, and for casts between function types.",
    "In C and C++ it also comes from a function that is declared one way and defined another; the linker warns of a signature mismatch.",
  ],
  "stack-exhausted": (_component, { repeating }) => [
    repeating === undefined
      ? "Calls went too deep. Look for recursion without an end among the frames below."
      : `${circle(repeating)}. Look for the case that should stop it.`,
    "Where it is meant to go that deep, make it a loop with a list of what is still to do.",
  ],
  "memory-limit": (component) => [
    `If ${component} needs more memory, raise limits.memoryMiB of the component in the project file.`,
    "If it does not, look for what grows from call to call or round to round: a list that is never emptied, a body read as a whole, resources that are never dropped.",
  ],
  host: () => [
    "The host ended the guest, because it was used against its contract; the text says how. The last host call below is the one.",
  ],
  "invalid-value": () => [
    "The guest handed over a value that its WIT type does not allow, like a text that is no UTF-8 or a case that does not exist. Bindings that were made from another version of the WIT do that: make them again and build.",
  ],
  other: () => ["Look at the last host calls and the last lines of the log: they are what happened just before."],
};

function circle(functions: readonly string[]): string {
  const [first = "", ...others] = functions;
  if (others.length === 0) return `${first} calls itself without end`;
  // Innermost first: each was called by the one behind it.
  return `${[...functions].reverse().join(" → ")} → … call each other without end`;
}

function inFirst([first]: readonly TrapFrameView[]): string {
  return first === undefined ? "" : ` in ${first.function}`;
}

function namesMissing(frames: readonly TrapFrameView[]): readonly string[] {
  if (frames.length === 0 || areNamed(frames.slice(0, -1)) || (frames.length === 1 && areNamed(frames))) return [];
  return [
    "The functions have no names in this build. Keep the name section to see them: Rust without strip (profile: strip = false), TinyGo without -no-debug, C and C++ with -g.",
  ];
}

function languageOf(frames: readonly TrapFrameView[]): Language {
  const names = frames.map(({ function: name, symbol }) => `${symbol ?? ""} ${name}`);
  if (names.some((name) => /17h[0-9a-f]{16}E|^_R|\b(?:core|std|alloc)::panicking\b|\brust_panic\b|__rust_/.test(name)))
    return "rust";
  return names.some((name) => /(?:^| )(?:runtime\.|main\.|\(\*?[\w/.]+\)\.)/.test(name)) ? "go" : undefined;
}
