import { expect, it } from "vitest";
import { type HttpDraft, toCurl, toRequest } from "./http-draft.ts";

const draft: HttpDraft = {
  component: "api",
  method: "POST",
  target: "count?by=2",
  headers: [
    ["x-a", "it's"],
    ["", "no name"],
  ],
  body: "héllo",
};

it("becomes a request with a path, the named headers and the bytes of its body", () => {
  expect(toRequest(draft)).toEqual({
    component: "api",
    method: "POST",
    target: "/count?by=2",
    headers: [["x-a", "it's"]],
    body: new TextEncoder().encode("héllo"),
  });
});

it("becomes a line for a shell, with quotes in it kept", () => {
  expect(toCurl(draft, "http://127.0.0.1:8000/")).toBe(
    String.raw`curl -i -X POST -H 'x-a: it'\''s' -H 'Content-Type:' --data-raw 'héllo' 'http://127.0.0.1:8000/count?by=2'`,
  );
});
