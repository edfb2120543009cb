import { expect, it } from "vitest";
import { parseAllowRule } from "./allow-list.ts";
import { parseDestination } from "./destination.ts";

function allows(rule: string, url: string): boolean | undefined {
  const [scheme = "", authority = ""] = url.split("://");
  return parseAllowRule(rule)?.matches(parseDestination({ scheme: scheme === "http" ? "http" : "https", authority }));
}

it.each([
  ["https://api.example.com", "https://api.example.com", true],
  ["https://api.example.com", "https://API.example.COM.:443", true],
  ["https://api.example.com/", "https://api.example.com", true],
  ["https://api.example.com", "http://api.example.com", false],
  ["https://api.example.com", "https://api.example.com:8443", false],
  ["https://api.example.com", "https://api.example.com.evil.test", false],
  ["https://api.example.com", "https://evil.test", false],
  ["https://api.example.com:8443", "https://api.example.com:8443", true],
  ["https://*.example.com", "https://a.example.com", true],
  ["https://*.example.com", "https://a.b.example.com", true],
  ["https://*.example.com", "https://example.com", false],
  ["https://*.example.com", "https://notexample.com", false],
  ["example.com", "http://example.com", true],
  ["example.com", "https://example.com", true],
  ["example.com", "https://example.com:444", false],
  ["localhost:9000", "http://localhost:9000", true],
  ["localhost:9000", "https://localhost:9000", true],
  ["localhost:9000", "http://localhost", false],
  ["http://localhost:*", "http://localhost:12345", true],
  ["http://localhost:*", "http://127.0.0.1:12345", false],
  ["https://*", "https://anything.test", true],
  ["https://*", "https://anything.test:444", false],
  ["*:*", "http://anything.test:444", true],
  ["http://[::1]:8000", "http://[0:0:0:0:0:0:0:1]:8000", true],
  // One number, many spellings: the one that is compared is the one that is connected to.
  ["http://127.0.0.1", "http://2130706433", true],
  ["http://127.0.0.1", "http://0x7f.1", true],
  ["https://b\u00fccher.example", "https://xn--bcher-kva.example", true],
])("%s and %s: %s", (rule, url, expected) => {
  expect(allows(rule, url)).toBe(expected);
});

it.each([
  "",
  "https://",
  "ftp://example.com",
  "https://example.com/path",
  "https://user@example.com",
  "https://a.*.example.com",
  "*.*",
  "example.com:70000",
  "example com",
])("%j is no entry", (rule) => {
  expect(parseAllowRule(rule)).toBeUndefined();
});

it.each([
  ["https", "EXAMPLE.com:443", "https://example.com"],
  ["http", "example.com:8080", "http://example.com:8080"],
  ["http", "[::1]:80", "http://[::1]"],
] as const)("the origin of %s %s is %s", (scheme, authority, origin) => {
  expect(parseDestination({ scheme, authority }).origin).toBe(origin);
});
