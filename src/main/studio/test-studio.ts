/** A whole studio on a project in a temporary folder, as a window sees it: real files, real workers, a real store. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { mkdtemp, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterAll } from "vitest";

import { type RunPrint, type StudioApi, type StudioEvents, studioMethods } from "../../shared/contract.ts";
import type { ComponentState, HostCallView, InvocationDetail, InvocationId, ProblemView } from "../../shared/model.ts";
import { pairedPorts } from "../../shared/port.ts";
import { connect, type Connection } from "../../shared/rpc.ts";
import { digestOf } from "./component/settle.ts";
import { openStudio, type OpenStudioOptions, type RunningStudio } from "./open-studio.ts";
import { sourceEntries } from "./source-entries.ts";

export interface TestProjectOptions {
  /** Artefacts by the name of their component; undefined: not built yet. */
  readonly components: Readonly<Record<string, Uint8Array | undefined>>;
  /** What the project file says of each component beside its artefact. */
  readonly settings?: Readonly<Record<string, object>>;
  /** What it says beside its components. */
  readonly manifest?: object;
}

export interface TestProject {
  readonly folder: string;
  wasm(component: string): string;
  /** Puts a new build in the place of the old in one step, as most tools do. */
  replace(component: string, bytes: Uint8Array): Promise<void>;
}

/** Its own data folder for each test file, and one cache of transpiled code for all files of a run. */
const home = mkdtempSync(join(tmpdir(), "vitrine-studio-"));
process.env["VITRINE_DATA_HOME"] = join(home, "data");
process.env["VITRINE_CACHE_HOME"] = sharedCache();
afterAll(() => rm(home, { recursive: true, force: true }));

