import { ExitOutcome, RecordKind, TextStream } from "../../shared/record.ts";
import { controlViews, type RingMemory } from "../../shared/ring.ts";
import type { VersionId } from "../../shared/model.ts";
import { PreviewWriter, ResourceNumbers } from "./preview.ts";
import { RingWriter } from "./ring-writer.ts";

/** Number of the span of initialisation in every function table. */
export const INSTANTIATE_FN = 0;
/** Calls of one invocation that are always kept one by one. */
const HEAD_CALLS = 5_000;
/** Above this rate, averaged over the invocation, calls after the head go to the tail. */
const FLOOD_CALLS_PER_SECOND = 20_000;
/** The rate is looked at once in so many calls. */
const RATE_EVERY = 256;

/** One host call under way. Calls nest only where one component calls another. */
interface Call {
  readonly seq: number;
  readonly parent: number;
  readonly fn: number;
  readonly link: number;
  readonly startMs: number;
  readonly self: unknown;
  readonly args: readonly unknown[];
  /** Its enter record is in the ring. */
  entered: boolean;
  /** Another component runs in it: its time is a guest's. */
  guest: boolean;
  versions: VersionId[] | undefined;
}

/**
 * The one interceptor of host calls: writes `enter` before and `exit` after each into the ring. When an invocation
 * floods its host, calls after the first 5,000 go to a tail that keeps the newest and counts the rest; errors, traps
 * and calls that changed state stay in the ring.
 */
export class Recorder {
  readonly #ring: RingWriter;
  readonly #tail: RingWriter;
  readonly #intoRing: Encoder;
  readonly #intoTail: Encoder;
  readonly #numbers = new ResourceNumbers();
  readonly #sums: Float64Array;
  readonly #wide: ReadonlySet<number>;
  #zero = 0;
  #calls = 0;
  #hostMs = 0;
  #instantiateMs: number | undefined;
  #flooding = false;
  #current: Call | undefined;
  #ahead: { readonly allowed: ReadonlySet<number>; readonly events: AheadEvent[] } | undefined;

  #guard: RecordGuard | undefined;
  readonly #now: () => number;

  /** `wideFunctions`: those whose texts are kept long (logging). `now`: milliseconds that never go back. */
  constructor(memory: RingMemory, wideFunctions: ReadonlySet<number>, now: () => number = () => performance.now()) {
    this.#now = now;
    const control = controlViews(memory.control);
    this.#ring = new RingWriter(memory, control, "ring");
    this.#tail = new RingWriter(memory, control, "tail");
    this.#intoRing = new Encoder(this.#ring.buffer, this.#numbers);
    this.#intoTail = new Encoder(this.#tail.buffer, this.#numbers);
    this.#sums = control.sums;
    this.#wide = wideFunctions;
  }

  /** From now on records show only what this lets through; undefined: everything. */
  guard(guard: RecordGuard | undefined): void {
    this.#guard = guard;
    const label = guard === undefined ? undefined : (text: string) => guard.label(text);
    this.#intoRing.showLabels(label);
    this.#intoTail.showLabels(label);
  }

  /** `ahead`: what the instance of this invocation called when it was made; it comes first, before the zero of time. */
  begin(ahead?: RecordedAhead): void {
    this.#reset();
    this.#sums.fill(0);
    if (ahead !== undefined) this.#replay(ahead);
  }

  /**
   * What is called until `endAhead` belongs to an invocation that has not begun: it is held back. A call of any other
   * function than `allowed` does not take place: it throws, which ends the instance that is being made.
   */
  beginAhead(allowed: ReadonlySet<number>): void {
    // Not the sums: the studio may still be reading those of the invocation before.
    this.#reset();
    this.#ahead = { allowed, events: [] };
  }

