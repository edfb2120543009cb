import { describe, expect, test } from "vitest";

import { TextStream } from "../../shared/record.ts";
import { concat, enterRecord, exitRecord, textRecord } from "./testing/encode.ts";
import { DIGEST, FN, STARTED_AT, TempFolder, TestJournal } from "./testing/open-journal.ts";

const ALL = { limit: 1000 };

describe("the log", () => {
  const log = (seq: number, level: string, context: string, message: string) =>
    concat(
      enterRecord({ seq, fn: FN.log, startMs: seq, args: [{ variant: level }, context, message] }),
      exitRecord({ seq }),
    );

  test("is a view of the calls of wasi:logging and of what was printed, in the order it happened", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const id = it.begin({ startedAt: STARTED_AT });
    it.journal.records(
      id,
      concat(
        log(1, "warn", "shop", "first\nsecond"),
        textRecord(1, TextStream.stdout, 5, "hel"),
        log(2, "critical", "", "third"),
        textRecord(2, TextStream.stderr, 6, "oops\n"),
        textRecord(2, TextStream.stdout, 7, "lo\r\nwo"),
      ),
    );
    it.journal.records(id, concat(textRecord(2, TextStream.stdout, 8, "rld")));
    const head = { component: "api", invocation: id };
    const expected = [
      {
        id: 1,
        at: STARTED_AT + 1,
        ...head,
        source: "logging",
        level: "warn",
        context: "shop",
        text: "first\nsecond",
        cut: false,
      },
      { id: 2, at: STARTED_AT + 5, ...head, source: "stdout", text: "hello", cut: false },
      {
        id: 3,
        at: STARTED_AT + 2,
        ...head,
        source: "logging",
        level: "critical",
        context: "",
        text: "third",
        cut: false,
      },
      { id: 4, at: STARTED_AT + 6, ...head, source: "stderr", text: "oops", cut: false },
      { id: 5, at: STARTED_AT + 7, ...head, source: "stdout", text: "world", cut: false },
    ];
    expect(await it.journal.logs(ALL)).toEqual(expected.toReversed());
    expect((await it.journal.invocation(id))?.logs).toBe(5);
    it.journal.end(id, { outcome: "ok", durationMs: 1 });
    await it.heard(() => it.news.flatMap((news) => news.logs).length === 5);
    // A line is announced when it is complete, so the unfinished one came with the end.
    expect(it.news.flatMap((news) => news.logs).toSorted((a, b) => a.id - b.id)).toEqual(expected);
  });

  test("is filtered by level, component, invocation and text, and read page by page", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const other = it.journal.registerBuild({
      component: "other",
      digest: DIGEST,
      tables: {
        functions: [
          { interface: "", function: "instantiate", params: [] },
          { interface: "wasi:logging/logging", function: "log", params: [] },
        ],
        links: [],
      },
    });
    const a = it.finished(
      {},
      concat(log(1, "trace", "", "a%b"), log(2, "error", "shop", "Boom"), textRecord(2, TextStream.stdout, 1, "boo\n")),
    );
    const b = it.finished(
      { build: other },
      concat(enterRecord({ seq: 1, fn: 1, args: [{ variant: "info" }, "", "axb"] })),
    );
    const texts = async (query: Omit<Parameters<typeof it.journal.logs>[0], "limit">) =>
      (await it.journal.logs({ ...ALL, ...query })).map((line) => line.text);
    expect(await texts({ minLevel: "info" })).toEqual(["axb", "boo", "Boom"]);
    expect(await texts({ minLevel: "error" })).toEqual(["Boom"]);
    expect(await texts({ component: "other" })).toEqual(["axb"]);
    expect(await texts({ context: "shop" })).toEqual(["Boom"]);
    expect(await texts({ context: "", minLevel: "info" })).toEqual(["axb"]);
    expect(await texts({ invocation: a })).toEqual(["boo", "Boom", "a%b"]);
    expect(await texts({ invocation: b, text: "a%b" })).toEqual([]);
    expect(await texts({ text: "a%b" })).toEqual(["a%b"]);
    expect(await texts({ text: "BOO" })).toEqual(["boo", "Boom"]);
    const [newest] = await it.journal.logs({ limit: 1 });
    expect((await it.journal.logs({ limit: 2, before: newest?.id ?? 0 })).map((line) => line.text)).toEqual([
      "boo",
      "Boom",
    ]);
  });

  test("a line longer than is kept, or cut in the ring, says so and does not swallow the next one", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    it.finished(
      {},
      concat(
        textRecord(0, TextStream.stdout, 1, "x".repeat(8000)),
        textRecord(0, TextStream.stdout, 1, `${"y".repeat(8000)}\nnext\n`),
        textRecord(0, TextStream.stdout, 1, "cut", 10),
        textRecord(0, TextStream.stdout, 1, "last\n"),
        enterRecord({ seq: 1, fn: FN.log, args: [{ variant: "info" }, "", { kept: "long", total: 99 }] }),
      ),
    );
    const lines = (await it.journal.logs(ALL)).toReversed();
    expect(lines.map((line) => [line.text.length, line.cut])).toEqual([
      [8192, true],
      [4, false],
      [3, true],
      [4, false],
      [4, true],
    ]);
  });
});
