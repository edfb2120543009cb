import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { TextStream } from "../../shared/record.ts";
import { concat, encodeValue, enterRecord, exitRecord, record, sumRecord, textRecord } from "./testing/encode.ts";
import { DIGEST, FN, LINK, STARTED_AT, TempFolder, TestJournal } from "./testing/open-journal.ts";

const ALL = { limit: 1000 };

describe("one invocation", () => {
  test("is found again with everything that was told about it", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const cause = it.finished();
    const id = it.begin({ cause: { kind: "invocation", id: cause }, title: "POST /count", startedAt: STARTED_AT });
    const body = { kept: Uint8Array.of(1, 2, 0, 255), total: 9 };
    it.journal.update(id, {
      status: 201,
      request: { method: "POST", target: "/count?by=2", headers: [["x-a", "1"]], body },
      response: { status: 201, headers: [], trailers: [["t", "2"]], body },
    });
    it.journal.records(
      id,
      concat(
        enterRecord({ seq: 1, fn: FN.open, link: LINK.keyvalue, startMs: 1, args: ["default"] }),
        exitRecord({ seq: 1, endMs: 1.5, result: [{ variant: "ok", value: { resource: "bucket", id: 7, label: "default" } }] }),
        enterRecord({ seq: 2, fn: FN.increment, link: LINK.keyvalue, startMs: 2, args: [undefined, "visits", 5n] }),
        exitRecord({ seq: 2, endMs: 2.25, versions: [11, 12], result: [6n] }),
      ),
    );
    it.journal.end(id, { outcome: "error", reason: "it said no", durationMs: 12.5, guestMs: 3, hostMs: 1, error: { tag: "no" } });
    const head = {
      id,
      component: "api",
      build: DIGEST,
      cause: { kind: "invocation", id: cause },
      kind: "http",
      title: "POST /count",
      startedAt: STARTED_AT,
      outcome: "error",
      reason: "it said no",
      durationMs: 12.5,
      guestMs: 3,
      status: 201,
      calls: 2,
      changes: 2,
      logs: 0,
    };
    expect((await it.journal.invocations(ALL))[0]).toEqual(head);
    expect(await it.journal.invocation(id)).toEqual({
      ...head,
      hostMs: 1,
      request: { method: "POST", target: "/count?by=2", headers: [["x-a", "1"]], body },
      response: { status: 201, headers: [], trailers: [["t", "2"]], body },
      error: { tag: "no" },
      caused: [],
      aggregates: [],
      versions: [11, 12],
    });
    expect((await it.journal.invocation(cause))?.caused).toEqual([head]);
    expect(await it.journal.hostCalls({ invocation: id, ...ALL })).toEqual([
      {
        seq: 1,
        parent: 0,
        interface: "wasi:keyvalue/store@0.2.0-draft",
        function: "open",
        link: "default",
        backend: "keyvalue",
        args: [{ name: "identifier", value: { t: "string", v: "default", total: 7, cut: false } }],
        startMs: 1,
        durationMs: 0.5,
        outcome: "ok",
        result: { t: "variant", tag: "ok", value: { t: "resource", type: "bucket", id: 7, label: "default" } },
        versions: [],
      },
      {
        seq: 2,
        parent: 0,
        interface: "wasi:keyvalue/atomics@0.2.0-draft",
        function: "increment",
        link: "default",
        backend: "keyvalue",
        args: [
          { name: "bucket", value: { t: "none" } },
          { name: "key", value: { t: "string", v: "visits", total: 6, cut: false } },
          { name: "delta", value: { t: "number", v: 5 } },
        ],
        startMs: 2,
        durationMs: 0.25,
        outcome: "ok",
        result: { t: "number", v: 6 },
        versions: [11, 12],
      },
    ]);
  });

  test("shows a call that never came back, and completes it when its exit arrives in later records", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const id = it.begin();
    it.journal.records(id, concat(enterRecord({ seq: 1, fn: FN.get, startMs: 3 })));
    const [open] = await it.journal.hostCalls({ invocation: id, ...ALL });
    it.journal.records(id, concat(exitRecord({ seq: 1, outcome: "trap", endMs: 5, result: ["no such handle"] })));
    const [done] = await it.journal.hostCalls({ invocation: id, ...ALL });
    expect([open?.outcome, open?.durationMs]).toEqual([undefined, undefined]);
    expect([done?.outcome, done?.durationMs, done?.result]).toEqual([
      "trap",
      2,
      { t: "string", v: "no such handle", total: 14, cut: false },
    ]);
  });

  test("keeps the first end, and takes records that come after it", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const id = it.begin();
    it.journal.end(id, { outcome: "killed", reason: "by a person", durationMs: 5 });
    it.journal.end(id, { outcome: "ok", durationMs: 6 });
    await it.journal.flush();
    it.journal.records(id, concat(enterRecord({ seq: 1, fn: FN.get }), exitRecord({ seq: 1, versions: [3] })));
    const found = await it.journal.invocation(id);
    expect([found?.outcome, found?.durationMs, found?.calls, found?.changes]).toEqual(["killed", 5, 1, 1]);
  });

  test("keeps bodies and values only as far as their bounds", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const body = { kept: new Uint8Array(300 * 1024), total: 900 * 1024 };
    const id = it.begin({ request: { method: "PUT", target: "/", headers: [], body } });
    it.journal.end(id, { outcome: "ok", durationMs: 1, value: ["x".repeat(400_000), Array.from({ length: 500 }, () => 1)] });
    const found = await it.journal.invocation(id);
    expect([found?.request?.body.kept.length, found?.request?.body.total]).toEqual([256 * 1024, 900 * 1024]);
    expect(found?.value).toEqual([`${"x".repeat(1024)}…`, [...Array.from({ length: 100 }, () => 1), "…"]]);
  });
});

