import { expect, it } from "vitest";
import type { MessageView } from "../../shared/model.ts";
import { draftOf, draftOfTemplate, emptyDraft, faultsOf, templateOf } from "./message-draft.ts";

const sent: MessageView = {
  id: 1,
  backend: "bus",
  at: 0,
  kind: "request",
  subject: "orders.new",
  body: { kept: new TextEncoder().encode('{"a":1}'), total: 7 },
  replyTo: "_INBOX.1",
  from: { kind: "person" },
  deliveries: [],
};

it("takes a request over with its body in the form it has, and without its inbox", () => {
  expect(draftOf(sent)).toEqual({
    bus: "bus",
    kind: "request",
    subject: "orders.new",
    body: { form: "json", text: '{"a":1}' },
    replyTo: "",
    timeoutMs: "5000",
  });
});

it("takes what was published over with where replies go, and bytes that are no text as hex", () => {
  const bytes = Uint8Array.of(0xff, 0);
  const draft = draftOf({ ...sent, kind: "publish", body: { kept: bytes, total: 2 } });
  expect([draft.kind, draft.replyTo, draft.body]).toEqual(["publish", "_INBOX.1", { form: "hex", text: "ff 00" }]);
});

it("refuses a message of which the record has only the beginning", () => {
  expect(() => draftOf({ ...sent, body: { kept: sent.body.kept, total: 9000 } })).toThrow(/first 7/);
});

it("names each field that keeps it from being sent", () => {
  const draft = emptyDraft("bus", "orders.*");
  expect(faultsOf(emptyDraft("bus", "orders.new"))).toEqual({});
  expect(faultsOf({ ...draft, replyTo: "a..b", timeoutMs: "soon" })).toEqual({
    subject: expect.stringContaining("wildcards") as string,
    replyTo: expect.stringContaining("empty token") as string,
  });
  expect(faultsOf({ ...draft, subject: "a", kind: "request", timeoutMs: "0" })).toEqual({
    timeoutMs: expect.stringContaining("whole number") as string,
  });
  expect(faultsOf({ ...draft, subject: "a", body: { form: "hex", text: "f" } })).toEqual({
    body: expect.stringContaining("half a byte") as string,
  });
});

it("comes back from a template byte by byte, with what belongs to its kind alone and its name", () => {
  const bytes = Uint8Array.of(0x7b, 0x7d, 0x0d, 0x0a);
  const draft = { ...draftOf({ ...sent, body: { kept: bytes, total: 4 } }), timeoutMs: "250", replyTo: "typed before" };
  const template = templateOf(draft, "mine");
  expect(template).toEqual({
    name: "mine",
    backend: "bus",
    kind: "request",
    subject: "orders.new",
    body: bytes,
    timeoutMs: 250,
  });
  const again = template && draftOfTemplate({ ...template, id: "1", savedAt: 0 });
  expect(again).toEqual({ ...draft, replyTo: "", template: "mine" });
  expect(templateOf({ ...draft, subject: "a b" }, "mine")).toBeUndefined();
});
