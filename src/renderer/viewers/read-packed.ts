import { count, counted } from "../format/quantity.ts";
import { ByteReader } from "./byte-reader.ts";
import { cborHead } from "./cbor.ts";
import { messagePackHead } from "./messagepack.ts";
import { PackedFault, type PackedHead, type PackedValue } from "./packed-value.ts";

export type PackedFormat = "messagepack" | "cbor";

export interface Packed {
  /** As far as it could be read; absent: not even its beginning. */
  readonly value?: PackedValue;
  /** Why the bytes are not exactly one value of the format. */
  readonly fault?: string;
}

/** Deeper than people nest things, and well within what may be drawn. */
export const MAX_DEPTH = 200;
/** More rows than people read; the bytes may come from anybody. */
export const MAX_VALUES = 100_000;

const heads: Readonly<Record<PackedFormat, (reader: ByteReader) => PackedHead>> = {
  messagepack: messagePackHead,
  cbor: cborHead,
};

/** Reads one value that is all of the bytes, or says where they are otherwise. Never deeper, never longer than its bounds. */
export function readPacked(format: PackedFormat, bytes: Uint8Array): Packed {
  const reader = new ByteReader(bytes);
  const tree = new Tree();
  try {
    while (!tree.complete) {
      reader.mark();
      tree.take(heads[format](reader), reader);
    }
    reader.mark();
    if (reader.left === 0) return { value: tree.value };
    throw reader.fault(
      `the value is over, and ${counted(reader.left, "byte")} ${reader.left === 1 ? "follows" : "follow"}`,
    );
  } catch (error) {
    if (!(error instanceof PackedFault)) throw error;
    return { ...(tree.root === undefined ? {} : { value: tree.root }), fault: error.message };
  }
}

type Open =
  | { readonly is: "list"; readonly items: PackedValue[]; left: number | undefined }
  | {
      readonly is: "map";
      readonly entries: [PackedValue, PackedValue | undefined][];
      left: number | undefined;
      /** Its key is there, its value not yet. */
      half: boolean;
    }
  | {
      readonly is: "tag";
      readonly tagged: { t: "tagged"; tag: string; meaning?: string; value?: PackedValue };
      readonly meaningOf: (value: PackedValue) => string | undefined;
      left: number;
    };

/** A value under construction: what is open hangs in it already, so that what was read can be shown whatever follows. */
class Tree {
  root: PackedValue | undefined;
  readonly #open: Open[] = [];
  #values = 0;

  get complete(): boolean {
    return this.root !== undefined && this.#open.length === 0;
  }

  get value(): PackedValue {
    if (this.root === undefined) throw new Error("Nothing was read yet.");
    return this.root;
  }

  take(head: PackedHead, reader: ByteReader): void {
    if (head.is === "break") return this.#break(reader);
    this.#values += 1;
    if (this.#values > MAX_VALUES) throw reader.fault(`more than ${count(MAX_VALUES)} values; these are the first`);
    if (head.is !== "value" && this.#open.length >= MAX_DEPTH) throw reader.fault(`nested more than ${MAX_DEPTH} deep`);
    if (head.is === "value") this.#place(head.value);
    else this.#enter(head);
    this.#close();
  }

  #enter(head: Extract<PackedHead, { readonly is: "list" | "map" | "tag" }>): void {
    if (head.is === "tag") {
      const tagged = { t: "tagged" as const, tag: head.tag };
      this.#place(tagged);
      this.#open.push({ is: "tag", tagged, meaningOf: head.meaningOf, left: 1 });
    } else if (head.is === "list") {
      const items: PackedValue[] = [];
      this.#place({ t: "list", items });
      this.#open.push({ is: "list", items, left: head.count });
    } else {
      const entries: [PackedValue, PackedValue | undefined][] = [];
      this.#place({ t: "map", entries });
      this.#open.push({ is: "map", entries, left: head.count, half: false });
    }
  }

  #place(value: PackedValue): void {
    const inside = this.#open.at(-1);
    if (inside === undefined) this.root = value;
    else if (inside.is === "tag") {
      inside.tagged.value = value;
      inside.left = 0;
    } else if (inside.is === "list") {
      inside.items.push(value);
      if (inside.left !== undefined) inside.left -= 1;
    } else if (!inside.half) {
      inside.entries.push([value, undefined]);
      inside.half = true;
    } else {
      const entry = inside.entries.at(-1);
      if (entry !== undefined) entry[1] = value;
      inside.half = false;
      if (inside.left !== undefined) inside.left -= 1;
    }
  }

  /** What has all that belongs into it. */
  #close(): void {
    for (let inside = this.#open.at(-1); inside?.left === 0; inside = this.#open.at(-1)) {
      if (inside.is === "tag" && inside.tagged.value !== undefined) {
        const meaning = inside.meaningOf(inside.tagged.value);
        if (meaning !== undefined) inside.tagged.meaning = meaning;
      }
      this.#open.pop();
    }
  }

  #break(reader: ByteReader): void {
    const inside = this.#open.at(-1);
    if (inside === undefined || inside.left !== undefined || (inside.is === "map" && inside.half)) {
      throw reader.fault("a break where nothing can end");
    }
    this.#open.pop();
    this.#close();
  }
}