  endAhead(): RecordedAhead {
    const events = this.#ahead?.events ?? [];
    this.#ahead = undefined;
    return { events, zero: this.#zero, calls: this.#calls };
  }

  get calls(): number {
    return this.#calls;
  }

  /** Milliseconds inside host calls of the running invocation, waiting included. */
  get hostMs(): number {
    return this.#hostMs;
  }

  /** Milliseconds that making the instance took, without the host calls in it; undefined when that came before. */
  get instantiateMs(): number | undefined {
    return this.#instantiateMs;
  }

  /** The function being recorded now. */
  get currentFn(): number {
    return this.#current?.fn ?? 0;
  }

  enter(fn: number, link: number, self: unknown, args: readonly unknown[]): Call {
    const ahead = this.#ahead;
    if (ahead !== undefined && (!ahead.allowed.has(fn) || ahead.events.length >= MAX_EVENTS_AHEAD)) {
      throw new Error("an instance that is made ahead of need may not call this");
    }
    const seq = ++this.#calls;
    const startMs = this.#now() - this.#zero;
    const parent = this.#current;
    const call: Call = {
      seq,
      parent: parent?.seq ?? 0,
      fn,
      link,
      startMs,
      self,
      args: this.#guard === undefined ? args : this.#guard.entering(seq, fn, self, args),
      entered: false,
      guest: false,
      versions: undefined,
    };
    if (seq > HEAD_CALLS && seq % RATE_EVERY === 0) this.#flooding = (seq * 1000) / startMs > FLOOD_CALLS_PER_SECOND;
    if (ahead !== undefined) ahead.events.push({ call });
    else if (!this.#flooding || seq <= HEAD_CALLS) this.#writeEnter(call, false);
    this.#current = call;
    return call;
  }

  /** The running call goes to another component: what is called in it is called by a guest. */
  enterGuest(): void {
    if (this.#current !== undefined) this.#current.guest = true;
  }

  /** Called before a wait: a call that may never come back must be visible while it hangs. */
  promote(): void {
    const call = this.#current;
    if (call !== undefined && !call.entered) this.#writeEnter(call, true);
  }

  /** Versions written by the running call. */
  changed(versions: readonly VersionId[]): void {
    const call = this.#current;
    if (call === undefined || versions.length === 0) return;
    call.versions = call.versions === undefined ? [...versions] : [...call.versions, ...versions];
  }

  exit(call: Call, parent: Call | undefined, outcome: number, returned: unknown): void {
    const endMs = this.#now() - this.#zero;
    const guard = this.#guard;
    const result = guard === undefined ? returned : guard.returning(call.fn, call.self, call.args, returned);
    this.#current = parent;
    if (this.#ahead !== undefined) {
      this.#ahead.events.push({ call, exit: { outcome, endMs, result } });
      return;
    }
    // The span of initialisation is no call of the guest's; what is called in it is.
    if (call.fn === INSTANTIATE_FN) this.#instantiateMs = endMs - call.startMs - this.#hostMs;
    else if (!call.guest && isGuest(parent)) this.#hostMs += endMs - call.startMs;
    const important = outcome !== ExitOutcome.ok || call.versions !== undefined;
    if (!call.entered && important) this.#writeEnter(call, true);
    if (call.entered) {
      if (this.#writeExit(this.#ring, this.#intoRing, call, outcome, endMs, result, true)) return;
    }
    this.#sums[call.fn * 2] = (this.#sums[call.fn * 2] ?? 0) + 1;
    this.#sums[call.fn * 2 + 1] = (this.#sums[call.fn * 2 + 1] ?? 0) + (endMs - call.startMs);
    this.#encodeEnter(this.#tail, this.#intoTail, call, false);
    this.#writeExit(this.#tail, this.#intoTail, call, outcome, endMs, result, false);
  }

  /** The call that encloses the next one. */
  get current(): Call | undefined {
    return this.#current;
  }

  /** What the guest printed, as far as it fits one record. */
  text(stream: "stdout" | "stderr", printed: Uint8Array): void {
    const bytes = this.#guard === undefined ? printed : this.#guard.printing(stream, printed);
    const at = this.#ring.reserve(true);
    const end = this.#intoRing.text(at, this.#current?.seq ?? 0, TextStream[stream], this.#now() - this.#zero, bytes);
    this.#ring.commit(at, end);
  }

  #reset(): void {
    this.#zero = this.#now();
    this.#calls = 0;
    this.#hostMs = 0;
    this.#instantiateMs = undefined;
    this.#flooding = false;
    this.#current = undefined;
    this.#numbers.reset();
  }

  #replay({ events, zero, calls }: RecordedAhead): void {
    const shift = zero - this.#zero;
    for (const { call, exit } of events) {
      const shifted = { ...call, startMs: call.startMs + shift };
      if (exit === undefined) this.#encodeEnter(this.#ring, this.#intoRing, shifted, true);
      else {
        this.#writeExit(this.#ring, this.#intoRing, shifted, exit.outcome, exit.endMs + shift, exit.result, true);
      }
    }
    this.#calls = calls;
  }

  #writeEnter(call: Call, patient: boolean): void {
    call.entered = this.#encodeEnter(this.#ring, this.#intoRing, call, patient);
    if (!call.entered) this.#flooding = true;
  }

  #encodeEnter(ring: RingWriter, encoder: Encoder, call: Call, patient: boolean): boolean {
    const at = ring.reserve(patient);
    if (at < 0) return false;
    ring.commit(at, encoder.enter(at, call, this.#wide.has(call.fn)));
    return true;
  }

  #writeExit(
    ring: RingWriter,
    encoder: Encoder,
    call: Call,
    outcome: number,
    endMs: number,
    result: unknown,
    patient: boolean,
  ): boolean {
    const at = ring.reserve(patient);
    if (at < 0) return false;
    ring.commit(at, encoder.exit(at, call, outcome, endMs, result));
    return true;
  }
}

/** Whether what is called inside is called by a guest, not by the host itself. */
function isGuest(call: Call | undefined): boolean {
  return call === undefined || call.fn === INSTANTIATE_FN || call.guest;
}

export type RecordedCall = Call;

/** What a record may show. Each gives back what it was given where it may all be shown, and never changes it. */
export interface RecordGuard {
  entering(seq: number, fn: number, self: unknown, args: readonly unknown[]): readonly unknown[];
  /** `args`: as `entering` gave them back. */
  returning(fn: number, self: unknown, args: readonly unknown[], result: unknown): unknown;
  printing(stream: "stdout" | "stderr", bytes: Uint8Array): Uint8Array;
  /** Of what a resource says of itself. */
  label(text: string): string;
}

/** What was called while an instance was made ahead, in order; on the clock whose `zero` was then. */
export interface RecordedAhead {
  readonly events: readonly AheadEvent[];
  readonly zero: number;
  readonly calls: number;
}

/** The beginning of a call or, with `exit`, its end. */
interface AheadEvent {
  readonly call: Call;
  readonly exit?: { readonly outcome: number; readonly endMs: number; readonly result: unknown };
}

/** An initialisation that calls more than this is made when it is needed. */
const MAX_EVENTS_AHEAD = 1_000;

/** The fixed fields of the records around their values; each method returns where the record ends. */
class Encoder {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #preview: PreviewWriter;

