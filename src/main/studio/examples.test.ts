// The example projects of the repository as people get them; `npm run build` makes their components.
import { existsSync } from "node:fs";
import { cp, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { checkFile } from "./component/check-file.ts";
import { readManifest } from "./project/read-manifest.ts";
import { seldomWrapping } from "./link/open-transpiler.ts";
import { sourceEntries } from "./source-entries.ts";
import { openTestStudio, testFolder, type TestStudio } from "./test-studio.ts";

/** 13 MB each: on a machine with little to spare their first transpilation takes long. */
const WITHIN_MS = 300_000;
const EXAMPLES = fileURLToPath(new URL("examples/", sourceEntries().resources));

/** In a folder of its own, without what a studio left in it. */
async function copyOf(example: string): Promise<string> {
  const from = join(EXAMPLES, example);
  if (!existsSync(join(from, "build"))) throw new Error(`${from} is not built: run node scripts/build-example.mjs`);
  const folder = await testFolder();
  await cp(from, folder, { recursive: true, filter: (path) => basename(path) !== ".vitrine" });
  return folder;
}

async function post(studio: TestStudio, entry: unknown): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(`${studio.http}/entries`, { method: "POST", headers, body: JSON.stringify(entry) });
}

async function textOf(studio: TestStudio, path: string): Promise<string> {
  return (await fetch(`${studio.http}${path}`)).text();
}

/** The card's text once the worker has written it. */
async function card(studio: TestStudio, name: string): Promise<string> {
  await studio.until(async () => {
    const cards = await studio.api.objects({ backend: "cards", container: "cards", limit: 100 });
    return cards.some((each) => each.name === name);
  });
  return textOf(studio, `/cards/${name}`);
}

describe.each(["counter", "guestbook"])("the example %s", (example) => {
  it(
    "has a project file without warnings, and its components link without a problem",
    async () => {
      const folder = await copyOf(example);
      const { manifest, warnings } = readManifest(folder);
      expect(warnings).toEqual([]);
      for (const { wasm } of manifest.components) {
        const { imports } = await checkFile(wasm, {
          profile: "wasmcloud-1",
          transpiler: seldomWrapping(sourceEntries()),
        });
        expect(imports.filter(({ status }) => status !== "offered")).toEqual([]);
      }
      await using studio = await openTestStudio(folder);
      for (const { name } of manifest.components) await studio.ready(name);
      expect((await studio.api.project()).problems).toEqual([]);
      const links = await studio.api.links();
      expect(links.filter(({ problem }) => problem !== undefined)).toEqual([]);
    },
    WITHIN_MS,
  );
});

describe("the guestbook", () => {
  it(
    "stores an entry, and its worker draws and signs a card with the secret, which never shows in a record",
    async () => {
      const folder = await copyOf("guestbook");
      await using studio = await openTestStudio(folder);
      await studio.ready("api");
      await studio.ready("worker");
      const posted = await post(studio, { name: "Edith <3", text: "Hello & welcome" });
      const entry = (await posted.json()) as { readonly key: string };
      expect([posted.status, entry.key]).toEqual([201, "entry-000003"]);

      const svg = await card(studio, "entry-000003.svg");
      expect(svg).toContain("<title>Edith &lt;3: Hello &amp; welcome</title>");
      expect(svg).toMatch(/<metadata>hmac-sha-256 [0-9a-f]{64}<\/metadata>/);
      const audit = await studio.api.audit({ limit: 10 });
      expect(audit.map(({ kind, component, key }) => [kind, component, key])).toEqual([
        ["reveal", "worker", "card_key"],
        ["get", "worker", "card_key"],
      ]);
      const value = /^CARD_KEY=(.+)$/m.exec(await readFile(join(folder, "secrets.env"), "utf8"))?.[1] ?? "";
      const record = JSON.stringify(await studio.hostCalls(audit[0]?.invocation ?? 0));
      expect([value.length > 6, record.includes("«secret card_key»"), record.includes(value)]).toEqual([
        true,
        true,
        false,
      ]);

      const page = await textOf(studio, "/");
      expect(page).toContain("Visit number 1.");
      expect(page).toContain('<img src="/cards/entry-000003.svg" alt="Edith &lt;3: Hello &amp; welcome">');
      const buckets = await studio.api.buckets();
      expect(buckets.map(({ backend, name, keys }) => [backend, name, keys])).toEqual([
        ["entries", "guestbook", 4],
        ["visits", "visits", 1],
      ]);
    },
    WITHIN_MS,
  );

  it(
    "draws for what its seed brought the very cards that are in the seed",
    async () => {
      await using studio = await openTestStudio(await copyOf("guestbook"));
      await studio.ready("api");
      await studio.ready("worker");
      const seeded = (await (await fetch(`${studio.http}/entries`)).json()) as readonly { readonly key: string }[];
      expect(seeded.map(({ key }) => key)).toEqual(["entry-000002", "entry-000001"]);
      for (const entry of seeded) {
        const name = `${entry.key}.svg`;
        const before = await textOf(studio, `/cards/${name}`);
        await studio.api.deleteObjects("cards", "cards", [name]);
        const body = new TextEncoder().encode(JSON.stringify(entry));
        await studio.api.publish({ backend: "bus", subject: "guestbook.new", body });
        expect(await card(studio, name)).toBe(before);
      }
    },
    WITHIN_MS,
  );

  it(
    "says what is wrong with an entry, a card and a message, and stores nothing of them",
    async () => {
      await using studio = await openTestStudio(await copyOf("guestbook"));
      await studio.ready("api");
      await studio.ready("worker");
      const refused = [{ name: " ", text: "x" }, { name: "x", text: "y".repeat(281) }, "text", null];
      for (const entry of refused) expect((await post(studio, entry)).status).toBe(400);
      expect((await post(studio, { name: "x", text: "y".repeat(20_000) })).status).toBe(413);
      expect((await fetch(`${studio.http}/cards/nobody.svg`)).status).toBe(404);
      expect(await (await fetch(`${studio.http}/health`)).json()).toEqual({ worker: "pong" });
      const body = new TextEncoder().encode("not an entry");
      const message = await studio.api.publish({ backend: "bus", subject: "guestbook.new", body });
      const delivered = await studio.until(async () => {
        const { deliveries } = await studio.api.message(message);
        return deliveries.every(({ outcome }) => outcome !== undefined) && deliveries;
      });
      expect(delivered).toMatchObject([{ component: "worker", outcome: "error" }]);
      expect((await studio.api.buckets()).map(({ backend, keys }) => [backend, keys])).toEqual([["entries", 3]]);
    },
    WITHIN_MS,
  );

  it(
    "draws unsigned cards without the file of its secret, which is a problem that names the file",
    async () => {
      const folder = await copyOf("guestbook");
      await rm(join(folder, "secrets.env"));
      await using studio = await openTestStudio(folder);
      await studio.ready("api");
      await studio.ready("worker");
      expect((await studio.problem(/^secrets:card_key$/)).detail).toContain("secrets.env");
      expect((await post(studio, { name: "Edith", text: "Hello" })).status).toBe(201);
      expect(await card(studio, "entry-000003.svg")).toContain("<metadata>not signed</metadata>");
    },
    WITHIN_MS,
  );
});