describe("many calls", () => {
  test("a hundred thousand calls of one invocation are all kept and found by page", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const id = it.begin();
    const calls = 100_000;
    for (let from = 1; from <= calls; from += 500) {
      const seqs = Array.from({ length: 500 }, (_, i) => from + i);
      it.journal.records(id, concat(...seqs.flatMap((seq) => [enterRecord({ seq, fn: FN.get }), exitRecord({ seq })])));
      await it.journal.pressure();
    }
    it.journal.end(id, { outcome: "ok", durationMs: 1 });
    const page = await it.journal.hostCalls({ invocation: id, after: 70_000, limit: 300 });
    expect(page.map((call) => call.seq)).toEqual(Array.from({ length: 300 }, (_, i) => 70_001 + i));
    expect((await it.journal.invocation(id))?.calls).toBe(calls);
  });

  test("two invocations that run at the same time keep their records apart", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const [a, b] = [it.begin(), it.begin()];
    for (let seq = 1; seq <= 50; seq++) {
      it.journal.records(a, concat(enterRecord({ seq, fn: FN.get })));
      it.journal.records(b, concat(enterRecord({ seq, fn: FN.increment }), exitRecord({ seq, versions: [seq] })));
      it.journal.records(a, concat(exitRecord({ seq })));
    }
    const [ofA, ofB] = await Promise.all([a, b].map((invocation) => it.journal.hostCalls({ invocation, ...ALL })));
    expect(ofA?.map((call) => [call.seq, call.function, call.outcome])).toEqual(
      Array.from({ length: 50 }, (_, i) => [i + 1, "bucket.get", "ok"]),
    );
    expect(ofB?.map((call) => call.versions)).toEqual(Array.from({ length: 50 }, (_, i) => [i + 1]));
  });

  test("calls that were only counted are added up per function and count as calls", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const id = it.begin();
    it.journal.records(id, concat(enterRecord({ seq: 1, fn: FN.instantiate }), exitRecord({ seq: 1 }), sumRecord(FN.get, 1000, 20)));
    it.journal.records(id, concat(sumRecord(FN.get, 500, 5), sumRecord(FN.increment, 7, 1.5)));
    const found = await it.journal.invocation(id);
    expect([found?.calls, found?.aggregates]).toEqual([
      1507,
      [
        { interface: "wasi:keyvalue/store@0.2.0-draft", function: "bucket.get", calls: 1500, totalMs: 25 },
        { interface: "wasi:keyvalue/atomics@0.2.0-draft", function: "increment", calls: 7, totalMs: 1.5 },
      ],
    ]);
  });

  test("records that make no sense are counted and shown, and the good ones beside them are kept", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const id = it.begin();
    it.journal.records(
      id,
      concat(
        enterRecord({ seq: 1, fn: 99 }),
        exitRecord({ seq: 40 }),
        enterRecord({ seq: 2, parent: 2, fn: FN.get }),
        record(77, new Uint8Array(5)),
        enterRecord({ seq: 3, fn: FN.get }),
        enterRecord({ seq: 3, fn: FN.get }),
        exitRecord({ seq: 3, versions: [0.5] }),
        enterRecord({ seq: 4, fn: FN.get, args: ["whole"] }),
        Uint8Array.of(255, 255, 255, 255, 1),
      ),
    );
    const calls = await it.journal.hostCalls({ invocation: id, ...ALL });
    expect(calls.map((call) => call.seq)).toEqual([3, 4]);
    expect((await it.journal.invocation(id))?.aggregates).toEqual([
      { interface: "", function: "(unreadable records)", calls: 7, totalMs: 0 },
    ]);
  });

  test("who tells on under pressure is told so, and what is lost is shown with the invocation", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const id = it.begin();
    const megabyte = () => concat(record(0, new Uint8Array(1024 * 1024 - 5)));
    expect(it.journal.pressure()).toBeUndefined();
    for (let i = 0; i < 70; i++) it.journal.records(id, megabyte());
    await it.journal.pressure();
    it.journal.records(id, concat(enterRecord({ seq: 1, fn: FN.get })));
    const found = await it.journal.invocation(id);
    const [lost] = found?.aggregates ?? [];
    expect(lost?.function).toMatch(/lost/);
    expect(lost?.calls).toBeGreaterThanOrEqual(5 * 1024 * 1024);
    expect(found?.calls).toBe(1);
  });
});

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
      { id: 1, at: STARTED_AT + 1, ...head, source: "logging", level: "warn", context: "shop", text: "first\nsecond", cut: false },
      { id: 2, at: STARTED_AT + 5, ...head, source: "stdout", text: "hello", cut: false },
      { id: 3, at: STARTED_AT + 2, ...head, source: "logging", level: "critical", context: "", text: "third", cut: false },
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
      tables: { functions: [{ interface: "", function: "instantiate", params: [] }, { interface: "wasi:logging/logging", function: "log", params: [] }], links: [] },
    });
    const a = it.finished({}, concat(log(1, "trace", "", "a%b"), log(2, "error", "", "Boom"), textRecord(2, TextStream.stdout, 1, "boo\n")));
    const b = it.finished({ build: other }, concat(enterRecord({ seq: 1, fn: 1, args: [{ variant: "info" }, "", "axb"] })));
    const texts = async (query: Omit<Parameters<typeof it.journal.logs>[0], "limit">) =>
      (await it.journal.logs({ ...ALL, ...query })).map((line) => line.text);
    expect(await texts({ minLevel: "info" })).toEqual(["axb", "boo", "Boom"]);
    expect(await texts({ minLevel: "error" })).toEqual(["Boom"]);
    expect(await texts({ component: "other" })).toEqual(["axb"]);
    expect(await texts({ invocation: a })).toEqual(["boo", "Boom", "a%b"]);
    expect(await texts({ invocation: b, text: "a%b" })).toEqual([]);
    expect(await texts({ text: "a%b" })).toEqual(["a%b"]);
    expect(await texts({ text: "BOO" })).toEqual(["boo", "Boom"]);
    const [newest] = await it.journal.logs({ limit: 1 });
    expect((await it.journal.logs({ limit: 2, before: newest?.id ?? 0 })).map((line) => line.text)).toEqual(["boo", "Boom"]);
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

