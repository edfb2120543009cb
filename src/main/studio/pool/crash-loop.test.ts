import { beforeEach, describe, expect, it } from "vitest";

import { StudioError } from "../../../shared/errors.ts";
import { CrashLoop } from "./crash-loop.ts";

let now: number;
let told: number;
let loop: CrashLoop;
beforeEach(() => {
  now = 1_000_000;
  told = 0;
  loop = new CrashLoop({ component: "api", now: () => now });
  loop.onChange(() => told++);
});

/** One call from its beginning to its end. */
function call(how: "well" | "unclear" | "badly", { byPerson = false, takes = 5 } = {}): void {
  const attempt = loop.admit(byPerson);
  attempt.confirm();
  now += takes;
  attempt.ended(how === "badly" ? { failed: "trap: unreachable executed" } : how);
}

function calls(count: number, how: "well" | "badly"): void {
  for (let done = 0; done < count; done++) call(how);
}

function refusal(act: () => unknown): StudioError {
  try {
    act();
  } catch (error) {
    if (error instanceof StudioError) return error;
    throw error;
  }
  throw new Error("It was not refused.");
}

describe("calls that fail in a row", () => {
  it("are all run while a person could have made them", () => {
    for (let clicked = 0; clicked < 40; clicked++) {
      call("badly");
      now += 1_500;
    }
    calls(9, "badly");
    expect(loop.view).toBeUndefined();
  });

  it("pause the build when they come one upon the other, however long each takes", () => {
    for (let failed = 0; failed < 10; failed++) call("badly", { takes: 30_000 });
    expect(loop.view).toEqual({
      failures: 10,
      reason: "trap: unreachable executed",
      since: 1_030_000,
      pausedUntil: now + 1_000,
    });
    expect(told).toBe(1);
    const { code, message, details } = refusal(() => loop.admit(false));
    expect([code, details]).toEqual(["component-not-ready", { component: "api", retryAfterMs: 1_000 }]);
    expect(message).toMatch(
      /^Crash loop: api failed 10 times in a row, at last with trap: unreachable executed\. No call is run for another 1 s\./,
    );
  });

  it("are no row when one between them ended well", () => {
    for (let round = 0; round < 5; round++) {
      calls(9, "badly");
      call("well");
    }
    expect(loop.view).toBeUndefined();
  });

  it("are counted across what says nothing about the build", () => {
    calls(9, "badly");
    call("unclear");
    call("badly");
    expect(loop.view?.failures).toBe(10);
  });

  it("turn away those that waited for a worker meanwhile", () => {
    const waiting = loop.admit(false);
    const person = loop.admit(true);
    calls(10, "badly");
    expect(refusal(() => waiting.confirm()).message).toMatch(/^Crash loop/);
    expect(() => person.confirm()).not.toThrow();
  });
});

describe("a paused build", () => {
  beforeEach(() => calls(10, "badly"));

  it("tries one call when the pause is over, and pauses twice as long each time it fails, up to 30 s", () => {
    const pauses: number[] = [];
    for (let trial = 0; trial < 7; trial++) {
      now = loop.view?.pausedUntil ?? Number.NaN;
      call("badly", { takes: 1 });
      pauses.push((loop.view?.pausedUntil ?? 0) - now);
      refusal(() => loop.admit(false));
    }
    expect(pauses).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it("refuses others while one is tried, but not for as long as that one likes to go on", () => {
    now = loop.view?.pausedUntil ?? Number.NaN;
    const trial = loop.admit(false);
    expect(refusal(() => loop.admit(false)).message).toMatch(/One call is being tried now/);
    now += 2_000;
    const second = loop.admit(false);
    trial.ended({ failed: "trap: one" });
    const { pausedUntil } = loop.view ?? {};
    second.ended({ failed: "trap: two" });
    // Both were tried in the same pause: it is doubled once.
    expect(loop.view).toMatchObject({ failures: 12, pausedUntil });
  });

  it("runs every call of a person, and does not hold their failures against it", () => {
    const before = loop.view?.pausedUntil;
    for (let clicked = 0; clicked < 5; clicked++) call("badly", { byPerson: true });
    expect(loop.view).toMatchObject({ failures: 15, pausedUntil: before });
  });

  it.each([
    ["a person's call that ends well", () => call("well", { byPerson: true })],
    ["a person who says so", () => loop.calm()],
    [
      "a trial that ends well",
      () => {
        now = loop.view?.pausedUntil ?? Number.NaN;
        call("well");
      },
    ],
  ])("is calm again after %s, and the next loop begins from the start", (_what, act) => {
    act();
    expect([loop.view, told]).toEqual([undefined, 2]);
    calls(9, "badly");
    expect(loop.view).toBeUndefined();
    call("badly");
    expect(loop.view).toMatchObject({ failures: 10, pausedUntil: now + 1_000 });
  });
});
