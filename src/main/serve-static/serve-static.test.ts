import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { serveStatic } from "./serve-static.ts";

let folder: string;
let root: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vitrine-static-"));
  root = join(folder, "renderer");
  await mkdir(join(root, "assets"), { recursive: true });
  await writeFile(join(root, "index.html"), "<!doctype html>page");
  await writeFile(join(root, "assets", "main-1a2b.js"), "export {};");
  await writeFile(join(root, "notes.txt"), "not a page file");
  await writeFile(join(folder, "secret.json"), "{}");
});
afterAll(() => rm(folder, { recursive: true }));

const get = (path: string, init?: RequestInit) => serveStatic(root, new Request(`app://vitrine${path}`, init));

describe("files of the page", () => {
  test.each([
    ["/", 200, "text/html; charset=utf-8", "no-store"],
    ["/index.html", 200, "text/html; charset=utf-8", "no-store"],
    ["/index.html?x=1", 200, "text/html; charset=utf-8", "no-store"],
    ["/assets/main-1a2b.js", 200, "text/javascript; charset=utf-8", "max-age=31536000, immutable"],
  ])("%s is served with its type", async (path, status, type, caching) => {
    const reply = await get(path);
    expect([reply.status, reply.headers.get("content-type"), reply.headers.get("cache-control")]).toEqual([
      status,
      type,
      caching,
    ]);
  });

  test("every answer carries the content security policy, also a refusal", async () => {
    for (const path of ["/", "/absent.html"]) {
      const headers = (await get(path)).headers;
      expect(headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self';");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });

  test("HEAD answers like GET without a body", async () => {
    const reply = await get("/", { method: "HEAD" });
    expect([reply.status, await reply.text()]).toEqual([200, ""]);
  });

  test("a source for connect-src is added to the policy", async () => {
    const reply = await serveStatic(root, new Request("http://localhost:9/"), { connect: ["ws://localhost:9"] });
    expect(reply.headers.get("content-security-policy")).toContain("connect-src 'self' ws://localhost:9;");
  });
});

describe("what is not the page's", () => {
  test.each([
    ["/../secret.json", 404],
    ["/..%2fsecret.json", 404],
    ["/%2e%2e/secret.json", 404],
    ["/%2e%2e%2fsecret.json", 404],
    ["/assets/..%2f..%2fsecret.json", 404],
    ["/..%5csecret.json", 400],
    ["/%00", 400],
    ["/index.html%00.png", 400],
    ["/%zz", 400],
    ["/assets", 404],
    ["/assets/", 404],
    ["/notes.txt", 404],
    ["/absent.js", 404],
    ["//etc/passwd.json", 404],
  ])("%s gets %i", async (path, status) => {
    expect((await get(path)).status).toBe(status);
  });

  test("a method other than GET and HEAD gets 405", async () => {
    expect((await get("/", { method: "POST" })).status).toBe(405);
  });

  test("an existing file outside the root stays outside by an absolute path", async () => {
    expect((await get(encodeURI(join(folder, "secret.json")))).status).toBe(404);
  });
});
