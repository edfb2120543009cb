import type { InvocationId } from "../../shared/model.ts";

/** An id as an address has it; undefined for what can be none. */
export function invocationId(text: string): InvocationId | undefined {
  const id = /^\d+$/.test(text) ? Number(text) : 0;
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}
