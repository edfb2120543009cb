import { readdirSync } from "node:fs";
import { join } from "node:path";

import { readText } from "./source-document.ts";
import type { Proposal } from "./proposal.ts";
import { SourceDocument } from "./source-document.ts";

export interface WitItem {
  readonly direction: "import" | "export";
  /** `wasi:keyvalue` */
  readonly package: string;
  readonly interface: string;
  readonly file: string;
  readonly line: number;
}

export interface WitSketch {
  /** The first world the files declare. */
  readonly world?: string;
  readonly items: readonly WitItem[];
}

/**
 * What the WIT files of a folder say at first sight: enough to propose triggers and backends, before there is a component
 * whose real imports could be read. Fetched packages in `deps` are not looked at.
 * @param wished names of the world that is meant, the likeliest first; the first world otherwise
 */
export function sketchWit(folder: string, witFolder: string, wished: readonly string[] = []): WitSketch {
  const worlds = witFiles(folder, witFolder).flatMap((file) => worldsOf(file, readText(folder, file)));
  const meant = wished.map((name) => worlds.find((world) => world.name === name)).find((world) => world !== undefined);
  const world = meant ?? worlds[0];
  if (world === undefined) return { items: [] };
  return { world: world.name, items: itemsOf(world, worlds, new Set()) };
}

interface World {
  readonly name: string;
  readonly items: readonly WitItem[];
  /** Worlds of the same package whose items are its own, too. */
  readonly includes: readonly string[];
}

function itemsOf(world: World, worlds: readonly World[], seen: Set<string>): readonly WitItem[] {
  if (seen.has(world.name)) return [];
  seen.add(world.name);
  const included = worlds.filter(({ name }) => world.includes.includes(name));
  return [...world.items, ...included.flatMap((each) => itemsOf(each, worlds, seen))];
}

function worldsOf(file: string, source: string): readonly World[] {
  // Comments go, line ends stay: lines are counted by them.
  const text = source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (comment) => comment.replaceAll(/[^\n]/g, " "));
  return [...text.matchAll(/\bworld\s+%?([a-z][a-z0-9-]*)\s*\{/g)].map(({ 0: head, 1: name = "", index }) => {
    const from = index + head.length;
    const body = text.slice(from, from + lengthOfBody(text.slice(from)));
    const pattern = /\b(import|export)\s+(?:%?[a-z0-9-]+\s*:\s+)?([a-z][a-z0-9-]*:[a-z][a-z0-9-]*)\/([a-z][a-z0-9-]*)/g;
    const items = [...body.matchAll(pattern)].map(
      ({ 1: direction, 2: packageName = "", 3: single = "", index: at }): WitItem => ({
        direction: direction === "import" ? "import" : "export",
        package: packageName,
        interface: single,
        file,
        line: text.slice(0, from + at).split("\n").length,
      }),
    );
    const includes = [...body.matchAll(/\binclude\s+%?([a-z][a-z0-9-]*)\s*[;{w]/g)].map(([, each = ""]) => each);
    return { name, items, includes };
  });
}

/** Up to the brace that closes what was opened before. */
function lengthOfBody(text: string): number {
  let depth = 1;
  for (const { 0: brace, index } of text.matchAll(/[{}]/g)) {
    depth += brace === "{" ? 1 : -1;
    if (depth === 0) return index;
  }
  return text.length;
}

/** Whose defaults: `wash dev` 1.x makes a bucket and a subscription of its own, 2.x takes names as they come. */
export type WiredAs = "wash 1.x" | "wash 2.x";

/** Wires a component as `wash dev` does for a project without a manifest. */
export function wireDefaults(
  proposal: Proposal,
  component: string,
  { items }: WitSketch,
  wiredAs: WiredAs = "wash 1.x",
): void {
  const version = wiredAs === "wash 1.x" ? "1.x" : "2.x";
  const find = (direction: WitItem["direction"], packageName: string, name?: string) =>
    items.find(
      (item) =>
        item.direction === direction && item.package === packageName && (name === undefined || item.interface === name),
    );
  const note = (item: WitItem, to: string, reason: string) => {
    const text = `${item.direction} ${item.package}/${item.interface}`;
    const document = new SourceDocument(item.file, {}, () => item.line);
    proposal.mapped({ document, path: [text] }, to, reason);
  };
  const http = find("export", "wasi:http", "incoming-handler");
  if (http !== undefined) {
    proposal.http.push({ listen: "127.0.0.1:8000", routes: [{ path: "/", component }] });
    proposal.comment(
      ["triggers", "http"],
      `Where wash dev ${version} listens. A port that is taken moves to the next free one.`,
    );
    note(http, `triggers.http[${proposal.http.length - 1}]`, `HTTP on 127.0.0.1:8000, as wash dev ${version} does`);
  }
  const handler = find("export", "wasmcloud:messaging", "handler");
  // For 2.x the configuration says what is subscribed to.
  if (handler !== undefined && version === "1.x") {
    proposal.messages.push({ subject: "wasmcloud.dev", component });
    note(
      handler,
      `triggers.messages[${proposal.messages.length - 1}]`,
      "the subscription wasmcloud.dev, as wash dev 1.x makes it",
    );
  }
  const keyvalue = find("import", "wasi:keyvalue");
  if (keyvalue !== undefined && !proposal.backends.has("keyvalue")) {
    const backend = proposal.backend("keyvalue", "keyvalue");
    if (version === "1.x") backend.buckets = { default: "wasmcloud" };
    const bucket = version === "1.x" ? "the bucket wasmcloud, as wash dev 1.x makes it; " : "";
    note(keyvalue, "backends.keyvalue", `${bucket}kept in the project's state folder`);
  }
  const blobstore = find("import", "wasi:blobstore");
  if (blobstore !== undefined && !proposal.backends.has("blobstore")) {
    proposal.backend("blobstore", "blobstore");
    note(
      blobstore,
      "backends.blobstore",
      "kept in the project's state folder, not in the memory or the /tmp of wash dev",
    );
  }
  const messaging = find("import", "wasmcloud:messaging", "consumer") ?? handler;
  if (messaging !== undefined && !proposal.backends.has("messaging")) {
    proposal.backend("messaging", "messaging");
    note(messaging, "backends.messaging", "a bus inside of Vitrine; no NATS server is needed");
  }
}

function witFiles(folder: string, witFolder: string): readonly string[] {
  try {
    const names = readdirSync(join(folder, witFolder), { withFileTypes: true });
    return names
      .filter((entry) => entry.isFile() && entry.name.endsWith(".wit"))
      .map((entry) => `${witFolder === "." ? "" : `${witFolder}/`}${entry.name}`)
      .toSorted();
  } catch {
    return [];
  }
}
