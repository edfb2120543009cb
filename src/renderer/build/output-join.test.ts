import { expect, it } from "vitest";
import { OutputJoin } from "./output-join.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const step = (text: string) => ({ kind: "bytes", bytes: bytes(text) });
const printed = (run: number, text: string, skipped = 0) => ({ run, bytes: bytes(text), skipped });

it("shows the kept output first, then what is printed after it, once", () => {
  const join = new OutputJoin();
  const read = join.begin();
  const before = join.printed(printed(1, "a"));
  const whole = join.whole(read, { run: 1, bytes: bytes("a"), dropped: 0 });
  expect([before, whole, join.printed(printed(1, "b"))]).toEqual([[], [{ kind: "clear" }, step("a")], [step("b")]]);
});

it("starts over with a newer run and forgets what comes late of an older one", () => {
  const join = new OutputJoin();
  join.whole(join.begin(), { run: 3, bytes: bytes("x"), dropped: 0 });
  expect([join.printed(printed(2, "late")), join.printed(printed(4, "new")), join.printed(printed(4, "er"))]).toEqual([
    [],
    [{ kind: "clear" }, step("new")],
    [step("er")],
  ]);
});

it("clears once for a run that began before it printed anything", () => {
  const join = new OutputJoin();
  join.whole(join.begin(), { run: 1, bytes: bytes("x"), dropped: 0 });
  expect([join.started(2), join.started(2), join.printed(printed(2, "y"))]).toEqual([
    [{ kind: "clear" }],
    [],
    [step("y")],
  ]);
});

it("says where bytes are missing, before what is kept and between what was printed", () => {
  const join = new OutputJoin();
  const whole = join.whole(join.begin(), { run: 1, bytes: bytes("end"), dropped: 10 });
  expect([whole, join.printed(printed(1, "z", 5))]).toEqual([
    [{ kind: "clear" }, { kind: "gap", bytes: 10, gone: true }, step("end")],
    [{ kind: "gap", bytes: 5, gone: false }, step("z")],
  ]);
});

it("takes only the answer to the newest read", () => {
  const join = new OutputJoin();
  const old = join.begin();
  const newest = join.begin();
  expect([
    join.whole(old, { run: 1, bytes: bytes("old"), dropped: 0 }),
    join.whole(newest, { run: 1, bytes: bytes("new"), dropped: 0 }),
  ]).toEqual([[], [{ kind: "clear" }, step("new")]]);
});
