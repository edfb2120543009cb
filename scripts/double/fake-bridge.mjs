// contextBridge: each function a proxy, everything else a copy; an error keeps its message alone.

/** A value as it arrives in the other world of the page. Throws for what the context bridge does not carry. */
export function crossBridge(value) {
  if (typeof value === "function") return (...args) => crossBridge(value(...args.map(crossBridge)));
  if (typeof value === "symbol") throw new TypeError("A symbol does not cross the context bridge");
  if (typeof value !== "object" || value === null) return value;
  if (typeof value.then === "function") return value.then(crossBridge, onlyMessage);
  if (Array.isArray(value)) return value.map(crossBridge);
  if (isPlain(value)) return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, crossBridge(each)]));
  return structuredClone(value);
}

export function isPlain(value) {
  const prototype = Object.getPrototypeOf(value);
  // An Object of whichever world.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

export function onlyMessage(error) {
  throw new Error(error.message);
}
