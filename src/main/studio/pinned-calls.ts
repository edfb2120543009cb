/** Calls that a person keeps beyond the journal, in a small file beside it. */
import { randomUUID } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { PinnedCall } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type { InvocationDetail } from "../../shared/model.ts";

const FILE = "pinned-calls.json";
const MAX_PINNED = 200;
/** A file that came with a folder is read only up to here. */
const MAX_FILE_BYTES = 32 * 1024 * 1024;

export interface PinnedCallsOptions {
  /** Exists already. */
  readonly stateFolder: string;
  readonly now: () => number;
  readonly onChange: (calls: readonly PinnedCall[]) => void;
}

export class PinnedCalls {
  readonly #options: PinnedCallsOptions;
  readonly #file: string;
  #calls: readonly PinnedCall[];

  constructor(options: PinnedCallsOptions) {
    this.#options = options;
    this.#file = join(options.stateFolder, FILE);
    this.#calls = readCalls(this.#file);
  }

  /** Newest first. */
  list(): readonly PinnedCall[] {
    return this.#calls;
  }

  /**
   * What the record has of it, and nothing more: a secret that is masked there stays so. Pinning twice is once.
   * @throws StudioError `request-invalid` when it cannot be sent again from the record, `store-not-writable`
   */
  pin(invocation: Omit<InvocationDetail, "changed">): PinnedCall {
    const before = this.#calls.find((call) => call.invocation === invocation.id && call.title === invocation.title);
    if (before !== undefined) return before;
    if (this.#calls.length >= MAX_PINNED) {
      throw new StudioError("request-invalid", `${MAX_PINNED} calls are pinned already. Unpin one that is not needed.`);
    }
    const call = { id: randomUUID(), pinnedAt: this.#options.now(), ...keptOf(invocation) };
    this.#write([call, ...this.#calls]);
    return call;
  }

  /** One that is not there is no error. @throws StudioError `store-not-writable` */
  unpin(id: string): void {
    const left = this.#calls.filter((call) => call.id !== id);
    if (left.length < this.#calls.length) this.#write(left);
  }

  #write(calls: readonly PinnedCall[]): void {
    const unfinished = `${this.#file}.${randomUUID()}`;
    try {
      writeFileSync(unfinished, `${JSON.stringify(calls)}\n`, { flag: "wx", mode: 0o600 });
      renameSync(unfinished, this.#file);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new StudioError("store-not-writable", `${this.#file} cannot be written: ${why}.`, { cause: error });
    }
    this.#calls = calls;
    this.#options.onChange(calls);
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

/** Nothing for a file that is missing, damaged or a link: it is a convenience, and may have come with a folder. */
function readCalls(file: string): readonly PinnedCall[] {
  let fd: number;
  try {
    fd = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch {
    return [];
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile() || stat.size > MAX_FILE_BYTES) return [];
    const parsed: unknown = JSON.parse(readFileSync(fd, "utf8"));
    return Array.isArray(parsed) ? parsed.filter(isPinnedCall).slice(0, MAX_PINNED) : [];
  } catch {
    return [];
  } finally {
    closeSync(fd);
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
