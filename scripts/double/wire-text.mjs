// What goes between this process and a real page, as text. Both functions run on both sides: they use nothing from here.

/** Bytes, large integers and undefined beside JSON; whatever else a message could carry is a mistake. */
export function encodeText(value) {
  return JSON.stringify(value, (_name, each) => {
    if (each === undefined) return { $undefined: true };
    if (typeof each === "bigint") return { $bigint: String(each) };
    if (each instanceof Uint8Array) {
      let binary = "";
      for (const byte of each) binary += String.fromCharCode(byte);
      return { $bytes: btoa(binary) };
    }
    if (each instanceof Map || each instanceof Set || ArrayBuffer.isView(each)) throw new TypeError("Not for the wire");
    return each;
  });
}

export function decodeText(text) {
  return JSON.parse(text, (_name, each) => {
    if (typeof each !== "object" || each === null) return each;
    if (each.$undefined === true) return undefined;
    if (typeof each.$bigint === "string") return BigInt(each.$bigint);
    if (typeof each.$bytes === "string") return Uint8Array.from(atob(each.$bytes), (char) => char.charCodeAt(0));
    return each;
  });
}
