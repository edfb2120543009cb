import { INSTANTIATE, type RecordedFunction } from "./record.ts";

/**
 * May an instance call this while it is made before anybody asked for it? What it asks then is the same for every
 * invocation of its build, and changes nothing: the clock, random numbers, the environment the project gives.
 * Not the arguments: a run brings its own.
 */
export function mayCallAhead({ interface: name, function: fn }: RecordedFunction): boolean {
  if (name === INSTANTIATE.interface) return fn === INSTANTIATE.function;
  if (/^wasi:(?:clocks|random)\//.test(name)) return !fn.startsWith("subscribe");
  return /^wasi:cli\/environment(?:@|$)/.test(name) && fn !== "get-arguments";
}
