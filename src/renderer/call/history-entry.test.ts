import { expect, it } from "vitest";
import type { PinnedCall, SentCall, StudioApi } from "../../shared/contract.ts";
import type { InvocationDetail } from "../../shared/model.ts";
import { argumentsOfEntry, draftOfEntry, historyEntries } from "./history-entry.ts";

const sent = (id: number, title = "ops#hit"): SentCall => ({
  id,
  component: "api",
  build: "a9",
  cause: { kind: "person", via: "window" },
  kind: "function",
  title,
  startedAt: id * 10,
  outcome: "ok",
  calls: 0,
  changes: 0,
  logs: 0,
  sent: `[${id}]`,
});
const pin = (invocation: number, title = "ops#hit"): PinnedCall => ({
  id: `p${invocation}`,
  invocation,
  component: "api",
  kind: "function",
  title,
  pinnedAt: 5,
  args: [`pinned ${invocation}`],
});
const keys = (entries: ReturnType<typeof historyEntries>) => entries.map(({ key }) => key);

it("has what is pinned first and once, also when the record has it no more", () => {
  const entries = historyEntries([sent(3), sent(2)], [pin(2), pin(1)], "");
  expect(keys(entries)).toEqual(["pin p2", "pin p1", "3"]);
  expect(entries.map(({ at, outcome }) => [at, outcome?.id])).toEqual([
    [20, 2],
    [5, undefined],
    [30, 3],
  ]);
});

it("takes a number that another record gave to something else for another call", () => {
  const entries = historyEntries([sent(1, "ops#other")], [pin(1)], "");
  expect(entries.map(({ key, outcome }) => [key, outcome?.title])).toEqual([
    ["pin p1", undefined],
    ["1", "ops#other"],
  ]);
});

it("shows only the pinned ones that have every word", () => {
  expect(keys(historyEntries([], [pin(1), pin(2)], "HIT 2"))).toEqual(["pin p2"]);
});

const api = (detail: Partial<InvocationDetail>) =>
  ({
    invocation: () => Promise.resolve({ ...sent(1), changed: [], caused: [], aggregates: [], ...detail }),
  }) as unknown as StudioApi;

it("gives the arguments of the record, or of the pin, and says when there are none", async () => {
  const [pinned, recorded] = historyEntries([sent(3)], [pin(1)], "");
  if (pinned === undefined || recorded === undefined) throw new Error("two entries were made");
  expect(await argumentsOfEntry(api({}), pinned)).toEqual(["pinned 1"]);
  expect(await argumentsOfEntry(api({ args: [7] }), recorded)).toEqual([7]);
  await expect(argumentsOfEntry(api({}), recorded)).rejects.toThrow("too long");
});

it("gives a pinned request without the headers of its connection", async () => {
  const request = {
    method: "GET",
    target: "/x",
    headers: [
      ["Host", "a:1"],
      ["x-a", "1"],
    ] as const,
    body: "",
  };
  const { args: _args, ...rest } = pin(1, "GET /x");
  const [entry] = historyEntries([], [{ ...rest, kind: "http", request }], "");
  if (entry === undefined) throw new Error("an entry was made");
  expect((await draftOfEntry(api({}), entry)).headers).toEqual([["x-a", "1"]]);
});

it("gives a request that was recorded whole, and no other", async () => {
  const [entry] = historyEntries([{ ...sent(3, "POST /x"), kind: "http" }], [], "");
  if (entry === undefined) throw new Error("an entry was made");
  const request = (kept: Uint8Array, total = kept.length) =>
    api({ kind: "http", request: { method: "POST", target: "/x", headers: [], body: { kept, total } } });
  const draft = { component: "api", method: "POST", target: "/x", headers: [], body: "A" };
  expect(await draftOfEntry(request(Uint8Array.of(65)), entry)).toEqual(draft);
  await expect(draftOfEntry(request(Uint8Array.of(65), 9), entry)).rejects.toThrow("only the first");
  await expect(draftOfEntry(request(Uint8Array.of(0xff)), entry)).rejects.toThrow("no text");
});
