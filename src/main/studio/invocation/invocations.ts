import type { Journal } from "../../journal/journal.ts";
import type { InvocationChange, InvocationEnd } from "../../journal/protocol.ts";
import { StudioError } from "../../../shared/errors.ts";
import type { Cause, ExportKind, HttpMessageView, InvocationId, Outcome, TrapView } from "../../../shared/model.ts";
import type { InvocationResult, InvocationTask } from "../../../shared/worker-protocol.ts";
import type { EndedEarly, GuestThread } from "../pool/guest-thread.ts";
import type { Egress } from "../egress/egress.ts";
import type { StudioPipes } from "../pool/pipes.ts";
import type { MessagingGuest, MessagingSession } from "../messaging/messaging.ts";
import type { LiveBuild } from "./live-build.ts";
import type { Attempt } from "../pool/crash-loop.ts";
import { letIn, verdict } from "./let-in.ts";
import { measuredTimes } from "./measured-times.ts";
import { trapReport } from "../trap/trap-report.ts";
import { Watchdog } from "./watchdog.ts";

/** What to invoke and how it shows in the record. */
export interface InvocationRequest {
  readonly kind: ExportKind;
  readonly title: string;
  readonly cause: Cause;
  readonly request?: HttpMessageView;
  readonly args?: unknown;
  /** Makes the task once a worker is there to open pipes on. */
  readonly task: (pipes: StudioPipes) => InvocationTask;
  /** Messages of the trigger-specific part of the host. */
  readonly onMessage?: (message: unknown) => void;
  /** Whole records as they come in, before the journal has them. */
  readonly onRecords?: (bytes: Uint8Array) => void;
  /** Whether records had better wait, beside what the journal says. */
  readonly full?: () => boolean;
  /** What the record gets to know at the end besides the outcome. */
  readonly atEnd?: (result: InvocationResult | undefined) => InvocationChange;
  /** At the end: whether whoever wanted the answer went away before it had it. The record says so. */
  readonly abandoned?: () => boolean;
  /** 0: no limit, whatever the component's is. */
  readonly guestTimeMs?: number;
  /** How many invocations wait for this one. */
  readonly depth?: number;
}

export interface StartedInvocation {
  readonly id: InvocationId;
  /** Never rejects for what a guest does. */
  readonly ended: Promise<EndedInvocation>;
  /** A message to the trigger-specific part of the host. */
  send(message: unknown): void;
  /** Ends it as `killed` with this reason. */
  kill(reason: string): void;
}

export interface EndedInvocation {
  readonly id: InvocationId;
  readonly outcome: Outcome;
  readonly reason?: string;
  readonly value?: unknown;
  readonly error?: unknown;
  readonly durationMs: number;
  readonly trap?: TrapView;
}

interface Running {
  kill(reason: string): void;
}

/** The one place every trigger passes: begins, runs, watches and ends invocations, and tells the journal. */
export class Invocations implements Disposable {
  readonly #journal: Journal;
  readonly #now: () => number;
  readonly #egress: Egress;
  readonly #messages: (guest: MessagingGuest) => MessagingSession;
  readonly #watchdog = new Watchdog();
  readonly #running = new Map<InvocationId, Running>();

  constructor(
    journal: Journal,
    egress: Egress,
    messages: (guest: MessagingGuest) => MessagingSession,
    now: () => number,
  ) {
    this.#journal = journal;
    this.#egress = egress;
    this.#messages = messages;
    this.#now = now;
  }