describe("news", () => {
  test("come together for many invocations, in their newest form", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const ids = Array.from({ length: 200 }, () => it.finished({}, concat(enterRecord({ seq: 1, fn: FN.get }))));
    await it.heard(() => it.news.flatMap((news) => news.invocations).length >= ids.length);
    expect(it.news.length).toBeLessThan(20);
    const newest = new Map(it.news.flatMap((news) => news.invocations.map((found) => [found.id, found] as const)));
    expect([...newest.values()].map((found) => [found.id, found.outcome, found.calls])).toEqual(ids.map((id) => [id, "ok", 1]));
  });
});

describe("bounds", () => {
  test("only the newest invocations are kept, with what belongs to them", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path, { retention: { maxInvocations: 20, maxBytes: 1 << 30 } });
    const running = it.begin({ title: "running" });
    const print = concat(enterRecord({ seq: 1, fn: FN.get }), textRecord(1, TextStream.stdout, 1, "x\n"));
    const ids = Array.from({ length: 100 }, () => it.finished({}, print.slice()));
    const kept = async () => (await it.journal.invocations(ALL)).map((found) => found.id);
    await it.journal.flush();
    while ((await kept()).length > 20) await it.journal.counts();
    expect(await kept()).toEqual([...ids.slice(-19).toReversed(), running]);
    expect(await it.journal.hostCalls({ invocation: ids[0] ?? 0, ...ALL })).toEqual([]);
    expect((await it.journal.logs(ALL)).length).toBe(19);
  });

  test("the oldest go when the file is too large, at once when the bound is lowered", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const body = { kept: new Uint8Array(100 * 1024), total: 1 };
    const ids = Array.from({ length: 100 }, () => it.finished({ request: { headers: [], body } }));
    const before = await it.journal.counts();
    expect(before.bytes).toBeGreaterThan(9 * 1024 * 1024);
    await it.journal.setRetention({ maxInvocations: 1000, maxBytes: 4 * 1024 * 1024 });
    let after = await it.journal.counts();
    while (after.bytes > 4 * 1024 * 1024) after = await it.journal.counts();
    expect(after.invocations).toBeGreaterThan(20);
    expect(after.invocations).toBeLessThan(45);
    expect((await it.journal.invocations({ limit: 1 }))[0]?.id).toBe(ids.at(-1));
  });

  test("clearing removes what has ended, gives the space back, and what runs goes on", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const running = it.begin();
    it.journal.records(running, concat(enterRecord({ seq: 1, fn: FN.get }), textRecord(1, TextStream.stdout, 1, "half")));
    const body = { kept: new Uint8Array(200 * 1024), total: 1 };
    for (let i = 0; i < 50; i++) it.finished({ request: { headers: [], body } }, concat(enterRecord({ seq: 1, fn: FN.get })));
    await it.journal.clear();
    it.journal.records(running, concat(exitRecord({ seq: 1, versions: [4] }), textRecord(1, TextStream.stdout, 1, " line\n")));
    it.journal.end(running, { outcome: "ok", durationMs: 1 });
    const { fileBytes, ...counts } = await it.journal.counts();
    expect(fileBytes).toBeLessThan(512 * 1024);
    expect([counts.invocations, counts.running, counts.calls, counts.logs]).toEqual([1, 0, 1, 1]);
    const found = await it.journal.invocation(running);
    expect([found?.versions, found?.outcome]).toEqual([[4], "ok"]);
    expect((await it.journal.logs(ALL)).map((line) => line.text)).toEqual(["half line"]);
  });
});

