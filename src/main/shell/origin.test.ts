import { describe, expect, test } from "vitest";

import { TrustedOrigins } from "./origin.ts";

function trusted(): TrustedOrigins {
  const origins = new TrustedOrigins("http://localhost:5173");
  origins.trustServed("http://127.0.0.1:7000/#t=x");
  return origins;
}

describe("with Vite's server and a served studio", () => {
  test.each<[string, { page: boolean; request: boolean }]>([
    ["app://vitrine/index.html", { page: true, request: true }],
    ["app://vitrine", { page: true, request: true }],
    ["app://other/index.html", { page: false, request: false }],
    ["app://vitrine.evil.example/", { page: false, request: false }],
    ["http://localhost:5173/src/x.ts", { page: true, request: true }],
    ["ws://localhost:5173/", { page: false, request: true }],
    ["http://localhost:5174/", { page: false, request: false }],
    ["http://127.0.0.1:7000/", { page: true, request: true }],
    ["ws://127.0.0.1:7000/studio", { page: false, request: true }],
    ["http://127.0.0.1:7001/", { page: false, request: false }],
    ["http://localhost:7000/", { page: false, request: false }],
    ["http://127.0.0.1:7000.evil.example/", { page: false, request: false }],
    ["http://127.0.0.1:7000@evil.example/", { page: false, request: false }],
    ["https://127.0.0.1:7000/", { page: false, request: false }],
    ["file:///etc/passwd", { page: false, request: false }],
    ["data:text/html,x", { page: false, request: true }],
    ["blob:app://vitrine/1", { page: false, request: true }],
    ["javascript:alert(1)", { page: false, request: false }],
    ["not an address", { page: false, request: false }],
  ])("%s", (url, expected) => {
    expect({ page: trusted().isPage(url), request: trusted().isRequest(url) }).toEqual(expected);
  });
});

test("only the app's own page and Vite's may call the shell", () => {
  const callers = ["app://vitrine", "http://localhost:5173", "http://127.0.0.1:7000", "null", "app://vitrine/"];
  expect(callers.filter((origin) => trusted().isCaller(origin))).toEqual(["app://vitrine", "http://localhost:5173"]);
});

test("without either, only the scheme is ours", () => {
  const origins = new TrustedOrigins();
  origins.trustServed("http://127.0.0.1:7000/");
  origins.forgetServed();
  const urls = ["app://vitrine/", "http://localhost:5173/", "http://127.0.0.1:7000/", "http://undefined/"];
  expect(urls.filter((url) => origins.isPage(url))).toEqual(["app://vitrine/"]);
});
