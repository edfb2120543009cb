// What crosses a process boundary in Electron: structured clone without what only threads of one process can share.

/** The copy that arrives. Throws where Electron throws, or would lose the message. */
export function cloneAcross(value) {
  refuse(value, new Set());
  return structuredClone(value);
}

function refuse(value, seen) {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  if (value instanceof SharedArrayBuffer || (ArrayBuffer.isView(value) && value.buffer instanceof SharedArrayBuffer)) {
    throw new DOMException("A SharedArrayBuffer does not leave its process", "DataCloneError");
  }
  if (value instanceof WebAssembly.Module || value instanceof WebAssembly.Memory) {
    throw new DOMException("What WebAssembly made does not leave its process", "DataCloneError");
  }
  if (ArrayBuffer.isView(value)) {
    if (value.byteLength < value.buffer.byteLength) {
      throw new Error(
        `A view of ${value.byteLength} bytes would drag ${value.buffer.byteLength} along: copy it first.`,
      );
    }
    return;
  }
  for (const each of value instanceof Map ? [...value].flat() : value instanceof Set ? value : Object.values(value)) {
    refuse(each, seen);
  }
}