describe("another run", () => {
  test("goes on with the next id and reads the records of builds it does not know", async () => {
    using folder = new TempFolder();
    const first = await TestJournal.open(folder.path);
    const id = first.finished({}, concat(enterRecord({ seq: 1, fn: FN.increment, link: LINK.keyvalue, args: [undefined, "k", 1n] })));
    await first[Symbol.asyncDispose]();
    await using second = await TestJournal.open(folder.path);
    second.journal.registerBuild({ component: "api", digest: DIGEST, tables: { functions: [], links: [] } });
    expect(second.journal.opened.orphans).toBe(0);
    expect(second.journal.nextInvocationId()).toBe(id + 1);
    const [call] = await second.journal.hostCalls({ invocation: id, ...ALL });
    expect([call?.function, call?.link, call?.args.map((arg) => arg.name)]).toEqual([
      "increment",
      "default",
      ["bucket", "key", "delta"],
    ]);
  });

  test("ids start above those that other stores of the project name", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path, { firstInvocationId: 500 });
    expect(it.journal.nextInvocationId()).toBe(500);
  });

  test("marks as killed what a killed process was doing, keeps its calls, and gives no id twice", async () => {
    using folder = new TempFolder();
    const script = fileURLToPath(new URL("./testing/killed-studio.ts", import.meta.url));
    const child = spawn(process.execPath, [script, folder.path], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    expect((await exited)[1]).toBe("SIGKILL");
    await using it = await TestJournal.open(folder.path);
    expect(it.journal.opened.orphans).toBe(1);
    const found = await it.journal.invocations(ALL);
    expect(found.map(({ title, outcome, durationMs, calls }) => [title, outcome, durationMs, calls])).toEqual([
      ["interrupted", "killed", 40, 2],
      ["before", "ok", 2, 0],
    ]);
    expect(found[0]?.reason).toMatch(/Vitrine ended before/);
    const calls = await it.journal.hostCalls({ invocation: found[0]?.id ?? 0, ...ALL });
    expect(calls.map((call) => call.outcome)).toEqual(["ok", undefined]);
    expect(it.journal.nextInvocationId()).toBeGreaterThan((found[0]?.id ?? 0) + 500);
  });
});

