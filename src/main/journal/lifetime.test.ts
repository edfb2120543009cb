import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { TextStream } from "../../shared/record.ts";
import { Journal } from "./journal.ts";
import { concat, encodeValue, enterRecord, exitRecord, record, textRecord } from "./testing/encode.ts";
import { DIGEST, ENTRY, FN, LINK, TempFolder, TestJournal } from "./testing/open-journal.ts";

const ALL = { limit: 1000 };

describe("news", () => {
  test("come together for many invocations, in their newest form", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const ids = Array.from({ length: 200 }, () => it.finished({}, concat(enterRecord({ seq: 1, fn: FN.get }))));
    await it.heard(() => it.news.flatMap((news) => news.invocations).length >= ids.length);
    expect(it.news.length).toBeLessThan(20);
    const newest = new Map(it.news.flatMap((news) => news.invocations.map((found) => [found.id, found] as const)));
    expect([...newest.values()].map((found) => [found.id, found.outcome, found.calls])).toEqual(
      ids.map((id) => [id, "ok", 1]),
    );
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
    it.journal.records(
      running,
      concat(enterRecord({ seq: 1, fn: FN.get }), textRecord(1, TextStream.stdout, 1, "half")),
    );
    const body = { kept: new Uint8Array(200 * 1024), total: 1 };
    for (let i = 0; i < 50; i++)
      it.finished({ request: { headers: [], body } }, concat(enterRecord({ seq: 1, fn: FN.get })));
    await it.journal.clear();
    it.journal.records(
      running,
      concat(exitRecord({ seq: 1, versions: [4] }), textRecord(1, TextStream.stdout, 1, " line\n")),
    );
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
    const id = first.finished(
      {},
      concat(enterRecord({ seq: 1, fn: FN.increment, link: LINK.keyvalue, args: [undefined, "k", 1n] })),
    );
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

  test("ids start above those that other stores of the project name, also for who comes after a kill", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    expect(it.journal.opened.nextInvocationId).toBe(1);
    await it.journal.startAbove(499);
    expect(it.journal.nextInvocationId()).toBe(500);
    // Nothing told the first one that it ends.
    await using second = await TestJournal.open(folder.path);
    expect(second.journal.nextInvocationId()).toBeGreaterThan(500);
  });

  test("no message gets the number of a cleared one that an invocation still names as its cause", async () => {
    using folder = new TempFolder();
    const first = await TestJournal.open(folder.path);
    first.finished({ cause: { kind: "message", message: 41 } });
    await first.journal.clearMessages();
    await first[Symbol.asyncDispose]();
    await using second = await TestJournal.open(folder.path);
    expect(second.journal.opened.nextMessageId).toBe(42);
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

  test("an invocation whose end could not be written has its outcome as soon as the file can be written again", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const id = it.begin();
    await it.journal.flush();
    using other = new DatabaseSync(join(folder.path, "journal.sqlite"));
    other.exec("BEGIN IMMEDIATE");
    it.journal.end(id, { outcome: "trap", durationMs: 3, reason: "unreachable executed" });
    await it.heard(() => it.faults.length > 0);
    other.exec("ROLLBACK");
    await it.journal.flush();
    expect(await it.journal.invocation(id)).toMatchObject({ outcome: "trap", reason: "unreachable executed" });
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
    const controller = new AbortController();
    const opening = Journal.open(
      { entry: ENTRY, folder: folder.path, networkFileSystem: false, onNews: () => {}, onFault: () => {} },
      controller.signal,
    );
    controller.abort(new Error("closed the window"));
    await expect(opening).rejects.toThrow("closed the window");
    await using it = await TestJournal.open(folder.path);
    it.finished();
    expect((await it.journal.invocations(ALL)).length).toBe(1);
  });

  test("values the encoder could not name are shown as cut", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const id = it.begin();
    const value = encodeValue("fine");
    it.journal.records(
      id,
      concat(
        record(1, enterRecord({ seq: 1, fn: FN.get }).slice(5, -1), Uint8Array.of(3), value, Uint8Array.of(99, 1)),
      ),
    );
    const [call] = await it.journal.hostCalls({ invocation: id, ...ALL });
    expect(call?.args.map((arg) => arg.value.t)).toEqual(["string", "cut"]);
  });
});
