import { describe, expect, it } from "vitest";
import { chosenSubject, withSubject } from "./subject-filter.ts";

const one = ["bus"];
const two = ["bus", "events"];

describe("a choice in the subject tree", () => {
  it.each([
    ["orders.>", "subject:orders.>"],
    ["orders", "subject:=orders"],
    ['odd"\\one', 'subject:"=odd\\"\\\\one"'],
  ])("of %s is the filter %s, and is found in it again", (pattern, filter) => {
    const choice = { backend: "bus", pattern };
    expect(withSubject("", choice, one)).toBe(filter);
    expect(chosenSubject(filter, one)).toEqual(choice);
  });

  it("names the bus where there are several, also for all of one", () => {
    expect(withSubject("", { backend: "events", pattern: ">" }, two)).toBe("bus:events");
    expect(withSubject("", { backend: "events", pattern: "a.>" }, two)).toBe("subject:a.> bus:events");
    expect(chosenSubject("bus:events", two)).toEqual({ backend: "events", pattern: ">" });
    expect(chosenSubject("subject:a.> bus:events", two)).toEqual({ backend: "events", pattern: "a.>" });
  });

  it("takes the place of the one before, keeps all other terms behind it, and leaves no trace when it is taken back", () => {
    const before = 'from:api subject:=a -subject:b "two words"';
    const chosen = withSubject(before, { backend: "bus", pattern: "c.>" }, one);
    expect(chosen).toBe('subject:c.> from:api -subject:b "two words"');
    expect(withSubject(chosen, undefined, one)).toBe('from:api -subject:b "two words"');
  });

  it("is none where the filter says more than one thing, a part of a subject, or no bus of several", () => {
    expect(
      [
        chosenSubject("", one),
        chosenSubject("subject:orders", one),
        chosenSubject("subject:a.> subject:b.>", one),
        chosenSubject("-subject:a.>", one),
        chosenSubject("subject:a.>", two),
      ].every((choice) => choice === undefined),
    ).toBe(true);
  });
});
