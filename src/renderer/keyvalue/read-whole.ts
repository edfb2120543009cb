import { type StudioApi, VALUE_CHUNK_BYTES } from "../../shared/contract.ts";
import type { ValueView } from "../../shared/model.ts";

/** All bytes of a value, of the very version that is shown. Rejects when the studio has fewer than it said. */
export async function readWhole(api: StudioApi, value: ValueView): Promise<Uint8Array> {
  if (value.bytes.length >= value.size) return value.bytes;
  const whole = new Uint8Array(value.size);
  whole.set(value.bytes);
  let have = value.bytes.length;
  while (have < value.size) {
    const chunk = await api.readValue(value.version, have);
    if (chunk.length === 0 || have + chunk.length > value.size) {
      throw new Error(`The value ended after ${have} of ${value.size} bytes (read in steps of ${VALUE_CHUNK_BYTES}).`);
    }
    whole.set(chunk, have);
    have += chunk.length;
  }
  return whole;
}

export function download(bytes: Uint8Array, name: string): void {
  saveFile(new Blob([bytes.slice()], { type: "application/octet-stream" }), name);
}

/** Gives it to the person as a file. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name.replace(/[^\w.-]+/g, "_") || "value";
  link.click();
  URL.revokeObjectURL(url);
}
