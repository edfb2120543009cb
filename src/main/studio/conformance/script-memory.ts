/** The memory a script's guest starts with: every constant it passes, and room for what it is given. */
import { alignTo } from "./canonical-abi.ts";

const PAGE = 65_536;
/** Nothing lies at 0, so that no valid pointer is 0. */
const START = 16;

export class ScriptMemory {
  #bytes = new Uint8Array(PAGE);
  #end = START;

  /** Where nobody else is; zeros. */
  reserve(size: number, align: number): number {
    const at = alignTo(this.#end, align);
    this.#end = at + size;
    while (this.#bytes.length < this.#end) this.#grow();
    return at;
  }

  put(bytes: Uint8Array): number {
    const at = this.reserve(bytes.length, 1);
    this.#bytes.set(bytes, at);
    return at;
  }

  store(at: number, size: 1 | 2 | 4 | 8, value: bigint): void {
    const view = new DataView(this.#bytes.buffer, at, size);
    for (let index = 0; index < size; index++) view.setUint8(index, Number((value >> BigInt(8 * index)) & 255n));
  }

  /** Exported, with the allocator the host uses for what it hands over; a script's instance is used once. */
  wat(): string {
    const data = [...this.#bytes.subarray(0, this.#end)].map((byte) => `\\${byte.toString(16).padStart(2, "0")}`);
    return `
  (memory (export "memory") ${this.#bytes.length / PAGE + 1})
  (data (i32.const 0) "${data.join("")}")
  (global $heap (mut i32) (i32.const ${alignTo(this.#end, 16)}))
  (func (export "cabi_realloc") (param $old i32) (param $old-size i32) (param $align i32) (param $size i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $heap) (i32.const 15)) (i32.const -16)))
    (global.set $heap (i32.add (local.get $at) (local.get $size)))
    (block $fits
      (br_if $fits (i32.le_u (global.get $heap) (i32.mul (memory.size) (i32.const ${PAGE}))))
      (drop (memory.grow (i32.add (i32.div_u (local.get $size) (i32.const ${PAGE})) (i32.const 1)))))
    (memory.copy (local.get $at) (local.get $old) (local.get $old-size))
    (local.get $at))
  (func $same (param $a i32) (param $length i32) (param $b i32) (param $expected i32) (result i32)
    (if (i32.ne (local.get $length) (local.get $expected)) (then (return (i32.const 0))))
    (loop $next
      (if (i32.eqz (local.get $length)) (then (return (i32.const 1))))
      (local.set $length (i32.sub (local.get $length) (i32.const 1)))
      (br_if $next (i32.eq
        (i32.load8_u (i32.add (local.get $a) (local.get $length)))
        (i32.load8_u (i32.add (local.get $b) (local.get $length))))))
    (i32.const 0))`;
  }

  #grow(): void {
    const larger = new Uint8Array(this.#bytes.length + PAGE);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
