import { describe, expect, test } from "vitest";

import { concat, enterRecord, exitRecord, record, sumRecord } from "./testing/encode.ts";
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
        exitRecord({
          seq: 1,
          endMs: 1.5,
          result: [{ variant: "ok", value: { resource: "bucket", id: 7, label: "default" } }],
        }),
        enterRecord({ seq: 2, fn: FN.increment, link: LINK.keyvalue, startMs: 2, args: [undefined, "visits", 5n] }),
        exitRecord({ seq: 2, endMs: 2.25, versions: [11, 12], result: [6n] }),
      ),
    );
    it.journal.end(id, {
      outcome: "error",
      reason: "it said no",
      durationMs: 12.5,
      guestMs: 3,
      hostMs: 1,
      error: { tag: "no" },
    });
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
    it.journal.end(id, {
      outcome: "ok",
      durationMs: 1,
      value: ["x".repeat(400_000), Array.from({ length: 500 }, () => 1)],
    });
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
    it.journal.records(
      id,
      concat(enterRecord({ seq: 1, fn: FN.instantiate }), exitRecord({ seq: 1 }), sumRecord(FN.get, 1000, 20)),
    );
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
        exitRecord({ seq: 4 }),
        exitRecord({ seq: 4 }),
        Uint8Array.of(255, 255, 255, 255, 1),
      ),
    );
    const calls = await it.journal.hostCalls({ invocation: id, ...ALL });
    expect(calls.map((call) => call.seq)).toEqual([3, 4]);
    expect((await it.journal.invocation(id))?.aggregates).toEqual([
      { interface: "", function: "(unreadable records)", calls: 7, totalMs: 0 },
    ]);
  });

  test("the end of a call whose beginning was only counted is no fault, and what it wrote counts", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const id = it.begin();
    it.journal.records(id, concat(exitRecord({ seq: 9, versions: [5] }), sumRecord(FN.get, 9, 1)));
    const found = await it.journal.invocation(id);
    expect([found?.calls, found?.changes, found?.aggregates.map((each) => each.function)]).toEqual([
      9,
      1,
      ["bucket.get"],
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