describe("failure", () => {
  test("an aborted query rejects at once and the journal goes on", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    it.finished();
    const controller = new AbortController();
    const query = it.journal.invocations({ ...ALL, filter: "key:x" }, controller.signal);
    controller.abort(new Error("not wanted any more"));
    await expect(query).rejects.toThrow("not wanted any more");
    await expect(it.journal.counts(controller.signal)).rejects.toThrow("not wanted any more");
    expect((await it.journal.invocations(ALL)).length).toBe(1);
  });

  test("an operation that cannot be written is a fault, and the next ones are written", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const id = it.begin();
    it.begin({ id });
    it.begin({ build: 99 });
    const last = it.begin();
    expect((await it.journal.invocations(ALL)).map((found) => found.id)).toEqual([last, id]);
    await it.heard(() => it.faults.length > 0);
    expect(it.faults.length).toBe(1);
  });

  test("a closed journal rejects queries and ignores what it is told", async () => {
    using folder = new TempFolder();
    const it = await TestJournal.open(folder.path);
    it.begin();
    await it[Symbol.asyncDispose]();
    await it[Symbol.asyncDispose]();
    it.begin();
    await expect(it.journal.counts()).rejects.toThrow("closed");
    expect(it.faults).toEqual([]);
  });

  test("a signal that is aborted while it opens leaves nothing behind that keeps the folder busy", async () => {
    using folder = new TempFolder();
    const opening = TestJournal.open(folder.path);
    const controller = new AbortController();
    await using it = await opening;
    const second = import("./journal.ts").then(({ Journal }) =>
      Journal.open(
        { entry: new URL("./worker.ts", import.meta.url), folder: folder.path, networkFileSystem: false, onNews: () => {}, onFault: () => {} },
        controller.signal,
      ),
    );
    controller.abort(new Error("closed the window"));
    await expect(second).rejects.toThrow("closed the window");
    it.finished();
    expect((await it.journal.invocations(ALL)).length).toBe(1);
  });

  test("values the encoder could not name are shown as cut", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const id = it.begin();
    const value = encodeValue("fine");
    it.journal.records(id, concat(record(1, enterRecord({ seq: 1, fn: FN.get }).slice(5, -1), Uint8Array.of(3), value, Uint8Array.of(99, 1))));
    const [call] = await it.journal.hostCalls({ invocation: id, ...ALL });
    expect(call?.args.map((arg) => arg.value.t)).toEqual(["string", "cut"]);
  });
});
