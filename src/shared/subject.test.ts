import { expect, it } from "vitest";

import { patternFault, subjectFault, subjectMatches } from "./subject.ts";

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
