import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { FromStudioProcess, ToStudioProcess } from "../../shared/studio-process.ts";
import { type StudioChild, StudioHost, type StudioStop, SUPERVISION } from "./studio-host.ts";

class FakeChild implements StudioChild<string> {
  readonly posted: (ToStudioProcess | [ToStudioProcess, readonly string[]])[] = [];
  killed = false;
  #onMessage: ((message: FromStudioProcess) => void) | undefined;
  #onExit: ((code: number, lastWords: string) => void) | undefined;

  post(message: ToStudioProcess, ports?: readonly string[]): void {
    this.posted.push(ports === undefined ? message : [message, ports]);
  }
  kill(): void {
    this.killed = true;
    // As Electron reports it: a killed process has exit code 0, later.
    queueMicrotask(() => this.exit(0));
  }
  onMessage(listener: (message: FromStudioProcess) => void): void {
    this.#onMessage = listener;
  }
  onExit(listener: (code: number, lastWords: string) => void): void {
    this.#onExit = listener;
  }
  say(message: FromStudioProcess): void {
    this.#onMessage?.(message);
  }
  exit(code: number): void {
    const listener = this.#onExit;
    this.#onExit = undefined;
    listener?.(code, "last words");
  }
}

function setup() {
  const children: FakeChild[] = [];
  const told: unknown[] = [];
  const host = new StudioHost<string>({
    project: "/p",
    fork: () => {
      const child = new FakeChild();
      children.push(child);
      return child;
    },
    onAcknowledged: (nonce) => told.push(["acknowledged", nonce]),
    onServing: (url) => told.push(["serving", url]),
    onStopped: (stop: StudioStop) => told.push(["stopped", stop]),
    now: () => Date.now(),
  });
  const last = (): FakeChild => {
    const child = children.at(-1);
    if (child === undefined) throw new Error("nothing was started");
    return child;
  };
  return { host, children, told, last };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("a studio that ends by itself", () => {
  test("is started again three times in a minute, then stops with its exit code and last words", () => {
    const { host, children, told, last } = setup();
    host.start();
    for (let crash = 0; crash < 4; crash++) last().exit(139);
    expect(children.length).toBe(4);
    expect(host.running).toBe(false);
    expect(told).toEqual([["stopped", { kind: "crashed", code: 139, lastWords: "last words" }]]);
  });

  test("is started again without end when it lives longer in between", () => {
    const { host, children, told, last } = setup();
    host.start();
    for (let crash = 0; crash < 10; crash++) {
      last().say({ t: "pong", n: 1_000_000 });
      vi.advanceTimersByTime(SUPERVISION.windowMs / SUPERVISION.restarts);
      last().exit(1);
    }
    expect([children.length, told]).toEqual([11, []]);
  });

  test("gets its three restarts back when a person starts it", () => {
    const { host, children, last } = setup();
    host.start();
    for (let crash = 0; crash < 4; crash++) last().exit(1);
    host.start();
    for (let crash = 0; crash < 4; crash++) last().exit(1);
    expect(children.length).toBe(8);
  });

  test("opens the same project again, and serves again when it served", () => {
    const { host, last } = setup();
    host.start();
    host.serve();
    last().exit(1);
    expect(last().posted).toEqual([{ t: "open", project: "/p" }, { t: "serve" }]);
  });
});

test("a project that does not open is told once and not tried again", async () => {
  const { host, children, told, last } = setup();
  host.start();
  const error = { code: "store-locked", message: "Another studio hosts this project." } as const;
  last().say({ t: "failed", error });
  await vi.advanceTimersByTimeAsync(0);
  expect([children.length, last().killed, told]).toEqual([1, true, [["stopped", { kind: "failed", error }]]]);
});

test("a studio that answers no ping is killed and started again; one that answers is left alone", async () => {
  const { host, children, last } = setup();
  host.start();
  const first = last();
  for (let n = 1; n <= 20; n++) {
    await vi.advanceTimersByTimeAsync(SUPERVISION.pingMs);
    first.say({ t: "pong", n });
  }
  expect(first.killed).toBe(false);
  await vi.advanceTimersByTimeAsync(SUPERVISION.pingMs * (SUPERVISION.missedPings + 1));
  expect([first.killed, children.length]).toEqual([true, 2]);
});

test("a studio that takes long to start is left alone for a minute", async () => {
  const { host, children, last } = setup();
  host.start();
  const first = last();
  await vi.advanceTimersByTimeAsync(SUPERVISION.pingMs * SUPERVISION.firstMissedPings);
  expect([first.killed, children.length]).toEqual([false, 1]);
  await vi.advanceTimersByTimeAsync(SUPERVISION.pingMs);
  expect([first.killed, children.length]).toEqual([true, 2]);
});

describe("shutting down", () => {
  test("waits for the studio to end by itself and does not start it again", async () => {
    const { host, children, last } = setup();
    host.start();
    const done = host.shutDown();
    expect(last().posted.at(-1)).toEqual({ t: "shutdown" });
    last().exit(0);
    await done;
    expect([children.length, last().killed, host.running]).toEqual([1, false, false]);
  });

  test("kills a studio that does not end in time", async () => {
    const { host, last } = setup();
    host.start();
    const done = host.shutDown();
    await vi.advanceTimersByTimeAsync(SUPERVISION.drainMs - 1);
    expect(last().killed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await done;
    expect(last().killed).toBe(true);
  });

  test("does not wait forever for one whose end nobody tells", async () => {
    const { host, last } = setup();
    host.start();
    const done = host.shutDown();
    last().kill = () => undefined;
    await vi.advanceTimersByTimeAsync(SUPERVISION.drainMs + SUPERVISION.killMs);
    await done;
    expect(host.running).toBe(true);
  });

  test("is done at once when nothing runs, and nothing starts after it", async () => {
    const { host, children } = setup();
    await host.shutDown();
    host.start();
    expect(children).toEqual([]);
  });
});

test("a window's port goes to the process that runs, and its acknowledgement comes back", () => {
  const { host, told, last } = setup();
  host.start();
  host.attach("n1", "port");
  last().say({ t: "acknowledged", nonce: "n1" });
  last().say({ t: "serving", url: "http://127.0.0.1:7000/#t=x" });
  expect(last().posted.at(-1)).toEqual([{ t: "attach", nonce: "n1" }, ["port"]]);
  expect(told).toEqual([
    ["acknowledged", "n1"],
    ["serving", "http://127.0.0.1:7000/#t=x"],
  ]);
});
