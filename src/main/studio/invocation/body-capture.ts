import type { BytesPreview } from "../../../shared/model.ts";

/** Keeps the beginning of a body that streams by, and its length. */
export class BodyCapture {
  readonly #max: number;
  readonly #chunks: Uint8Array[] = [];
  #kept = 0;
  #total = 0;

  constructor(maxBytes: number) {
    this.#max = maxBytes;
  }

  add(bytes: Uint8Array): void {
    this.#total += bytes.length;
    const part = bytes.slice(0, this.#max - this.#kept);
    if (part.length === 0) return;
    this.#chunks.push(part);
    this.#kept += part.length;
  }

  get total(): number {
    return this.#total;
  }

  preview(): BytesPreview {
    const kept = new Uint8Array(this.#kept);
    let at = 0;
    for (const chunk of this.#chunks) {
      kept.set(chunk, at);
      at += chunk.length;
    }
    return { kept, total: this.#total };
  }
}
