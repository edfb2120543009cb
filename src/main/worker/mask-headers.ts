/** What a record shows in place of the value of a header field that the project keeps out of it. */
export const MASKED = "«not recorded»";

const MASKED_BYTES = new TextEncoder().encode(MASKED);

/**
 * Values of a call of `fields` in `wasi:http/types`, with those of the masked fields left out: they stand beside their
 * name in a pair, or alone where `args` name the field.
 */
export function maskHeaders(
  values: readonly unknown[],
  args: readonly unknown[],
  masked: ReadonlySet<string>,
): readonly unknown[] {
  const named = args.some((arg) => isMasked(arg, masked));
  return values.map((value) => hidden(value, masked, named));
}

function hidden(value: unknown, masked: ReadonlySet<string>, all: boolean): unknown {
  if (value instanceof Uint8Array) return all ? MASKED_BYTES : value;
  if (!Array.isArray(value)) return value;
  const items: readonly unknown[] = value;
  const pair = items.length === 2 && items[1] instanceof Uint8Array && isMasked(items[0], masked);
  return items.map((item) => hidden(item, masked, all || pair));
}

function isMasked(name: unknown, masked: ReadonlySet<string>): boolean {
  return typeof name === "string" && masked.has(name.toLowerCase());
}
