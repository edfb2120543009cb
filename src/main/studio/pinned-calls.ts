/** Calls that a person keeps beyond the journal, in a small file beside it. */
import { randomUUID } from "node:crypto";

import type { PinnedCall } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type { InvocationDetail } from "../../shared/model.ts";
import { KeptList } from "./kept-list.ts";

const MAX_PINNED = 200;

export interface PinnedCallsOptions {
  /** Exists already. */
  readonly stateFolder: string;
  readonly now: () => number;
  readonly onChange: (calls: readonly PinnedCall[]) => void;
}

export class PinnedCalls {
  readonly #now: () => number;
  readonly #kept: KeptList<PinnedCall>;

  constructor({ stateFolder, now, onChange }: PinnedCallsOptions) {
    this.#now = now;
    this.#kept = new KeptList({
      stateFolder,
      name: "pinned-calls.json",
      maxItems: MAX_PINNED,
      parse: (raw) => (isPinnedCall(raw) ? raw : undefined),
      format: (call) => call,
      onChange,
    });
  }

  /** Newest first. */
  list(): readonly PinnedCall[] {
    return this.#kept.items;
  }

  /**
   * What the record has of it, and nothing more: a secret that is masked there stays so. Pinning twice is once.
   * @throws StudioError `request-invalid` when it cannot be sent again from the record, `store-not-writable`
   */
  pin(invocation: Omit<InvocationDetail, "changed">): PinnedCall {
    const before = this.list().find((call) => call.invocation === invocation.id && call.title === invocation.title);
    if (before !== undefined) return before;
    if (this.list().length >= MAX_PINNED) {
      throw new StudioError("request-invalid", `${MAX_PINNED} calls are pinned already. Unpin one that is not needed.`);
    }
    const call = { id: randomUUID(), pinnedAt: this.#now(), ...keptOf(invocation) };
    this.#kept.write([call, ...this.list()]);
    return call;
  }

  /** One that is not there is no error. @throws StudioError `store-not-writable` */
  unpin(id: string): void {
    const left = this.list().filter((call) => call.id !== id);
    if (left.length < this.list().length) this.#kept.write(left);
  }
}

function keptOf(invocation: Omit<InvocationDetail, "changed">): Omit<PinnedCall, "id" | "pinnedAt"> {
  const { id, component, kind, title, args, request } = invocation;
  if (kind === "function" && Array.isArray(args)) return { invocation: id, component, kind, title, args };
  const body = request === undefined ? undefined : wholeText(request.body);
  if (kind === "http" && request?.method !== undefined && request.target !== undefined && body !== undefined) {
    const { method, target, headers } = request;
    return { invocation: id, component, kind, title, request: { method, target, headers, body } };
  }
  throw new StudioError(
    "request-invalid",
    `Invocation ${id} cannot be pinned: not all of what was sent is in the journal, or it is no text.`,
  );
}

function wholeText({ kept, total }: { readonly kept: Uint8Array; readonly total: number }): string | undefined {
  if (kept.length < total) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(kept);
  } catch {
    return undefined;
  }
}

function isPinnedCall(raw: unknown): raw is PinnedCall {
  if (typeof raw !== "object" || raw === null) return false;
  const { id, invocation, component, kind, title, pinnedAt, args, request } = raw as Partial<PinnedCall>;
  return (
    [id, component, title].every((text) => typeof text === "string") &&
    [invocation, pinnedAt].every((number) => typeof number === "number") &&
    (kind === "function" ? Array.isArray(args) : kind === "http" && isRequest(request))
  );
}

function isRequest(raw: unknown): raw is NonNullable<PinnedCall["request"]> {
  if (typeof raw !== "object" || raw === null) return false;
  const { method, target, headers, body } = raw as Partial<NonNullable<PinnedCall["request"]>>;
  return (
    [method, target, body].every((text) => typeof text === "string") &&
    Array.isArray(headers) &&
    headers.every(
      (pair: unknown) => Array.isArray(pair) && pair.length === 2 && pair.every((text) => typeof text === "string"),
    )
  );
}