  constructor(buffer: SharedArrayBuffer, numbers: ResourceNumbers) {
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
    this.#preview = new PreviewWriter(buffer, numbers);
  }

  showLabels(show: ((label: string) => string) | undefined): void {
    this.#preview.showLabels(show);
  }

  enter(at: number, call: Call, wide: boolean): number {
    const view = this.#view;
    view.setUint8(at + 4, RecordKind.enter);
    view.setUint32(at + 5, call.seq, true);
    view.setUint32(at + 9, call.parent, true);
    view.setUint16(at + 13, call.fn, true);
    view.setUint8(at + 15, call.link);
    view.setFloat64(at + 16, call.startMs, true);
    const hasSelf = call.self !== undefined;
    view.setUint8(at + 24, call.args.length + (hasSelf ? 1 : 0));
    const preview = this.#preview;
    preview.start(at + 25, wide);
    if (hasSelf) preview.value(call.self);
    for (const value of call.args) preview.value(value);
    return preview.at;
  }

  exit(at: number, call: Call, outcome: number, endMs: number, result: unknown): number {
    const view = this.#view;
    const versions = call.versions;
    view.setUint8(at + 4, RecordKind.exit);
    view.setUint32(at + 5, call.seq, true);
    view.setUint8(at + 9, outcome);
    view.setFloat64(at + 10, endMs, true);
    const count = Math.min(versions?.length ?? 0, MAX_VERSIONS);
    view.setUint16(at + 18, count, true);
    let next = at + 20;
    for (let i = 0; i < count; i++, next += 8) view.setFloat64(next, versions?.[i] ?? 0, true);
    if (result === undefined) return next;
    this.#preview.start(next, false);
    this.#preview.value(result);
    return this.#preview.at;
  }

  text(at: number, seq: number, stream: number, atMs: number, bytes: Uint8Array): number {
    const view = this.#view;
    const kept = bytes.subarray(0, MAX_TEXT_BYTES);
    view.setUint8(at + 4, RecordKind.text);
    view.setUint32(at + 5, seq, true);
    view.setUint8(at + 9, stream);
    view.setFloat64(at + 10, atMs, true);
    view.setUint32(at + 18, bytes.length, true);
    this.#bytes.set(kept, at + 22);
    return at + 22 + kept.length;
  }
}

/** Versions one exit record names; a larger batch is found by its invocation in the store. */
const MAX_VERSIONS = 512;
/** Of one print: longer ones are cut into several by the caller. */
export const MAX_TEXT_BYTES = 8 * 1024;
