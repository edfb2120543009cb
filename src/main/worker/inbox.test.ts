import { MessageChannel, Worker } from "node:worker_threads";

import { expect, it } from "vitest";

import { allocateRing, Control, ControlTime, controlViews, WorkerState } from "../../shared/ring.ts";
import type { ToWorker } from "../../shared/worker-protocol.ts";
import { Inbox } from "./inbox.ts";

const nowNs = () => process.hrtime.bigint();

function inbox() {
  const memory = allocateRing(1);
  const control = controlViews(memory.control);
  const { port1, port2 } = new MessageChannel();
  const delivered: ToWorker[] = [];
  const waits: number[] = [];
  const made = new Inbox(
    port2,
    control,
    (message) => void delivered.push(message),
    () => void waits.push(Atomics.load(control.words, Control.state)),
  );
  Atomics.store(control.words, Control.state, WorkerState.guest);
  return { memory, control, port1, port2, delivered, waits, inbox: made };
}

const message = (bytes: number): ToWorker => ({ t: "bytes", pipe: 1, bytes: new Uint8Array(bytes) });

it("answers at once for what is ready, without a wait, and handles what has arrived", () => {
  const { inbox: box, port1, delivered, waits, control } = inbox();
  port1.postMessage(message(1));
  port1.postMessage(message(2));
  const ready = { ready: () => delivered.length === 2, deadlineNs: () => undefined };
  const never = { ready: () => false, deadlineNs: () => undefined };
  expect(box.wait([never, ready, ready])).toEqual([1, 2]);
  expect([waits, control.times[ControlTime.waitedMs]]).toEqual([[], 0]);
  port1.close();
});

it("sleeps until the earliest deadline, and none of it is the guest's time", () => {
  const { inbox: box, port1, waits, control } = inbox();
  const until = (deadline: bigint) => ({ ready: () => nowNs() >= deadline, deadlineNs: () => deadline });
  const start = nowNs();
  expect(box.wait([until(start + 3_600_000_000_000n), until(start + 30_000_000n)])).toEqual([1]);
  expect(nowNs() - start).toBeGreaterThanOrEqual(30_000_000n);
  expect(control.times[ControlTime.waitedMs]).toBeGreaterThan(0);
  expect([waits, Atomics.load(control.words, Control.state)]).toEqual([[WorkerState.guest], WorkerState.guest]);
  port1.close();
});

it("wakes for a message of another thread", async () => {
  const { inbox: box, memory, port1, delivered } = inbox();
  const waker = new Worker(
    `const { workerData: { port, control }, parentPort } = require("node:worker_threads");
     const words = new Int32Array(control);
     while (Atomics.load(words, ${Control.state}) !== ${WorkerState.waiting});
     port.postMessage({ t: "bytes", pipe: 1, bytes: new Uint8Array(5) });
     Atomics.add(words, ${Control.wake}, 1);
     Atomics.notify(words, ${Control.wake});`,
    { eval: true, workerData: { port: port1, control: memory.control }, transferList: [port1] },
  );
  await new Promise((resolve) => waker.once("online", resolve));
  expect(box.wait([{ ready: () => delivered.length > 0, deadlineNs: () => undefined }])).toEqual([0]);
  expect(delivered).toEqual([message(5)]);
  await waker.terminate();
});
