import { describe, expect, test } from "vitest";

import { StudioError } from "../../shared/errors.ts";
import { parseFilter } from "./filter.ts";
import { concat, enterRecord } from "./testing/encode.ts";
import { FN, LINK, TABLES, TempFolder, TestJournal } from "./testing/open-journal.ts";

describe("the grammar", () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ["", []],
    ["   \t ", []],
    ["count", [{ negated: false, on: "text", text: "count" }]],
    ['-"two words"', [{ negated: true, on: "text", text: "two words" }]],
    ['"a:b"', [{ negated: false, on: "text", text: "a:b" }]],
    ['"say \\"hi\\""', [{ negated: false, on: "text", text: 'say "hi"' }]],
    ['"while typing', [{ negated: false, on: "text", text: "while typing" }]],
    ["-", [{ negated: false, on: "text", text: "-" }]],
    ["/a:b", [{ negated: false, on: "text", text: "/a:b" }]],
    ["Component:Api", [{ negated: false, on: "component", text: "Api" }]],
    ['key:"a b"', [{ negated: false, on: "key", text: "a b" }]],
    ["status:404", [{ negated: false, on: "status", op: "=", value: 404 }]],
    ["-status:5xx", [{ negated: true, on: "status-class", value: 5 }]],
    ["dur:>=1.5s", [{ negated: false, on: "dur", op: ">=", value: 1500 }]],
    ["dur:<250us", [{ negated: false, on: "dur", op: "<", value: 0.25 }]],
    [
      "outcome:TRAP kind:http",
      [
        { negated: false, on: "outcome", value: "trap" },
        { negated: false, on: "kind", value: "http" },
      ],
    ],
    ["inv:12", [{ negated: false, on: "inv", value: 12 }]],
    ["changes:>0", [{ negated: false, on: "changes", op: ">", value: 0 }]],
    ["-link:cache", [{ negated: true, on: "link", text: "cache" }]],
    ["build:3FA9", [{ negated: false, on: "build", text: "3fa9" }]],
  ];
  test.each(cases)("%j is read as it is meant", (text, terms) => {
    expect(parseFilter(text)).toEqual(terms);
  });

  const wrong: readonly (readonly [string, RegExp, string | undefined])[] = [
    ["compnent:api", /no filter compnent:.*Did you mean component:\?.*"compnent:api"/s, "component"],
    ["http://x", /no filter http:.*The keys are component, iface/s, undefined],
    ["status:", /status: needs a value, for example status:404/, undefined],
    ["status:many", /status: takes a status code, not "many"/, undefined],
    ["dur:>5parsecs", /dur: takes a number, with a unit \(us, ms, s, m\)/, undefined],
    [
      "outcome:traps",
      /one of ok, error, trap, timeout, killed, running, failed, not "traps"; did you mean outcome:trap\?/,
      "outcome:trap",
    ],
    ["kind:htpp", /did you mean kind:http\?/, "kind:http"],
    ["inv:last", /inv: takes the number of an invocation, not "last"/, undefined],
    ["calls:many", /calls: takes a whole number, not "many"; for example calls:>20/, undefined],
    ["build:xyz", /the first letters of a digest/, undefined],
  ];
  test.each(wrong)("%j is refused with a way out", (text, message, suggestion) => {
    let error: unknown;
    try {
      parseFilter(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(StudioError);
    const { code, message: said, details } = error as StudioError;
    expect([code, details["suggestion"]]).toEqual(["request-invalid", suggestion]);
    expect(said).toMatch(message);
  });
});

