import { expect, it } from "vitest";

import { patternFault, subjectFault, patternCovers, patternsMeet, subjectMatches } from "./subject.ts";

it.each([
  ["orders", "orders", true],
  ["orders", "Orders", false],
  ["orders", "orders.new", false],
  ["orders.*", "orders.new", true],
  ["orders.*", "orders", false],
  ["orders.*", "orders.new.eu", false],
  ["*.new", "orders.new", true],
  ["*", "orders", true],
  ["*", "orders.new", false],
  ["orders.>", "orders", false],
  ["orders.>", "orders.new", true],
  ["orders.>", "orders.new.eu", true],
  [">", "orders", true],
  [">", "orders.new.eu", true],
  ["orders.*.eu", "orders.new.eu", true],
  ["orders.*.>", "orders.new", false],
  ["orders.*.>", "orders.new.eu.now", true],
  ["orders.ne*", "orders.new", false],
  ["a*b", "a*b", true],
])("the pattern %s takes the subject %s: %s", (pattern, subject, expected) => {
  expect(subjectMatches(pattern, subject)).toBe(expected);
});

it.each(["orders", "orders.new", "a*b", "$SYS.x", "_INBOX.x", "größe.1", "a>b"])(
  "%s can be published to",
  (subject) => {
    expect(subjectFault(subject)).toBeUndefined();
  },
);

it.each(["", ".", "a.", ".a", "a..b", "a b", "a.\tb", "a\n", "*", "a.*", "a.>", ">"])(
  "%j cannot be published to",
  (subject) => {
    expect(subjectFault(subject)).toBeTypeOf("string");
  },
);

it.each(["orders", "*", ">", "orders.*.>", "a*b"])("%s can be subscribed with", (pattern) => {
  expect(patternFault(pattern)).toBeUndefined();
});

it.each(["", "a.", "a..b", "a b", "a.>.b", ">.a"])("%j cannot be subscribed with", (pattern) => {
  expect(patternFault(pattern)).toBeTypeOf("string");
});

it.each([
  [">", "a", true, true],
  [">", "a.>", true, true],
  ["a.>", "a.>", true, true],
  ["a.>", "a", false, false],
  ["a.>", ">", false, true],
  ["a.*", "a.>", false, true],
  ["*.>", "a.>", true, true],
  ["a.*", "a.b", true, true],
  ["a.b", "a.*", false, true],
  ["a.*.c", "a.>", false, true],
  ["a.*.c", "*.b.*", false, true],
  ["a.b", "a.c", false, false],
  ["a.b.c", "a.*", false, false],
  ["a.b", "a.b", true, true],
])("the pattern %s covers %s: %s, and meets it: %s", (pattern, other, covers, meets) => {
  expect([patternCovers(pattern, other), patternsMeet(pattern, other), patternsMeet(other, pattern)]).toEqual([
    covers,
    meets,
    meets,
  ]);
});
