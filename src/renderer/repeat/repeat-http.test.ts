import { expect, it } from "vitest";
import type { BytesPreview, InvocationDetail } from "../../shared/model.ts";
import { repeatableRequest } from "./repeat-http.ts";

const invocation = (body: BytesPreview): InvocationDetail => ({
  id: 7,
  component: "api",
  build: "a91f",
  cause: { kind: "request", client: "127.0.0.1:5" },
  kind: "http",
  title: "POST /x",
  startedAt: 0,
  calls: 0,
  changes: 0,
  logs: 0,
  request: {
    method: "POST",
    target: "/x?y=1",
    headers: [
      ["Host", "127.0.0.1:8000"],
      ["content-length", "5"],
      ["authorization", "Bearer t"],
    ],
    body,
  },
  changed: [],
  caused: [],
  aggregates: [],
});
const bytes = (text: string) => new TextEncoder().encode(text);
const head = { component: "api", method: "POST", target: "/x?y=1", headers: [["authorization", "Bearer t"]] };

it("is the same request without what belongs to its connection", () => {
  expect(repeatableRequest(invocation({ kept: bytes("hello"), total: 5 }))).toEqual({
    request: { ...head, body: bytes("hello") },
    draft: { ...head, body: "hello" },
  });
});

it("has no body where there was none", () => {
  expect(repeatableRequest(invocation({ kept: bytes(""), total: 0 }))).toEqual({
    request: head,
    draft: { ...head, body: "" },
  });
});

it("says when the body was cut, and by how much", () => {
  expect(repeatableRequest(invocation({ kept: bytes("hello"), total: 4096 }))?.incomplete).toBe(
    "Of its body of 4.0 KiB only the first 5 B were kept.",
  );
});

it("is nothing to edit when its body is no text", () => {
  const kept = Uint8Array.of(0xff, 0xfe);
  expect(repeatableRequest(invocation({ kept, total: 2 }))).toEqual({ request: { ...head, body: kept } });
});

it("is nothing without a recorded request", () => {
  const { request: _, ...rest } = invocation({ kept: bytes(""), total: 0 });
  expect(repeatableRequest(rest)).toBeUndefined();
});
