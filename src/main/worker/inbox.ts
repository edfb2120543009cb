import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { Waitable } from "../host/context.ts";
import { Control, type ControlViews } from "../../shared/ring.ts";
import type { ToWorker } from "../../shared/worker-protocol.ts";
import { beginWaiting, endWaiting } from "./waiting-time.ts";

/**
 * How a guest waits. Its thread is inside wasm, so it cannot hear messages: it sleeps on the wake word, which the
 * studio bumps after every message, then drains the port and looks again.
 */
export class Inbox {
  readonly #port: MessagePort;
  readonly #control: ControlViews;
  readonly #deliver: (message: ToWorker) => void;
  readonly #beforeWait: () => void;

  constructor(port: MessagePort, control: ControlViews, deliver: (message: ToWorker) => void, beforeWait: () => void) {
    this.#port = port;
    this.#control = control;
    this.#deliver = deliver;
    this.#beforeWait = beforeWait;
  }

  /** Handles every message that has arrived. */
  drain(): void {
    for (let got = receiveMessageOnPort(this.#port); got !== undefined; got = receiveMessageOnPort(this.#port)) {
      this.#deliver(got.message as ToWorker);
    }
  }

  /** Sleeps until a source is ready; returns the ready positions. The time is not the guest's. */
  wait(sources: readonly Waitable[]): number[] {
    const { words } = this.#control;
    let sleeping = false;
    try {
      for (;;) {
        // Read before looking: a message that arrives while we look makes the sleep return at once.
        const seen = Atomics.load(words, Control.wake);
        this.drain();
        const ready = readyPositions(sources);
        if (ready.length > 0) return ready;
        if (!sleeping) {
          sleeping = true;
          this.#beforeWait();
          beginWaiting(this.#control);
        }
        Atomics.wait(words, Control.wake, seen, untilNextDeadline(sources));
      }
    } finally {
      if (sleeping) endWaiting(this.#control);
    }
  }
}

function readyPositions(sources: readonly Waitable[]): number[] {
  const ready: number[] = [];
  for (const [position, source] of sources.entries()) if (source.ready()) ready.push(position);
  return ready;
}

/** Milliseconds to sleep at most. */
function untilNextDeadline(sources: readonly Waitable[]): number {
  let earliest: bigint | undefined;
  for (const source of sources) {
    const deadline = source.deadlineNs();
    if (deadline !== undefined && (earliest === undefined || deadline < earliest)) earliest = deadline;
  }
  if (earliest === undefined) return Number.POSITIVE_INFINITY;
  const leftNs = earliest - process.hrtime.bigint();
  return leftNs <= 0n ? 0 : Math.max(0.05, Number(leftNs) / 1e6);
}
