import { afterEach, expect, it } from "vitest";
import { type StudioApi, type StudioEvents, studioMethods } from "../../shared/contract.ts";
import type { MessageQuery, MessageView } from "../../shared/model.ts";
import { pairedPorts } from "../../shared/port.ts";
import { serve } from "../../shared/rpc.ts";
import { StudioSession } from "../connection/studio-session.ts";
import { MessageFeed, type MessageList } from "./message-feed.ts";

const disposals: (() => void)[] = [];
afterEach(() => {
  for (const dispose of disposals.splice(0)) dispose();
});

function message(id: number, subject = "a"): MessageView {
  return {
    id,
    backend: "bus",
    at: id,
    kind: "publish",
    subject,
    body: { kept: new Uint8Array(), total: 0 },
    from: { kind: "person" },
    deliveries: [],
  };
}

/** A studio with these messages on the record; what it is asked is kept. */
async function feedOn(record: MessageView[]) {
  const asked: MessageQuery[] = [];
  const service = {
    messages: (query: MessageQuery) => {
      asked.push(query);
      const before = query.before ?? Infinity;
      const fitting = record.filter(({ id, subject }) => id < before && (query.filter ?? subject) === subject);
      return Promise.resolve(fitting.toReversed().slice(0, query.limit));
    },
  } as unknown as StudioApi;
  const [ours, theirs] = pairedPorts();
  const served = serve<StudioApi, StudioEvents>(theirs, service, studioMethods);
  const session = new StudioSession(() => Promise.resolve(ours));
  const feed = new MessageFeed(session);
  disposals.push(
    () => feed.dispose(),
    () => session.dispose(),
    () => served.dispose(),
  );
  const until = (fits: (list: MessageList) => boolean) =>
    new Promise<MessageList>((resolve) => {
      const look = () => {
        if (fits(feed.get())) resolve(feed.get());
      };
      feed.subscribe(look);
      look();
    });
  await session.open();
  await until(({ phase }) => phase === "ready");
  return { feed, served, asked, until };
}

const ids = ({ rows }: MessageList) => rows.map(({ id }) => id);

it("holds the newest messages with a beginning of their bodies, and older ones once they are wanted", async () => {
  const record = Array.from({ length: 700 }, (_, index) => message(index + 1));
  const { feed, asked } = await feedOn(record);
  expect([feed.get().rows.length, feed.get().rows[0]?.id, feed.get().complete]).toEqual([500, 201, false]);
  expect(asked[0]).toEqual({ limit: 500, bodyBytes: 200 });
  await feed.loadOlder();
  expect([feed.get().rows.length, feed.get().rows[0]?.id, feed.get().complete]).toEqual([700, 1, true]);
});

it("puts newer forms of messages in their place, and reads what was left out of a flood", async () => {
  const record = [message(1), message(2)];
  const { served, until } = await feedOn(record);
  const answered = { ...message(2), answeredMs: 3 };
  served.emit("messages-changed", [answered, message(3)]);
  expect((await until(({ rows }) => rows.length === 3)).rows[1]).toEqual(answered);
  record.splice(1, 1, answered, message(3), message(4), message(5), message(6));
  served.emit("messages-changed", [message(6)]);
  expect(ids(await until(({ rows }) => rows.length === 6))).toEqual([1, 2, 3, 4, 5, 6]);
});

it("lets only the studio say what fits a filter, and forgets everything when the messages are cleared", async () => {
  const record = [message(1), message(2, "b")];
  const { feed, served, until } = await feedOn(record);
  feed.setFilter("b");
  expect(ids(await until(({ phase }) => phase === "ready"))).toEqual([2]);
  record.push(message(3), message(4, "b"));
  served.emit("messages-changed", [message(3), message(4, "b")]);
  expect(ids(await until(({ rows }) => rows.length > 1))).toEqual([2, 4]);
  served.emit("messages-cleared", null);
  expect(ids(await until(({ rows }) => rows.length === 0))).toEqual([]);
});