describe("what a filter finds", () => {
  const filters: readonly (readonly [string, readonly string[]])[] = [
    ["", ["get", "count", "trap", "flood", "run"]],
    ["COUNT", ["count"]],
    ["out of", ["trap"]],
    ["-count", ["get", "trap", "flood", "run"]],
    ["100%", ["flood"]],
    ["_", []],
    ["component:API", ["get", "count", "trap", "flood"]],
    ["component:ap", []],
    ["component:*orker", ["run"]],
    ["iface:keyvalue", ["get", "count", "flood", "run"]],
    ["iface:wasi:keyvalue/atomics", ["count"]],
    ["fn:get", ["get", "flood"]],
    ["fn:bucket.get", ["get", "flood"]],
    ["fn:ge", []],
    ["fn:*crem*", ["count"]],
    ["status:200", ["get"]],
    ["status:5xx", ["count"]],
    ["-status:5xx", ["get", "trap", "flood", "run"]],
    ["status:>=400", ["count"]],
    ["dur:>5", ["count", "trap"]],
    ["dur:<=5ms", ["get", "flood"]],
    ["outcome:running", ["run"]],
    ["outcome:trap", ["trap"]],
    ["outcome:failed", ["count", "trap"]],
    ["-outcome:failed", ["get", "flood", "run"]],
    ["inv:1", ["get", "flood", "run"]],
    ["inv:4", ["flood", "run"]],
    ["-inv:1", ["count", "trap"]],
    ["build:3fa", ["get", "count", "trap", "flood"]],
    ["kind:run", ["run"]],
    ["calls:2", ["get"]],
    ["calls:>0", ["get", "count", "flood", "run"]],
    ["changes:>0", []],
    ["logs:0 kind:run", ["run"]],
    ["link:keyvalue", ["count"]],
    ["link:default", ["count"]],
    ["link:key*", ["count"]],
    ["link:key", []],
    ["-link:default kind:http", ["get", "trap", "flood"]],
    ["key:visits", ["count"]],
    ["key:visit", []],
    ["key:v*", ["count"]],
    ["key:batch-2", ["run"]],
    ["key:default", []],
    ["-key:visits kind:http", ["get", "trap", "flood"]],
    ["'; DROP TABLE invocation; --", []],
  ];

  test("is exactly what its terms say, over real records", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const names = new Map<number, string>();
    const add = (name: string, begin: Parameters<TestJournal["begin"]>[0], records?: Uint8Array) => {
      const id = it.begin(begin);
      names.set(id, name);
      if (records !== undefined) it.journal.records(id, records);
      return id;
    };
    const worker = it.journal.registerBuild({ component: "worker", digest: "ab".padEnd(64, "0"), tables: TABLES });
    const open = enterRecord({ seq: 1, fn: FN.open, args: ["default"] });
    const get = add(
      "get",
      { title: "GET /" },
      concat(open, enterRecord({ seq: 2, fn: FN.get, args: [undefined, "a"] })),
    );
    it.journal.end(get, { outcome: "ok", durationMs: 5, status: 200 });
    const count = add(
      "count",
      { title: "GET /count" },
      concat(enterRecord({ seq: 1, fn: FN.increment, link: LINK.keyvalue, args: [undefined, "visits", 1n] })),
    );
    it.journal.end(count, { outcome: "error", durationMs: 5.5, status: 503 });
    const trap = add("trap", { title: "GET /x" });
    it.journal.end(trap, { outcome: "trap", reason: "out of memory", durationMs: 80 });
    const flood = add(
      "flood",
      { title: "GET /100%", cause: { kind: "invocation", id: get } },
      concat(Uint8Array.of(19, 0, 0, 0, 4, FN.get, 0), new Uint8Array(new Float64Array([9, 9]).buffer)),
    );
    it.journal.end(flood, { outcome: "ok", durationMs: 1 });
    add(
      "run",
      { title: "run", kind: "run", build: worker, cause: { kind: "message", message: 1, by: flood } },
      concat(
        enterRecord({
          seq: 1,
          fn: FN.setMany,
          args: [
            undefined,
            [
              ["batch-1", Uint8Array.of(1)],
              ["batch-2", Uint8Array.of(2)],
            ],
          ],
        }),
      ),
    );
    const found: Record<string, readonly string[]> = {};
    for (const [filter] of filters) {
      const ids = await it.journal.invocations({ filter, limit: 100 });
      found[filter] = ids.map((item) => names.get(item.id) ?? "?").toReversed();
    }
    expect(found).toEqual(Object.fromEntries(filters));
  });

  test("is searched through to the oldest, page by page", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const needles = [it.finished({ title: "needle 1" }), it.finished({ title: "needle 2" })];
    for (let i = 0; i < 2000; i++) it.finished({ title: "hay" });
    const first = await it.journal.invocations({ filter: "needle", limit: 1 });
    const second = await it.journal.invocations({ filter: "needle", limit: 5, before: first[0]?.id ?? 0 });
    expect([...first, ...second].map((found) => found.id)).toEqual(needles.toReversed());
  });

  test("a key longer than is recorded is found by what was recorded of it", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    const key = "k".repeat(2000);
    const id = it.finished(
      {},
      concat(enterRecord({ seq: 1, fn: FN.get, args: [undefined, { kept: key.slice(0, 1024), total: 2000 }] })),
    );
    expect((await it.journal.invocations({ filter: `key:${key}`, limit: 5 })).map((found) => found.id)).toEqual([id]);
  });

  test("a filter that cannot be read rejects with the error of the grammar", async () => {
    using folder = new TempFolder();
    await using it = await TestJournal.open(folder.path);
    await expect(it.journal.invocations({ filter: "colour:red", limit: 5 })).rejects.toMatchObject({
      code: "request-invalid",
    });
  });
});
