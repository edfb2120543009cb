/** What this process can do on this machine: the studio's part of the app's `--self-test`. */
import { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";

import { namesOf, serve } from "../../../shared/rpc.ts";
import type { SelfTestApi, SelfTestFacts } from "../../../shared/studio-process.ts";
import type { OpenedStudio } from "./connector.ts";

/** (module (func (export "loop") (loop br 0))) */
const ENDLESS_WASM = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 8, 1, 4, 108, 111, 111, 112, 0, 0, 10, 9, 1, 7, 0, 3,
  64, 12, 0, 11, 11,
];

const ENOUGH_MEMORIES = 256;

// As text, because a thread for this alone deserves no entry of the build.
const LOOPING_GUEST = `
const { parentPort } = require("node:worker_threads");
const instance = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(${JSON.stringify(ENDLESS_WASM)})));
parentPort.postMessage(typeof WebAssembly.Suspending === "function");
instance.exports.loop();
`;

export interface SelfTestOptions {
  readonly now: () => number;
  /** Sends a component a request; resolves to its status and body. */
  readonly request: () => Promise<string>;
}

/** Stands in for a project: the same ports, the same calls. */
export function openSelfTest(options: SelfTestOptions): OpenedStudio {
  const api: SelfTestApi = {
    echo: (bytes) => Promise.resolve(bytes),
    facts: () => collectFacts(options),
  };
  const methods = namesOf<SelfTestApi>()("echo", "facts");
  return {
    connect: (port) => {
      const served = serve(port, api, methods);
      return { [Symbol.dispose]: () => served.dispose() };
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

async function collectFacts({ now, request }: SelfTestOptions): Promise<SelfTestFacts> {
  const worker = new Worker(LOOPING_GUEST, { eval: true });
  const suspending = await new Promise<boolean>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  const started = now();
  await worker.terminate();
  const killMs = now() - started;
  const asked = now();
  const answer = await request().catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  return {
    node: process.versions.node,
    v8: process.versions.v8,
    sqlite: databaseWorks(),
    suspending,
    memories: countMemories(),
    killMs,
    answer,
    answerMs: now() - asked,
  };
}

/** An engine with a sandbox of its own reserves room for each memory, and has not much of it. */
function countMemories(): number {
  const memories: WebAssembly.Memory[] = [];
  try {
    while (memories.length < ENOUGH_MEMORIES) memories.push(new WebAssembly.Memory({ initial: 1, maximum: 65_536 }));
  } catch {
    // There is no room for more.
  }
  return memories.length;
}

function databaseWorks(): boolean {
  using database = new DatabaseSync(":memory:");
  return database.prepare("SELECT 1 + 1 AS two").get()?.["two"] === 2;
}
