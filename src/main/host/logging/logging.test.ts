import { expect, test } from "vitest";
import { createIo } from "../io/index.ts";
import { hostFunction, testContext } from "../test-context.ts";
import { logging } from "./index.ts";

test("logging is offered under both of its ids", () => {
  expect(logging.interfaces.map(({ name, versions }) => [name, versions])).toEqual([["logging", ["0.1.0-draft", ""]]]);
});

test("log takes every level and any text and answers nothing", () => {
  const ctx = testContext();
  const log = hostFunction(logging.create(ctx, createIo(ctx)), "logging", "log");
  const levels = ["trace", "debug", "info", "warn", "error", "critical"];
  const texts = ["", "two\nlines", "\u0000", "x".repeat(1_000_000)];
  expect(levels.flatMap((level) => texts.map((text) => log(level, text, text)))).toEqual(
    Array.from({ length: 24 }, () => undefined),
  );
  expect(ctx.prints).toEqual([]);
});
