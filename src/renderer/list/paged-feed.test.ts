import { expect, it, vi } from "vitest";
import { PagedFeed, type ReadPage, type Timing } from "./paged-feed.ts";

/** A sorted store of numbered names that answers in pages, and holds its answers back while it is closed. */
function store(count: number) {
  let names = Array.from({ length: count }, (_, at) => String(at).padStart(6, "0"));
  const asked: { readonly query: string; readonly after?: string; readonly limit: number }[] = [];
  let gate = Promise.resolve();
  let failure: Error | undefined;
  let nowMs = 0;
  let tookMs = 0;
  const waits: { readonly ms: number; readonly over: () => void }[] = [];
  const timing: Timing = {
    now: () => nowMs,
    wait: (ms, signal) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      waits.push({ ms, over: resolve });
      signal.addEventListener("abort", () => resolve());
      return promise;
    },
  };
  const readPage: ReadPage<string, string> = async (query, from) => {
    asked.push({ query, ...from });
    await gate;
    nowMs += tookMs;
    if (failure !== undefined) throw failure;
    const { after = "" } = from;
    const items = names.filter((name) => name.includes(query) && name > after).slice(0, from.limit);
    const last = items.at(-1);
    return items.length < from.limit || last === undefined ? { items } : { items, next: last };
  };
  const feed = new PagedFeed<string, string>(readPage, "", timing);
  return {
    feed,
    asked,
    waits,
    /** So long does a page take from now on. */
    slow: (ms: number) => (tookMs = ms),
    change: (to: (before: readonly string[]) => string[]) => (names = to(names)),
    fail: (error?: Error) => (failure = error),
    /** Answers wait until the returned function is called. */
    close: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
  };
}

it("reads one page at first, and further ones as far as somebody scrolls", async () => {
  const { feed } = store(2500);
  await feed.refresh();
  expect([feed.get().items.length, feed.get().next]).toEqual([1000, "000999"]);
  await feed.loadMore();
  await feed.loadMore();
  await feed.loadMore();
  expect([feed.get().items.length, feed.get().next, feed.get().phase]).toEqual([2500, undefined, "ready"]);
});

it("reads again as far as it went, so that nothing of it is missing or left over", async () => {
  const { feed, change } = store(2500);
  await feed.refresh();
  await feed.loadMore();
  change((names) => ["000000a", ...names.filter((name) => name !== "000001")].toSorted());
  await feed.refresh();
  const { items, next } = feed.get();
  expect([items.slice(0, 3), items.length >= 2000, next !== undefined]).toEqual([
    ["000000", "000000a", "000002"],
    true,
    true,
  ]);
});

it("reads to the end again what was read to the end, in few large pages", async () => {
  const { feed, asked, change } = store(2500);
  await feed.refresh();
  await feed.loadMore();
  await feed.loadMore();
  asked.length = 0;
  change((names) => [...names, ...Array.from({ length: 3000 }, (_, at) => `1${String(at).padStart(5, "0")}`)]);
  await feed.refresh();
  expect([feed.get().items.length, feed.get().next, asked.length]).toEqual([5500, undefined, 3]);
});

it("keeps what it shows while another query is read, and drops the answer to an older one", async () => {
  const { feed, close } = store(30);
  await feed.refresh();
  const open = close();
  feed.setQuery("7");
  feed.setQuery("2");
  expect([feed.get().query, feed.get().items.length]).toEqual(["", 30]);
  open();
  await vi.waitFor(() => expect(feed.get().query).toBe("2"));
  expect(feed.get().items).toEqual(["000002", "000012", ...Array.from({ length: 10 }, (_, at) => `00002${at}`)]);
});

it("lets a view ask for more as soon as it hears of a page", async () => {
  const { feed } = store(3500);
  feed.subscribe(() => void feed.loadMore());
  await feed.refresh();
  await vi.waitFor(() => expect(feed.get().items).toHaveLength(3500));
});

it("what was asked for while a page was read is read after it", async () => {
  const { feed, asked, close } = store(10);
  const open = close();
  const first = feed.refresh();
  void feed.refresh();
  void feed.refresh();
  open();
  await first;
  expect(asked).toHaveLength(2);
});

it("a list that takes long is not read again at once, but for another query it is", async () => {
  const { feed, asked, waits, slow, close } = store(10);
  slow(300);
  const open = close();
  const first = feed.refresh();
  void feed.refresh();
  open();
  await vi.waitFor(() => expect(waits.map(({ ms }) => ms)).toEqual([600]));
  void feed.refresh();
  expect(asked).toHaveLength(1);
  waits[0]?.over();
  await first;
  expect(asked).toHaveLength(2);

  const again = close();
  const second = feed.refresh();
  void feed.refresh();
  again();
  await vi.waitFor(() => expect(waits).toHaveLength(2));
  feed.setQuery("7");
  await second;
  expect(feed.get()).toMatchObject({ query: "7", items: ["000007"] });
});

it("says what went wrong, and keeps what it had", async () => {
  const { feed, fail } = store(10);
  fail(new Error("the studio is gone"));
  await feed.refresh();
  expect(feed.get()).toMatchObject({ phase: "failed", error: "the studio is gone" });
  fail();
  await feed.refresh();
  fail(new Error("gone again"));
  await feed.refresh();
  expect(feed.get()).toMatchObject({ phase: "ready", error: "gone again" });
  expect(feed.get().items).toHaveLength(10);
});
