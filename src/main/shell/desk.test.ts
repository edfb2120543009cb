import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { FromStudioProcess, ToStudioProcess } from "../../shared/studio-process.ts";
import { Desk } from "./desk.ts";
import type { StudioChild } from "./studio-host.ts";

class FakeChild implements StudioChild<never> {
  readonly posted: ToStudioProcess[] = [];
  kills = 0;
  say: (message: FromStudioProcess) => void = () => undefined;
  exit: (code: number, lastWords: string) => void = () => undefined;
  post(message: ToStudioProcess): void {
    this.posted.push(message);
  }
  kill(): void {
    this.kills++;
  }
  onMessage(listener: (message: FromStudioProcess) => void): void {
    this.say = listener;
  }
  onExit(listener: (code: number, lastWords: string) => void): void {
    this.exit = listener;
  }
}

function setup() {
  const child = new FakeChild();
  const desk = new Desk(() => child);
  return { child, desk };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("a question goes to a process, which is ended with its answer", async () => {
  const { child, desk } = setup();
  const asked = desk.ask("check", "/p");
  expect([child.posted, child.kills]).toEqual([[{ t: "ask", method: "check", args: ["/p"] }], 0]);
  child.say({ t: "answered", answer: { ok: false, error: { code: "project-not-found", message: "gone" } } });
  expect(await asked).toEqual({ ok: false, error: { code: "project-not-found", message: "gone" } });
  expect(child.kills).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});

test("a process that ends without an answer is an answer", async () => {
  const { child, desk } = setup();
  const asked = desk.ask("templates");
  child.exit(139, "last words");
  expect(await asked).toEqual({
    ok: false,
    error: { code: "internal", message: "The process that was asked ended with code 139. last words" },
  });
  expect(child.kills).toBe(0);
});

test("one that never answers is given up and ended", async () => {
  const { child, desk } = setup();
  const asked = desk.ask("check", "/gone");
  vi.runAllTimers();
  expect(await asked).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining("within 60 s") as string },
  });
  expect(child.kills).toBe(1);
});

test("what is still asked ends with the app", () => {
  const { child, desk } = setup();
  void desk.ask("check", "/p");
  desk.shutDown();
  expect(child.kills).toBe(1);
});
