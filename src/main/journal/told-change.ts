import { detailColumns } from "./detail-row.ts";
import type { InvocationChange, ToldChange } from "./protocol.ts";

/** What an operation weighs beside the bytes it carries. */
export const OPERATION_BYTES = 512;

/** In bytes, about. */
export function weightOf({ request, response }: Pick<InvocationChange, "request" | "response">): number {
  return OPERATION_BYTES + (request?.body.kept.length ?? 0) + (response?.body.kept.length ?? 0);
}

/** A change as the worker is told of it. */
export function told(change: InvocationChange): ToldChange {
  return { title: change.title, status: change.status, detail: detailColumns(change) };
}
