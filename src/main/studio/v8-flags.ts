import { setFlagsFromString } from "node:v8";

/** The V8 of Node 24. Later ones have mended what the first two are for, and may have another budget. */
const NEEDED_BY_V8 = "13.";

const FLAGS = [
  // Threads share the small pieces of code through which wasm calls JavaScript. When V8 13 collects unused wasm code, it
  // can free one that another thread has just put to use, and the process ends with "Check failed: jit_page.has_value()".
  // What is not collected now goes with its module.
  "--no-wasm-code-gc",
  // V8 13 holds what instances keep outside its heap against the limit of the heap itself: a thread that makes many was
  // collected as a whole once in 60 to 100 of them, which took more time than making them.
  "--external-memory-accounted-in-global-limit",
  // How much a function of wasm runs, roughly in bytes, before V8 optimizes it; 13 million otherwise. Most of what jco
  // runs, it runs a few times, and optimizing it cost a first component 300 ms of other threads. A hot function of a
  // guest runs 1 ms longer in its first code, once for a build. Not for jco's thread alone: all threads read it.
  "--wasm-tiering-budget=60000000",
];

/** Once a process, before its first thread: V8 reads flags where it needs them, and threads share them. */
export function setV8Flags(): void {
  if (!process.versions.v8.startsWith(NEEDED_BY_V8)) return;
  for (const flag of FLAGS) setFlagsFromString(flag);
}
