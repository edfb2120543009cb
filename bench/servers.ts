// Who serves a component over HTTP, each in processes of its own: Vitrine as it is built, `jco serve`, and who puts
// load on them.
import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import type { LoadOrder, LoadReport } from "./load.ts";

const JCO = fileURLToPath(new URL("../node_modules/@bytecodealliance/jco/dist/jco.js", import.meta.url));
const CLI = fileURLToPath(new URL("../out/main/cli.js", import.meta.url));
const BUILD_STATE = new URL("../scripts/machine/build-state.mjs", import.meta.url).href;
const LOAD = fileURLToPath(new URL("./load.ts", import.meta.url));
const LOOK_EVERY_MS = 2;
const START_LIMIT_MS = 60_000;

/** A server in a process of its own; disposing it kills it. */
export class ServedGuest implements AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  #output = "";

  constructor(command: readonly string[], url: string, env: Readonly<Record<string, string>> = {}) {
    this.url = url;
    this.#child = spawn(process.execPath, command, {
      stdio: ["ignore", "pipe", "pipe"],
      // `jco serve` runs a process of its own: they are ended together.
      detached: true,
      env: { ...process.env, ...env },
    });
    this.pid = this.#child.pid ?? 0;
    this.#exited = once(this.#child, "exit");
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (chunk: Buffer) => (this.#output = (this.#output + chunk.toString()).slice(-4_000)));
    }
  }

  /** Resolves with the first answer's body for which `fits` holds. @throws Error when the process ends before. */
  async answer(fits: (body: string) => boolean = () => true): Promise<string> {
    const limit = performance.now() + START_LIMIT_MS;
    for (;;) {
      const body = await ask(this.url);
      if (body !== undefined && fits(body)) return body;
      if (this.#child.exitCode !== null) throw new Error(`${this.url} ended: ${this.#output}`);
      if (performance.now() > limit) throw new Error(`${this.url} does not answer: ${this.#output}`);
      await pause(LOOK_EVERY_MS);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null) process.kill(-this.pid, "SIGKILL");
    await this.#exited;
  }
}

/** `jco serve`, as its own command line starts it, on an artefact in `folder`. */
export async function jcoServe(
  folder: string,
  bytes: Uint8Array,
  port: number,
  args: readonly string[] = [],
): Promise<ServedGuest> {
  const wasm = join(folder, "guest.wasm");
  await writeFile(wasm, bytes);
  const command = [JCO, "serve", wasm, "--port", String(port), "--host", "127.0.0.1", ...args];
  return new ServedGuest(command, `http://127.0.0.1:${port}/`);
}

/** Writes a project of one component, `guest.wasm`, that answers everything on `port`. */
export async function writeProject(
  folder: string,
  bytes: Uint8Array,
  port: number,
  limits: object = {},
): Promise<void> {
  const http = [{ listen: `127.0.0.1:${port}`, ifBusy: "fail" }];
  const file = { version: 1, components: { guest: { wasm: "guest.wasm", limits } }, triggers: { http } };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "guest.wasm"), bytes);
  await writeFile(join(folder, "vitrine.jsonc"), JSON.stringify(file));
}

/** `vitrine serve` as it is built, on a project that `writeProject` made; everything it keeps is in `home`. */
export function vitrineServe(folder: string, home: string, port: number): ServedGuest {
  const command = [CLI, "serve", folder, "--json", "--no-open"];
  const env = { VITRINE_DATA_HOME: join(home, "data"), VITRINE_CACHE_HOME: join(home, "cache") };
  return new ServedGuest(command, `http://127.0.0.1:${port}/`, env);
}

/** Brings `out/` up to date with the sources: what is measured is what people run. */
export async function ensureStudioBuilt(): Promise<void> {
  const script = `import { ensureBuilt } from ${JSON.stringify(BUILD_STATE)}; process.exit((await ensureBuilt()) ? 0 : 1);`;
  const building = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", 2, 2] });
  const [code] = await once(building, "exit");
  if (code !== 0) throw new Error("the studio does not build");
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}

/** The process that puts load on servers. */
export class Load implements Disposable {
  readonly #child = fork(LOAD);

  async run(url: string, load: Omit<LoadOrder, "host" | "port">): Promise<LoadReport> {
    const { hostname, port } = new URL(url);
    const order: LoadOrder = { ...load, host: hostname, port: Number(port) };
    const reported = once(this.#child, "message") as Promise<[LoadReport]>;
    this.#child.send(order);
    const [report] = await reported;
    if (report.failed > 0) throw new Error(`${url}: ${report.failed} answers were not as they should be`);
    return report;
  }

  [Symbol.dispose](): void {
    this.#child.kill();
  }
}

/** The body of a 200, asked for on a connection of its own; undefined: there was none. */
function ask(url: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const sending = request(url, { agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (body += chunk));
      response.on("end", () => resolve(response.statusCode === 200 ? body : undefined));
      response.on("error", () => resolve(undefined));
    });
    sending.on("error", () => resolve(undefined));
    sending.end();
  });
}
