import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { CrashLoop } from "../pool/crash-loop.ts";
import { Broker, type Publisher } from "./broker.ts";
import { NO_LINEAGE } from "./lineage.ts";
import { type KeptMessage, MessageLog } from "./message-log.ts";
import type { StartHandler, SubscriptionSpec } from "./subscription.ts";

const publisher: Publisher = { from: { kind: "person" }, depth: 0, lineage: NO_LINEAGE };
const specs: readonly SubscriptionSpec[] = [{ subject: "work", component: "worker", origin: "project" }];
const MAX_WAITING = 10_000;

/** A component whose handlers fail while it is broken. */
let crashes: CrashLoop;
let broken: boolean;
let handled: string[];
let broker: Broker;
let log: MessageLog;
let kept: Map<number, KeptMessage["deliveries"][number]>;
beforeEach(() => {
  vi.useFakeTimers();
  crashes = new CrashLoop({ component: "worker", now: Date.now });
  crashes.onChange(() => broker.subscribe(specs));
  broken = true;
  handled = [];
  kept = new Map();
  log = new MessageLog({
    nextId: 1,
    maxBodyBytes: () => 10,
    now: Date.now,
    redact: (message) => message,
    keep: (messages) => {
      for (const { id, deliveries } of messages) if (deliveries[0] !== undefined) kept.set(id, deliveries[0]);
    },
    onNews: () => undefined,
  });
  broker = new Broker("bus", {
    log,
    now: Date.now,
    maxDepth: 4,
    start,
    onChange: () => undefined,
    onUndeliverable: () => undefined,
    onLoop: () => undefined,
  });
  broker.subscribe(specs);
});
afterEach(() => {
  broker.close();
  log[Symbol.dispose]();
  vi.useRealTimers();
});

const start: StartHandler = async ({ message }) => {
  const attempt = crashes.admit(false);
  attempt.confirm();
  handled.push(new TextDecoder().decode(message.body));
  const outcome = broken ? "trap" : "ok";
  const end = () => {
    attempt.ended(outcome === "ok" ? "well" : { failed: "trap: unreachable executed" });
    return { outcome } as const;
  };
  return { id: handled.length, ended: Promise.resolve().then(end) };
};

const bytes = (text: string) => new TextEncoder().encode(text);
const publish = (body: string) => broker.publish(publisher, { subject: "work", body: bytes(body) });
const request = (body: string, timeoutMs: number) =>
  broker.request(publisher, "work", bytes(body), timeoutMs, new AbortController().signal);
const waiting = () => broker.subscriptions()[0]?.waiting;

/** Ten failures in a row, as `CrashLoop` wants them. */
async function pause(): Promise<void> {
  for (let failed = 0; failed < 10; failed++) {
    publish(`failing ${failed}`);
    await vi.advanceTimersByTimeAsync(0);
  }
  expect(crashes.view?.failures).toBe(10);
  handled = [];
}

describe("messages for a component that is paused", () => {
  it("wait until the pause is over, and are then handled in their order", async () => {
    await pause();
    broken = false;
    for (const body of ["one", "two", "three"]) publish(body);
    await vi.advanceTimersByTimeAsync(999);
    log.flush();
    expect([handled, waiting(), [...kept.values()].slice(-3).map(({ reason }) => reason)]).toEqual([
      [],
      3,
      [undefined, undefined, undefined],
    ]);
    await vi.advanceTimersByTimeAsync(1);
    expect([handled, waiting()]).toEqual([["one", "two", "three"], 0]);
  });

  it("are tried one at a time, and the others wait on while that fails", async () => {
    await pause();
    for (const body of ["one", "two", "three"]) publish(body);
    await vi.advanceTimersByTimeAsync(1_000);
    expect([handled, waiting()]).toEqual([["one"], 2]);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(handled).toEqual(["one"]);
    broken = false;
    publish("four");
    await vi.advanceTimersByTimeAsync(1);
    expect(handled).toEqual(["one", "two", "three", "four"]);
  });

  it("are handled at once when it is calm again: it was reloaded, or a call of a person ended well", async () => {
    await pause();
    broken = false;
    publish("one");
    await vi.advanceTimersByTimeAsync(10);
    expect(handled).toEqual([]);
    crashes.calm();
    await vi.advanceTimersByTimeAsync(0);
    expect(handled).toEqual(["one"]);
  });

  it("are as many as may wait for any component; beyond that publishing fails and says why", async () => {
    await pause();
    for (let sent = 0; sent < MAX_WAITING; sent++) expect(publish("x")).toBeUndefined();
    await vi.advanceTimersByTimeAsync(0);
    expect(publish("one too many")).toMatch(
      /^10000 messages wait for worker \(subscription work\) already; it takes no more\. Crash loop: worker failed 10 times/,
    );
    expect(await request("one too many", 1_000)).toMatchObject({ tag: "err" });
  });

  it("that are requests are answered with a timeout when their time is over", async () => {
    await pause();
    const reply = request("hello", 500);
    await vi.advanceTimersByTimeAsync(500);
    expect(await reply).toEqual({ tag: "err", error: "request timed out" });
    expect(handled).toEqual([]);
  });

  it("are not delivered when the project is closed meanwhile", async () => {
    await pause();
    publish("one");
    await vi.advanceTimersByTimeAsync(0);
    broker.close();
    broken = false;
    await vi.advanceTimersByTimeAsync(60_000);
    log.flush();
    expect(handled).toEqual([]);
    expect([...kept.values()].at(-1)?.reason).toBe("not delivered: the project was closed");
  });
});
