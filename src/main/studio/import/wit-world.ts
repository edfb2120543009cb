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
 */
export function sketchWit(folder: string, witFolder: string): WitSketch {
  const items: WitItem[] = [];
  let world: string | undefined;
  for (const file of witFiles(folder, witFolder)) {
    // Comments go, line ends stay: lines are counted by them.
    const text = readText(folder, file).replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (comment) =>
      comment.replaceAll(/[^\n]/g, " "),
    );
    world ??= /\bworld\s+%?([a-z][a-z0-9-]*)\s*\{/.exec(text)?.[1];
    const pattern = /\b(import|export)\s+(?:[a-z0-9-]+\s*:\s+)?([a-z][a-z0-9-]*:[a-z][a-z0-9-]*)\/([a-z][a-z0-9-]*)/g;
    for (const { 1: direction, 2: packageName = "", 3: name = "", index } of text.matchAll(pattern)) {
      const line = text.slice(0, index).split("\n").length;
      items.push({
        direction: direction === "import" ? "import" : "export",
        package: packageName,
        interface: name,
        file,
        line,
      });
    }
  }
  return { ...(world === undefined ? {} : { world }), items };
}

/** Wires a component as `wash dev` 1.x does for a project without a manifest. */
export function wireDefaults(proposal: Proposal, component: string, { items }: WitSketch): void {
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
      "Where wash dev 1.x listens. A port that is taken moves to the next free one.",
    );
    note(http, `triggers.http[${proposal.http.length - 1}]`, "HTTP on 127.0.0.1:8000, as wash dev 1.x does");
  }
  const handler = find("export", "wasmcloud:messaging", "handler");
  if (handler !== undefined) {
    proposal.messages.push({ subject: "wasmcloud.dev", component });
    note(
      handler,
      `triggers.messages[${proposal.messages.length - 1}]`,
      "the subscription wasmcloud.dev, as wash dev 1.x makes it",
    );
  }
  const keyvalue = find("import", "wasi:keyvalue");
  if (keyvalue !== undefined && !proposal.backends.has("keyvalue")) {
    proposal.backend("keyvalue", "keyvalue").buckets = { default: "wasmcloud" };
    note(
      keyvalue,
      "backends.keyvalue",
      "the bucket wasmcloud, as wash dev 1.x makes it; kept in the project's state folder",
    );
  }
  const blobstore = find("import", "wasi:blobstore");
  if (blobstore !== undefined && !proposal.backends.has("blobstore")) {
    proposal.backend("blobstore", "blobstore");
    note(blobstore, "backends.blobstore", "kept in the project's state folder, not in /tmp as wash dev 1.x does");
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
