import { PREVIEW, ValueTag } from "../../shared/record.ts";
import { labelOf } from "../host/resource-label.ts";
import { resourceNameOf } from "./resource-name.ts";

const utf8 = new TextEncoder();

/**
 * Writes bounded, self-describing previews of the values of host calls into a record (`record.ts`, `ValueTag`).
 * Values are what jco hands over: bigint, Uint8Array, plain records, `{tag, val}` variants, instances of resource
 * classes. Never throws for a value: what it does not know it cuts.
 */
export class PreviewWriter {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  #limit = 0;
  #maxString: number = PREVIEW.maxStringBytes;
  readonly #numbers: ResourceNumbers;
  #showLabel: ((label: string) => string) | undefined;

  /** Writes into this memory from wherever `start` says. `numbers`: shared by all writers of one record. */
  constructor(memory: SharedArrayBuffer | ArrayBuffer, numbers: ResourceNumbers) {
    this.#numbers = numbers;
    this.#bytes = new Uint8Array(memory);
    this.#view = new DataView(memory);
  }

  /** What is written of what resources say of themselves; undefined: all of it. */
  showLabels(show: ((label: string) => string) | undefined): void {
    this.#showLabel = show;
  }

  /** Starts a run of values at `at`; `wide` lets one text take all the room a record has (log messages). */
  start(at: number, wide: boolean): void {
    this.#at = at;
    this.#limit = at + PREVIEW.maxRecordBytes;
    this.#maxString = wide ? PREVIEW.maxRecordBytes : PREVIEW.maxStringBytes;
  }

  /** Where the next byte would go. */
  get at(): number {
    return this.#at;
  }

  value(value: unknown, depth = 0): void {
    // The largest fixed part of a value is below 32 bytes; names and contents check their own room.
    if (this.#limit - this.#at < 32 || depth > PREVIEW.maxDepth) return this.#tag(ValueTag.cut);
    switch (typeof value) {
      case "undefined":
        return this.#tag(ValueTag.none);
      case "boolean":
        return this.#tag(value ? ValueTag.true : ValueTag.false);
      case "number":
        this.#tag(ValueTag.number);
        this.#view.setFloat64(this.#at, value, true);
        this.#at += 8;
        return;
      case "bigint":
        this.#tag(value < 0n ? ValueTag.signed : ValueTag.unsigned);
        this.#view.setBigUint64(this.#at, BigInt.asUintN(64, value), true);
        this.#at += 8;
        return;
      case "string":
        return this.#string(value);
      case "object":
        return value === null ? this.#tag(ValueTag.none) : this.#object(value, depth);
      default:
        return this.#tag(ValueTag.cut);
    }
  }

  #tag(tag: number): void {
    this.#bytes[this.#at++] = tag;
  }

  #string(text: string): void {
    this.#tag(ValueTag.string);
    const head = this.#at;
    const room = Math.min(this.#maxString, this.#limit - head - 8);
    this.#at += 8;
    const kept = this.#text(text, room);
    this.#view.setUint32(head, kept === undefined ? Buffer.byteLength(text) : kept, true);
    this.#view.setUint32(head + 4, this.#at - head - 8, true);
  }

  /** Writes as much of a text as fits without tearing a character; the bytes written when that was all of it. */
  #text(text: string, room: number): number | undefined {
    const start = this.#at;
    const length = text.length;
    if (length <= room) {
      let at = start;
      let index = 0;
      for (; index < length; index++) {
        const code = text.charCodeAt(index);
        if (code > 0x7f) break;
        this.#bytes[at++] = code;
      }
      if (index === length) {
        this.#at = at;
        return length;
      }
    }
    const { read, written } = utf8.encodeInto(text, this.#bytes.subarray(start, start + Math.max(0, room)));
    this.#at = start + written;
    return read === length ? written : undefined;
  }

  #object(value: object, depth: number): void {
    if (value instanceof Uint8Array) return this.#binary(value);
    if (Array.isArray(value)) return this.#list(value, depth);
    if (ArrayBuffer.isView(value)) return this.#list(Array.from(value as unknown as ArrayLike<unknown>), depth);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return this.#resource(value);
    if ("tag" in value && typeof value.tag === "string") return this.#variant(value.tag, value, depth);
    this.#record(value as Record<string, unknown>, depth);
  }

  #binary(bytes: Uint8Array): void {
    this.#tag(ValueTag.bytes);
    const kept = Math.min(bytes.length, PREVIEW.maxBytes, Math.max(0, this.#limit - this.#at - 8));
    this.#view.setUint32(this.#at, bytes.length, true);
    this.#view.setUint32(this.#at + 4, kept, true);
    this.#bytes.set(bytes.subarray(0, kept), this.#at + 8);
    this.#at += 8 + kept;
  }

  #list(items: readonly unknown[], depth: number): void {
    this.#tag(ValueTag.list);
    const head = this.#at;
    this.#at += 8;
    let kept = 0;
    while (kept < items.length && kept < PREVIEW.maxItems && this.#limit - this.#at >= 64) {
      this.value(items[kept], depth + 1);
      kept++;
    }
    this.#view.setUint32(head, items.length, true);
    this.#view.setUint32(head + 4, kept, true);
  }

  #record(fields: Record<string, unknown>, depth: number): void {
    this.#tag(ValueTag.record);
    const head = this.#at++;
    let kept = 0;
    for (const name in fields) {
      if (kept === 255 || this.#limit - this.#at < 64) break;
      this.#name(name);
      this.value(fields[name], depth + 1);
      kept++;
    }
    this.#bytes[head] = kept;
  }

  #variant(tag: string, value: object, depth: number): void {
    this.#tag(ValueTag.variant);
    this.#name(tag);
    const payload: unknown = "val" in value ? value.val : undefined;
    this.#bytes[this.#at++] = payload === undefined ? 0 : 1;
    if (payload !== undefined) this.value(payload, depth + 1);
  }

  #resource(resource: object): void {
    const id = this.#numbers.of(resource);
    this.#tag(ValueTag.resource);
    this.#name(resourceNameOf(resource));
    this.#view.setUint32(this.#at, id, true);
    const head = this.#at + 4;
    this.#at += 6;
    const label = labelOf(resource);
    this.#text(
      this.#showLabel === undefined ? label : this.#showLabel(label),
      Math.max(0, Math.min(120, this.#limit - this.#at)),
    );
    this.#view.setUint16(head, this.#at - head - 2, true);
  }

  /** A short ASCII name (fields, cases and resources have WIT names). */
  #name(name: string): void {
    const head = this.#at++;
    this.#text(name, Math.max(0, Math.min(200, this.#limit - this.#at)));
    this.#bytes[head] = this.#at - head - 1;
  }
}

/** Tells the resources of one invocation apart: each gets the next number when it is first seen. */
export class ResourceNumbers {
  #numbers = new WeakMap<object, number>();
  #last = 0;

  of(resource: object): number {
    let number = this.#numbers.get(resource);
    if (number === undefined) this.#numbers.set(resource, (number = ++this.#last));
    return number;
  }

  /** A record of its own begins. */
  reset(): void {
    this.#numbers = new WeakMap();
    this.#last = 0;
  }
}
