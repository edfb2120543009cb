// A studio in a process of its own, on one component, and a window on it.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { type StudioApi, type StudioEvents, studioMethods } from "../src/shared/contract.ts";
import { connect, type Connection } from "../src/shared/rpc.ts";
import { readAttachPoint } from "../src/main/studio/serve/attach.ts";
import { connectToServer } from "../src/main/studio/serve/client.ts";
import { makeFolder, removeFolder } from "./kv-guest.ts";
import type { StudioOrder } from "./studio-process.ts";

const STUDIO = fileURLToPath(new URL("./studio-process.ts", import.meta.url));
const COMPONENT = "guest";

export interface ForkedStudioOptions {
  readonly component: Uint8Array;
  readonly limits?: object;
  /** In place of the guest worker. */
  readonly workerEntry?: string;
}

/** Disposing it ends the process and removes everything it wrote. */
export class ForkedStudio implements AsyncDisposable {
  readonly window: Connection<StudioApi, StudioEvents>;
  readonly #child: ChildProcess;
  readonly #folder: string;

  static async open({ component, limits = {}, workerEntry }: ForkedStudioOptions): Promise<ForkedStudio> {
    const folder = await makeFolder();
    const project = join(folder, "project");
    await mkdir(project);
    await writeFile(join(project, "guest.wasm"), component);
    const file = { version: 1, components: { [COMPONENT]: { wasm: "guest.wasm", limits } } };
    await writeFile(join(project, "vitrine.jsonc"), JSON.stringify(file));
    const env = {
      ...process.env,
      VITRINE_DATA_HOME: join(folder, "data"),
      VITRINE_CACHE_HOME: join(folder, "cache"),
    };
    const child = fork(STUDIO, [project, ...(workerEntry === undefined ? [] : [workerEntry])], { env });
    await once(child, "message");
    const point = readAttachPoint(join(project, ".vitrine"));
    if (point === undefined) throw new Error("the studio does not say where it listens");
    const port = await connectToServer(point.origin, point.token);
    return new ForkedStudio(child, folder, connect<StudioApi, StudioEvents>(port, studioMethods));
  }

  private constructor(child: ChildProcess, folder: string, window: Connection<StudioApi, StudioEvents>) {
    this.#child = child;
    this.#folder = folder;
    this.window = window;
  }

  async order(order: StudioOrder): Promise<number> {
    const answered = once(this.#child, "message") as Promise<[number]>;
    this.#child.send(order);
    const [answer] = await answered;
    return answer;
  }

  /** @throws Error unless the call ends well. */
  async invoke(
    target: string,
    args: readonly unknown[],
  ): Promise<{ readonly invocation: number; readonly value?: unknown }> {
    const reply = await this.window.api.invoke({ component: COMPONENT, target, args });
    if (reply.outcome !== "ok") throw new Error(`${target} ended with ${reply.outcome}`);
    return reply;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exited;
    await removeFolder(this.#folder);
  }
}
