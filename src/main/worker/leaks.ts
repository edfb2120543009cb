import type { LeakPlace, SecretForm } from "../../shared/model.ts";
import { type Redactor, redactValue, type StreamRedactor } from "../host/secrets/index.ts";
import type { AuditActor, AuditTrail } from "./audit-trail.ts";

/** Rows of one secret that leaves one invocation through the same kind of place again and again. */
const MAX_ROWS = 20;

/** The host call in which something leaves, and whose it is. */
export interface LeakSpan {
  readonly seq: number;
  readonly by: AuditActor;
  /** `wasi:logging/logging@0.1.0-draft#log`; empty for the export itself. */
  readonly function: string;
}

/** Notices known secrets in what leaves the guest, and puts them into the audit. What leaves is never changed. */
export class Leaks {
  readonly #trail: AuditTrail;
  readonly #span: () => LeakSpan;
  #streams = new WeakMap<object, StreamRedactor>();
  #redactor: Redactor | undefined;
  readonly #counts = new Map<string, number>();

  constructor(trail: AuditTrail, span: () => LeakSpan) {
    this.#trail = trail;
    this.#span = span;
  }

  /** From now on these secrets are looked for; undefined: there are none. */
  watch(redactor: Redactor | undefined): void {
    this.#redactor = redactor;
    this.#streams = new WeakMap();
  }

  /** An invocation begins. */
  begin(): void {
    this.#counts.clear();
  }

  /** A whole value leaves; `by`: the component it leaves, if that is not the one whose host call is under way. */
  value(place: LeakPlace, value: unknown, by?: AuditActor): void {
    if (this.#redactor === undefined) return;
    const span = by === undefined ? undefined : { ...this.#span(), by };
    redactValue(value, this.#redactor, this.noting(place, span));
  }

  /** The next bytes of a stream leave `through` something. */
  bytes(place: LeakPlace, through: object, bytes: Uint8Array): void {
    if (this.#redactor === undefined) return;
    let stream = this.#streams.get(through);
    if (stream === undefined) this.#streams.set(through, (stream = this.#redactor.stream()));
    stream.next(bytes, this.noting(place));
  }

  /** For somebody who looks anyway: what it finds leaves through `place`, in the host call of now or in the given one. */
  noting(place: LeakPlace, span?: LeakSpan) {
    return (secret: string, form: SecretForm): void => this.#note(place, secret, form, span ?? this.#span());
  }

  #note(place: LeakPlace, secret: string, form: SecretForm, span: LeakSpan): void {
    const what = `${span.by.component} ${place} ${secret}`;
    const count = (this.#counts.get(what) ?? 0) + 1;
    this.#counts.set(what, count);
    if (count > MAX_ROWS) return;
    this.#trail.leak({ place, key: secret, form, span: span.seq, function: span.function }, span.by);
  }
}