/** Named by the process that runs the test files; those of runs that are over go. */
function sharedCache(): string {
  const prefix = "vitrine-test-cache-";
  for (const name of readdirSync(tmpdir())) {
    const run = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
    if (Number.isInteger(run) && !isRunning(run)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  const folder = join(tmpdir(), `${prefix}${process.ppid}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** An empty folder that goes with the other files of this test file. */
export function testFolder(): Promise<string> {
  return mkdtemp(join(home, "folder-"));
}

export async function testProject({ components, settings, manifest }: TestProjectOptions): Promise<TestProject> {
  const folder = await testFolder();
  const wasm = (component: string) => join(folder, "build", `${component}.wasm`);
  await mkdir(join(folder, "build"));
  for (const [name, bytes] of Object.entries(components)) if (bytes !== undefined) await writeFile(wasm(name), bytes);
  const described = Object.keys(components).map((name) => [name, { wasm: `build/${name}.wasm`, ...settings?.[name] }]);
  const file = {
    version: 1,
    components: Object.fromEntries(described) as object,
    triggers: { http: [{ listen: "127.0.0.1:0" }] },
    ...manifest,
  };
  await writeFile(join(folder, "vitrine.jsonc"), JSON.stringify(file, null, 2));
  return { folder, wasm, replace: (component, bytes) => replaceFile(wasm(component), bytes) };
}

async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${path}.new`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(unfinished, bytes);
  await rename(unfinished, path);
}

/** A studio with one window connected to it. */
export class TestStudio implements AsyncDisposable {
  readonly studio: RunningStudio;
  readonly window: Connection<StudioApi, StudioEvents>;
  readonly api: StudioApi;

  constructor(studio: RunningStudio) {
    this.studio = studio;
    this.window = windowOf(studio);
    this.api = this.window.api;
  }

  /** Where the project's HTTP is served. */
  get http(): string {
    const { httpUrl } = this.studio;
    if (httpUrl === undefined) throw new Error("this project serves no HTTP");
    return httpUrl;
  }

  /** What `read` gives once it gives something; asked again whenever the studio tells of anything. */
  async until<T>(read: () => Promise<T | undefined | false>): Promise<T> {
    for (;;) {
      const told = Promise.withResolvers<void>();
      const stops = EVENTS.map((name) => this.window.on(name, () => told.resolve()));
      try {
        const found = await read();
        if (found !== undefined && found !== false) return found;
        await told.promise;
      } finally {
        for (const stop of stops) stop();
      }
    }
  }

  /** The component once it is in this state. */
  component(name: string, state: ComponentState) {
    return this.until(async () => {
      const component = await this.api.component(name);
      if (state === "ready" && component.state === "failed") throw new Error(component.why);
      return component.state === state && component;
    });
  }

  ready(name: string) {
    return this.component(name, "ready");
  }

  /** The component once it serves this build. */
  serving(name: string, bytes: Uint8Array) {
    const digest = digestOf(new Uint8Array(bytes));
    return this.until(async () => {
      const component = await this.api.component(name);
      return component.state === "ready" && component.build?.digest === digest && component;
    });
  }

  problem(id: RegExp): Promise<ProblemView> {
    return this.until(async () => (await this.api.project()).problems.find((problem) => id.test(problem.id)));
  }

  /** The record of an invocation that has ended. */
  ended(id: InvocationId): Promise<InvocationDetail> {
    return this.until(async () => {
      const invocation = await this.api.invocation(id);
      return invocation.outcome !== undefined && invocation;
    });
  }

  /** The newest invocation, once one fits. */
  invocation(fits: (invocation: InvocationDetail) => boolean): Promise<InvocationDetail> {
    return this.until(async () => {
      const [newest] = await this.api.invocations({ limit: 1 });
      const detail = newest === undefined ? undefined : await this.api.invocation(newest.id);
      return detail !== undefined && fits(detail) && detail;
    });
  }

  /** `interface#function`, in order, without versions and without the span of initialisation. */
  async callNames(invocation: InvocationId): Promise<readonly string[]> {
    return (await this.hostCalls(invocation)).map((call) => `${call.interface.replace(/@.*/, "")}#${call.function}`);
  }

  /** What a run that was called prints, by stream, as it comes. */
  printed(run: string): Record<RunPrint["stream"], string> {
    const printed = { stdout: "", stderr: "" };
    const read = async () => {
      for (let prints = await this.api.runOutput(run); prints.length > 0; prints = await this.api.runOutput(run))
        for (const { stream, bytes } of prints) printed[stream] += new TextDecoder().decode(bytes);
    };
    // The studio was closed before the run was over.
    read().catch(() => undefined);
    return printed;
  }

  async hostCalls(invocation: InvocationId): Promise<readonly HostCallView[]> {
    const calls: HostCallView[] = [];
    for (;;) {
      const after = calls.at(-1)?.seq ?? 0;
      const page = await this.api.hostCalls({ invocation, after, limit: 1_000 });
      if (page.length === 0) return calls.filter((call) => call.interface !== "");
      calls.push(...page);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.studio[Symbol.asyncDispose]();
  }
}

const EVENTS = [
  "config-changed",
  "project-changed",
  "invocations-changed",
  "logs-appended",
  "state-changed",
  "secrets-changed",
  "audit-changed",
  "messages-changed",
  "subscriptions-changed",
] as const;

/** Another window of the same studio. */
export function windowOf(studio: RunningStudio): Connection<StudioApi, StudioEvents> {
  const [ours, theirs] = pairedPorts();
  studio.connect(theirs);
  return connect<StudioApi, StudioEvents>(ours, studioMethods);
}

/** Opens a project of `testProject`, or a path; the HTTP trigger of a path takes any free port. */
export async function openTestStudio(
  project: TestProject | string,
  options: Partial<OpenStudioOptions> = {},
): Promise<TestStudio> {
  const path = typeof project === "string" ? project : project.folder;
  const port = typeof project === "string" ? { httpPort: 0 } : {};
  return new TestStudio(await openStudio({ path, entries: sourceEntries(), ...port, ...options }));
}
