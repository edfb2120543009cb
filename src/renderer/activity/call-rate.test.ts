import { expect, it } from "vitest";
import type { StudioSession } from "../connection/studio-session.ts";
import type { InvocationSummary } from "../../shared/model.ts";
import { CallRate } from "./call-rate.ts";

it("counts how far invocations went, not their totals again, and forgets after five seconds", () => {
  let now = 0;
  const rate = new CallRate({ on: () => () => undefined } as unknown as StudioSession, () => now);
  const running = { id: 1, calls: 100 } as InvocationSummary;
  rate.count([running]);
  rate.count([{ ...running, calls: 150 }]);
  expect(rate.get()).toBe(30);
  now = 4000;
  rate.count([{ ...running, calls: 200, outcome: "ok" }]);
  expect(rate.get()).toBe(40);
  now = 6000;
  rate.count([]);
  expect(rate.get()).toBe(10);
  rate.dispose();
});
