import type { LeakPlace } from "../../shared/model.ts";
import type { RecordedFunction } from "../../shared/record.ts";
import { maskOf, type OnFound, type Redactor, redactValue, type StreamRedactor } from "../host/secrets/index.ts";
import { labelOf } from "../host/resource-label.ts";
import type { AuditActor } from "./audit-trail.ts";
import type { Leaks } from "./leaks.ts";
import { maskHeaders } from "./mask-headers.ts";
import type { RecordGuard } from "./recorder.ts";

export interface RedactRecordsOptions {
  readonly functions: readonly RecordedFunction[];
  /** The component whose import a function is. */
  readonly ownerOf: (fn: number) => AuditActor;
  /** Undefined: no secret is known. */
  readonly redactor: Redactor | undefined;
  readonly maskedHeaders: readonly string[];
  readonly leaks: Leaks;
}

/** What a function does with what may be a secret. */
interface Role {
  readonly name: string;
  /** What is in its arguments leaves through this. */
  readonly place?: LeakPlace;
  /** Of these parameters, through a key. */
  readonly keys: ReadonlySet<number>;
  /** These are lists of keys with their values. */
  readonly pairs: ReadonlySet<number>;
  readonly reveals: boolean;
  readonly fields: boolean;
  /** Its bytes are a part of a stream. */
  readonly streams: boolean;
}

/** Of a call, the position in its arguments. */
interface Argument {
  readonly role: Role | undefined;
  readonly fn: number;
  readonly at: number;
  readonly seq: number;
}

/** Keeps secrets out of the record, and notices those that leave by the arguments of a host call. */
export class RedactRecords implements RecordGuard {
  readonly #options: RedactRecordsOptions;
  readonly #roles: readonly Role[];
  readonly #headers: ReadonlySet<string>;
  /** By the resource they are written to or read from, and by the name of what is printed to. */
  readonly #written = new WeakMap<object, StreamRedactor>();
  readonly #read = new WeakMap<object, StreamRedactor>();
  readonly #printed = new Map<string, StreamRedactor>();

  constructor(options: RedactRecordsOptions) {
    this.#options = options;
    this.#roles = options.functions.map(roleOf);
    this.#headers = new Set(options.maskedHeaders);
  }

  begin(): void {
    this.#printed.clear();
  }

  entering(seq: number, fn: number, self: unknown, args: readonly unknown[]): readonly unknown[] {
    const role = this.#roles[fn];
    const { redactor } = this.#options;
    let shown = args;
    if (redactor !== undefined) {
      let copy: unknown[] | undefined;
      for (const [at, arg] of args.entries()) {
        const masked = this.#argument(redactor, { role, fn, at, seq }, arg, self);
        if (masked !== arg) (copy ??= [...args])[at] = masked;
      }
      shown = copy ?? args;
    }
    return role?.fields === true && this.#headers.size > 0 ? maskHeaders(shown, shown, this.#headers) : shown;
  }

  returning(fn: number, self: unknown, args: readonly unknown[], result: unknown): unknown {
    const role = this.#roles[fn];
    const { redactor } = this.#options;
    // Also a value that is too short to be looked for anywhere else.
    if (role?.reveals === true) return revealed(args[0], result);
    let shown = result;
    if (redactor !== undefined) {
      const streamed = role?.streams === true && isObject(self) && result instanceof Uint8Array;
      shown = streamed ? streamOf(this.#read, self, redactor).next(result) : redactValue(result, redactor);
    }
    return role?.fields === true && this.#headers.size > 0 ? maskHeaders([shown], args, this.#headers)[0] : shown;
  }

  printing(stream: "stdout" | "stderr", bytes: Uint8Array): Uint8Array {
    const { redactor, leaks } = this.#options;
    if (redactor === undefined) return bytes;
    let redacting = this.#printed.get(stream);
    if (redacting === undefined) this.#printed.set(stream, (redacting = redactor.stream()));
    return redacting.next(bytes, leaks.noting(stream));
  }

  label(text: string): string {
    return this.#options.redactor?.text(text) ?? text;
  }

  #argument(redactor: Redactor, argument: Argument, arg: unknown, self: unknown): unknown {
    if (argument.role?.streams === true && isObject(self) && arg instanceof Uint8Array) {
      return streamOf(this.#written, self, redactor).next(arg);
    }
    const { role, at } = argument;
    if (role?.pairs.has(at) === true && Array.isArray(arg)) return this.#pairs(redactor, argument, arg);
    return redactValue(arg, redactor, this.#noting(argument, role?.keys.has(at) === true ? "key" : role?.place));
  }

  #pairs(redactor: Redactor, argument: Argument, pairs: readonly unknown[]): readonly unknown[] {
    const noting = [this.#noting(argument, "key"), this.#noting(argument, argument.role?.place)];
    const shown = pairs.map((pair: unknown) => {
      if (!Array.isArray(pair)) return redactValue(pair, redactor, noting[1]);
      const parts: readonly unknown[] = pair;
      const masked = parts.map((part, index) => redactValue(part, redactor, noting[index]));
      return masked.every((part, index) => part === parts[index]) ? pair : masked;
    });
    return shown.every((pair, index) => pair === pairs[index]) ? pairs : shown;
  }

  #noting({ role, fn, seq }: Argument, place: LeakPlace | undefined): OnFound | undefined {
    if (role === undefined || place === undefined) return undefined;
    return this.#options.leaks.noting(place, { seq, function: role.name, by: this.#options.ownerOf(fn) });
  }
}

function streamOf(streams: WeakMap<object, StreamRedactor>, of: object, redactor: Redactor): StreamRedactor {
  let stream = streams.get(of);
  if (stream === undefined) streams.set(of, (stream = redactor.stream()));
  return stream;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function revealed(secret: unknown, result: unknown): unknown {
  const mask = maskOf(isObject(secret) ? labelOf(secret) : "");
  const { tag } = (result ?? {}) as { readonly tag?: unknown };
  return typeof tag === "string" ? { tag, val: mask } : mask;
}

/** Places that what is given to them is watched at where it really leaves: streams, heads of requests and responses. */
const ELSEWHERE = /^(?:wasi:(?:io|http|cli)\/|wasmcloud:secrets\/)/;
const PLACES: readonly (readonly [RegExp, LeakPlace])[] = [
  [/^wasi:logging\//, "log"],
  [/^wasmcloud:messaging\//, "message"],
  [/^wasi:keyvalue\//, "value"],
  [/^wasi:blobstore\//, "blob"],
];
const KEYS: ReadonlySet<string> = new Set(["key", "keys", "identifier"]);
/** `list<tuple<string, list<u8>>>` */
const PAIRS = "key-values";

function roleOf({ interface: from, function: fn, params }: RecordedFunction): Role {
  const place = PLACES.find(([pattern]) => pattern.test(from))?.[1];
  // Parameters are named with the resource first, which is no argument here.
  const named = /^[^.]+\.[^.]+$/.test(fn) && params[0] === "self" ? params.slice(1) : params;
  const positions = (fits: (name: string) => boolean) =>
    new Set(place === "value" ? named.flatMap((name, at) => (fits(name) ? [at] : [])) : []);
  return {
    name: `${from}#${fn}`,
    ...(ELSEWHERE.test(from) || from === "" ? {} : { place: place ?? "call" }),
    keys: positions((name) => KEYS.has(name)),
    pairs: positions((name) => name === PAIRS),
    reveals: from.startsWith("wasmcloud:secrets/reveal@"),
    fields: from.startsWith("wasi:http/types@") && fn.startsWith("fields."),
    streams: from.startsWith("wasi:io/streams@"),
  };
}
