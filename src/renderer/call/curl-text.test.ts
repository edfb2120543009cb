import { expect, it } from "vitest";
import type { HttpRequestInput } from "../../shared/contract.ts";
import { curlText } from "./curl-text.ts";

const line = (rest: Partial<HttpRequestInput>) =>
  curlText({ component: "api", method: "POST", target: "/", headers: [], ...rest }, "http://h/");
const bytes = (text: string) => new TextEncoder().encode(text);

it("says the method only where curl would choose another", () => {
  expect([line({ method: "GET" }), line({ method: "HEAD" }), line({ method: "PUT" })]).toEqual([
    "curl -i 'http://h/'",
    "curl -i --head 'http://h/'",
    "curl -i -X PUT 'http://h/'",
  ]);
});

it("sends a text body as it is, also one that begins with @, and adds no content type of its own", () => {
  expect([
    line({ body: bytes("@it's") }),
    line({ headers: [["Content-Type", "text/plain"]], body: bytes("a\nb") }),
  ]).toEqual([
    String.raw`curl -i -X POST -H 'Content-Type:' --data-raw '@it'\''s' 'http://h/'`,
    "curl -i -X POST -H 'Content-Type: text/plain' --data-raw 'a\nb' 'http://h/'",
  ]);
});

it("hands over bytes that are no text through base64", () => {
  expect(line({ body: Uint8Array.of(0, 255, 10) })).toBe(
    "printf %s AP8K | base64 -d | curl -i -X POST -H 'Content-Type:' --data-binary @- 'http://h/'",
  );
});

it("keeps what curl would change: empty headers, brackets and dots in the path", () => {
  expect(line({ method: "GET", target: "/a/../b?c[]={d}", headers: [["x-empty", ""]] })).toBe(
    "curl -i -H 'x-empty;' --globoff --path-as-is 'http://h/a/../b?c[]={d}'",
  );
});
