import { describe, expect, test } from "vitest";

import { cookieName, type GuardedRequest, refuseOrigin, refuseSession } from "./guard.ts";

const rules = { token: "secret", allowHosts: ["studio.example", "box:8443"] };
const page = { host: "127.0.0.1:7000", origin: "http://127.0.0.1:7000" };

const get = (headers: GuardedRequest["headers"]): GuardedRequest => ({ method: "GET", headers });
const post = (headers: GuardedRequest["headers"]): GuardedRequest => ({ method: "POST", headers });
const upgrade = (headers: GuardedRequest["headers"]): GuardedRequest => ({ method: "GET", headers, upgrade: true });

describe("host, origin and site", () => {
  test.each<[string, GuardedRequest, number | undefined]>([
    ["a page load by address", get({ host: "127.0.0.1:7000" }), undefined],
    ["a page load by localhost", get({ host: "localhost:7000" }), undefined],
    ["a page load by IPv6", get({ host: "[::1]:7000" }), undefined],
    ["a page load through a tunnel on another port", get({ host: "LOCALHOST:9999" }), undefined],
    ["a page load without a port", get({ host: "localhost" }), undefined],
    ["no host", get({}), 421],
    ["a foreign name", get({ host: "evil.example:7000" }), 421],
    ["a name that begins like ours", get({ host: "127.0.0.1.evil.example:7000" }), 421],
    ["a name that ends like ours", get({ host: "evil.localhost:7000" }), 421],
    ["a host with a path", get({ host: "localhost:7000/x" }), 421],
    ["another address of this machine", get({ host: "192.168.1.5:7000" }), 421],
    ["an allowed name at any port", get({ host: "studio.example:1234" }), undefined],
    ["an allowed name at its port", get({ host: "box:8443" }), undefined],
    ["an allowed name at another port than allowed", get({ host: "box:1234" }), 421],
    ["a post of our page", post(page), undefined],
    ["a post of a foreign page", post({ ...page, origin: "http://evil.example" }), 403],
    ["a post of another port's page", post({ ...page, origin: "http://127.0.0.1:7001" }), 403],
    ["a post of a sandboxed page", post({ ...page, origin: "null" }), 403],
    ["a post without an origin", post({ host: page.host }), 403],
    ["a post of a program with the token", post({ host: page.host, "x-vitrine-token": "secret" }), undefined],
    ["a get of a foreign page", get({ ...page, origin: "http://evil.example" }), 403],
    ["a socket of our page", upgrade(page), undefined],
    ["a socket of a foreign page", upgrade({ ...page, origin: "https://evil.example" }), 403],
    [
      "a socket of a foreign page that has the token",
      upgrade({ ...page, origin: "https://evil.example", "x-vitrine-token": "secret" }),
      403,
    ],
    ["a socket without an origin", upgrade({ host: page.host }), 403],
    ["a socket of a program with the token", upgrade({ host: page.host, "x-vitrine-token": "secret" }), undefined],
    ["a socket over https on loopback", upgrade({ ...page, origin: "https://127.0.0.1:7000" }), 403],
    [
      "a socket through an https proxy of an allowed name",
      upgrade({ host: "studio.example", origin: "https://studio.example" }),
      undefined,
    ],
    ["a load by the person", get({ host: page.host, "sec-fetch-site": "none" }), undefined],
    ["a load by our page", get({ host: page.host, "sec-fetch-site": "same-origin" }), undefined],
    ["a load by a page of another port", get({ host: page.host, "sec-fetch-site": "same-site" }), 403],
    ["a load by a foreign page", get({ host: page.host, "sec-fetch-site": "cross-site" }), 403],
  ])("%s", (_name, request, status) => {
    expect(refuseOrigin(request, rules)?.status).toBe(status);
  });
});

describe("the secret", () => {
  test.each<[string, GuardedRequest["headers"], number | undefined]>([
    ["the cookie", { ...page, cookie: "vitrine-7000=secret" }, undefined],
    ["the cookie among others", { ...page, cookie: "a=b; vitrine-7000=secret; c=d" }, undefined],
    ["the header", { ...page, "x-vitrine-token": "secret" }, undefined],
    ["nothing", page, 401],
    ["an empty cookie", { ...page, cookie: "vitrine-7000=" }, 401],
    ["a wrong cookie", { ...page, cookie: "vitrine-7000=secrets" }, 401],
    ["the cookie of another port", { ...page, cookie: "vitrine-7001=secret" }, 401],
    ["a wrong header", { ...page, "x-vitrine-token": "" }, 401],
  ])("%s", (_name, headers, status) => {
    expect(refuseSession(get(headers), rules)?.status).toBe(status);
  });

  test("an empty token lets nobody in who gives none", () => {
    expect(refuseSession(get(page), { ...rules, token: "" })?.status).toBe(401);
  });

  test("the cookie's name carries the port the browser sees", () => {
    expect([
      cookieName("localhost:7000"),
      cookieName("[::1]:81"),
      cookieName("localhost"),
      cookieName("[::1]"),
    ]).toEqual(["vitrine-7000", "vitrine-81", "vitrine-80", "vitrine-80"]);
  });
});
