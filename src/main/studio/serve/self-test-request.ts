import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import type { StudioEntries } from "../entries.ts";
import { openStudio } from "../open-studio.ts";

const FILES = ["vitrine.jsonc", "build/counter.wasm"] as const;

/**
 * Opens a copy of the counter example and sends it a request: threads, transpiler, state, journal and HTTP, all as this
 * build has them, also out of an archive. Resolves to what came back: `200 {"count":1}`.
 */
export async function requestToExample(entries: StudioEntries): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "vitrine-self-test-"));
  try {
    const example = new URL("examples/counter/", entries.resources);
    for (const file of FILES) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), await readFile(fileURLToPath(new URL(file, example))));
    }
    // What an earlier start transpiled must not stand in for the transpiler of this one.
    process.env["VITRINE_CACHE_HOME"] = join(folder, "cache");
    await using studio = await openStudio({ path: folder, entries, watch: false });
    const reply = await fetch(new URL("/count", studio.httpUrl), { method: "POST" });
    return `${reply.status} ${(await reply.text()).trim()}`;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
