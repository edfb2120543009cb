import { describe, expect, it } from "vitest";
import type { SubscriptionView } from "../../shared/model.ts";
import { subjectMatches } from "../../shared/subject.ts";
import { nearSubscriptions } from "./near-subscriptions.ts";

function listens(subject: string, backend = "bus"): SubscriptionView {
  const counts = { waiting: 0, running: 0, delivered: 0, failed: 0 };
  return { backend, subject, component: "worker", origin: "project", ...counts };
}

function near(subject: string, ...patterns: readonly string[]): readonly (readonly [string, string, string])[] {
  const found = nearSubscriptions(
    "bus",
    subject,
    patterns.map((pattern) => listens(pattern)),
  );
  return found.map((each) => [each.subscription.subject, each.why, each.subject] as const);
}

describe("a subscription that was perhaps meant", () => {
  it.each([
    ["orders.new", "Orders.New", "Only upper and lower case differ, and they count.", "Orders.New"],
    ["orders.craeted", "orders.created", "It has “created” where the subject says “craeted”.", "orders.created"],
    ["order.a.new", "orders.*.new", "It has “orders” where the subject says “order”.", "orders.a.new"],
    ["orders", "orders.>", "> stands for one or more tokens, and the subject ends before it.", "orders.test"],
    [
      "orders.eu.new",
      "orders.*",
      "It has 2 tokens, the subject 3: * stands for exactly one, > for all that follow.",
      "orders.eu",
    ],
    ["orders", "orders.new", "It has 2 tokens, the subject 1.", "orders.new"],
    ["orders.new", "orders.paid", "It has “paid” where the subject says “new”.", "orders.paid"],
  ])("is found for %s: %s", (subject, pattern, why, reaches) => {
    expect(near(subject, pattern)).toEqual([[pattern, why, reaches]]);
    expect(subjectMatches(pattern, reaches)).toBe(true);
  });

  it("is named when it listens to the subject on another bus", () => {
    const [found] = nearSubscriptions("bus", "orders.new", [listens("orders.>", "other")]);
    expect([found?.why, found?.subject]).toEqual(["It listens on the bus other, and this went to bus.", "orders.new"]);
  });

  it("is not one that gets the message, nor one that has nothing in common with it", () => {
    expect(near("orders.new", "orders.*", "invoices", "weather.report.daily", "a.b")).toEqual([]);
  });

  it("stands first when it is nearer, and only the nearest three are told", () => {
    const found = near("orders.new", "orders.paid", "orders.news", "ORDERS.NEW", "orders.new.eu");
    expect(found.map(([pattern]) => pattern)).toEqual(["ORDERS.NEW", "orders.news", "orders.new.eu"]);
  });
});