  /** Waits for a worker, then runs. @throws StudioError as `letIn`. */
  async start(build: LiveBuild, request: InvocationRequest, signal?: AbortSignal): Promise<StartedInvocation> {
    // Bodies of calls that come faster than they can be kept must not fill the memory.
    await this.#journal.pressure();
    const caller = { byPerson: request.cause.kind === "person", depth: request.depth };
    const { thread, attempt } = await letIn(build, caller, signal);
    const id = this.#journal.nextInvocationId();
    const startedAt = this.#now();
    this.#journal.begin({
      id,
      build: build.journalRef,
      cause: request.cause,
      kind: request.kind,
      title: request.title,
      startedAt,
      ...(request.request === undefined ? {} : { request: request.request }),
      ...(request.args === undefined ? {} : { args: request.args }),
    });
    const ending: { reason?: string } = {};
    const kill = (reason: string) => {
      ending.reason ??= reason;
      void build.pool.discard(thread, "killed");
    };
    this.#running.set(id, { kill });
    const ended = this.#run(build, thread, id, startedAt, request, ending, attempt);
    return { id, ended, kill, send: (message) => thread.send(message) };
  }

  /** @throws StudioError when no such invocation runs. */
  kill(id: InvocationId): void {
    const running = this.#running.get(id);
    if (running === undefined) throw new StudioError("request-invalid", `Invocation ${id} does not run any more.`);
    running.kill("ended by you");
  }

  [Symbol.dispose](): void {
    this.#watchdog[Symbol.dispose]();
  }

  async #run(
    build: LiveBuild,
    thread: GuestThread,
    id: InvocationId,
    startedAt: number,
    request: InvocationRequest,
    ending: { reason?: string },
    attempt: Attempt,
  ): Promise<EndedInvocation> {
    const limitMs = request.guestTimeMs ?? build.guestTimeMs;
    const began = performance.now();
    using calls = this.#egress.open({
      component: build.component,
      invocation: id,
      depth: request.depth ?? 0,
      pipes: thread.pipes,
      answer: (call, answer) => thread.answer(call, answer),
    });
    // Most invocations have nothing to do with messages.
    let messages: MessagingSession | undefined;
    const messagesOf = () =>
      (messages ??= this.#messages({
        component: build.component,
        invocation: id,
        depth: request.depth ?? 0,
        answer: (call, answer) => thread.answerMessaging(call, answer),
      }));
    const task = request.task(thread.pipes);
    const running = thread.run(id, startedAt, task, {
      records: (bytes) => {
        request.onRecords?.(bytes);
        this.#journal.records(id, bytes);
      },
      full: () => this.#journal.behind || request.full?.() === true,
      message: (message) => request.onMessage?.(message),
      outgoing: (message) => calls.receive(message),
      messaging: (call, wanted) => messagesOf().receive(call, wanted),
    });
    const unwatch = this.#watchdog.watch(thread, limitMs, () => {
      ending.reason ??= `ran ${(limitMs / 1000).toLocaleString("en")} s of guest time (limits.guestTimeMs)`;
      void build.pool.discard(thread, "timeout");
    });
    const result = await running;
    // Before the worker serves the next one.
    calls[Symbol.dispose]();
    messages?.[Symbol.dispose]();
    unwatch();
    this.#running.delete(id);
    const measuredMs = performance.now() - began;
    if (request.abandoned?.() === true) ending.reason ??= "client disconnected";
    const ended =
      typeof result === "string"
        ? endedEarly(id, result, measuredMs, ending.reason ?? build.pool.whyClosed)
        : endedItself(id, result, ending.reason, trapReport(build.component, task, request.title, result));
    attempt.ended(verdict(result, ended.reason));
    const finished = typeof result === "string" ? undefined : result;
    this.#journal.end(id, {
      ...request.atEnd?.(finished),
      outcome: ended.outcome,
      durationMs: ended.durationMs,
      ...(ended.reason === undefined ? {} : { reason: ended.reason }),
      ...(finished === undefined ? {} : measuredTimes(finished)),
      ...(ended.trap === undefined ? {} : { trap: ended.trap }),
    } satisfies InvocationEnd);
    if (finished?.instanceUsable === false) void build.pool.discard(thread, "killed");
    else build.pool.release(thread);
    return ended;
  }
}

function endedItself(
  id: InvocationId,
  result: InvocationResult,
  beside: string | undefined,
  trap: TrapView | undefined,
): EndedInvocation {
  const reason = beside ?? result.reason;
  return {
    id,
    outcome: result.outcome,
    durationMs: result.durationMs,
    ...(reason === undefined ? {} : { reason }),
    ...(result.value === undefined ? {} : { value: result.value }),
    ...(result.error === undefined ? {} : { error: result.error }),
    ...(trap === undefined ? {} : { trap }),
  };
}

function endedEarly(
  id: InvocationId,
  how: EndedEarly,
  durationMs: number,
  reason: string | undefined,
): EndedInvocation {
  const outcome = how === "timeout" ? "timeout" : "killed";
  return {
    id,
    outcome,
    durationMs,
    reason: reason ?? (how === "lost" ? "its worker ended unexpectedly" : "ended by the studio"),
  };
}
