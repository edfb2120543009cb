import { expect, it } from "vitest";
import type { StudioApi } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type { PublishInput } from "../../shared/model.ts";
import type { StudioSession } from "../connection/studio-session.ts";
import { emptyDraft, type MessageDraft } from "./message-draft.ts";
import { MessageStore } from "./message-store.ts";

function storeOn(api: Partial<StudioApi>): MessageStore {
  return new MessageStore({ api } as unknown as StudioSession);
}

const draft: MessageDraft = { ...emptyDraft("bus", "orders.new"), body: { form: "hex", text: "ff 01" }, replyTo: "a" };
const asking: MessageDraft = { ...draft, kind: "request", timeoutMs: "250" };

it("publishes the bytes that the draft stands for, and keeps where that is on the record", async () => {
  const published: PublishInput[] = [];
  const store = storeOn({ publish: (input) => Promise.resolve(published.push(input) + 40) });
  await store.send(draft);
  expect(published).toEqual([{ backend: "bus", subject: "orders.new", body: Uint8Array.of(255, 1), replyTo: "a" }]);
  expect(store.get()).toEqual({ sent: { draft, message: 41 } });
});

it("does not send a draft with a fault", async () => {
  const store = storeOn({ publish: () => Promise.reject(new Error("sent")) });
  expect(await store.send({ ...draft, body: { form: "hex", text: "f" } })).toBeUndefined();
  expect(await store.send({ ...draft, subject: "a..b" })).toBeUndefined();
  expect(store.get()).toEqual({});
});

it("keeps the message of a request that nobody answered, and why", async () => {
  const refused = new StudioError("request-invalid", "No reply: no responders.", { details: { message: 7 } });
  const store = storeOn({ requestMessage: () => Promise.reject(refused) });
  await store.send(asking);
  expect(store.get().sent).toEqual({ draft: asking, message: 7, error: "No reply: no responders." });
});

it("says that one gave up, and shows nothing of a request that a later one took the place of", async () => {
  const waits: { readonly subject: string; readonly end: (error: Error) => void }[] = [];
  const store = storeOn({
    requestMessage: ({ subject }, signal) =>
      new Promise((_, reject) => {
        waits.push({ subject, end: reject });
        signal?.addEventListener("abort", () => reject(new Error("aborted")));
      }),
  });
  const first = store.send(asking);
  const second = store.send({ ...asking, subject: "orders.paid" });
  expect(await first).toMatchObject({ error: "You gave up waiting." });
  expect(store.get()).toMatchObject({ sending: { subject: "orders.paid" } });
  store.cancel();
  expect(await second).toMatchObject({ error: "You gave up waiting." });
  expect(store.get()).toMatchObject({ sent: { draft: { subject: "orders.paid" } } });
  expect(store.get().sending).toBeUndefined();
});

it("goes on as the template that what stands in it was kept as, and only that", () => {
  const store = storeOn({});
  store.compose(draft);
  store.askName(draft);
  expect(store.get()).toEqual({ draft, saving: draft });
  store.nameAsked();
  expect(store.get()).toEqual({ draft });
  store.askName(asking);
  store.nameAsked("another");
  expect(store.get()).toEqual({ draft });
  store.askName(draft);
  store.nameAsked("mine");
  expect(store.get()).toEqual({ draft: { ...draft, template: "mine" } });
});
