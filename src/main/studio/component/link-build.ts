import { readFile } from "node:fs/promises";
import type { Journal } from "../../journal/journal.ts";
import type { BuildRef } from "../../journal/protocol.ts";
import { StudioError } from "../../../shared/errors.ts";
import type { RingMemory } from "../../../shared/ring.ts";
import type { TrapView } from "../../../shared/model.ts";
import type { RecordTables } from "../../../shared/record.ts";
import type {
  GuestPart,
  PlannedLink,
  RefusedBucket,
  StateLocation,
  WorkerBoot,
} from "../../../shared/worker-protocol.ts";
import { checkImports, listExports } from "../../wit/check/check.ts";
import type { HostProfile } from "../../wit/check/profile.ts";
import { decodeComponent } from "../../wit/decode-component.ts";
import type { Offer } from "../../wit/offered/offered.ts";
import { planImports } from "../../wit/plan-imports.ts";
import { printWorld } from "../../wit/print.ts";
import type { Transpiler } from "../link/transpiler.ts";
import { BuildPool } from "../pool/build-pool.ts";
import { CrashLoop } from "../pool/crash-loop.ts";
import { GuestThread } from "../pool/guest-thread.ts";
import { RingMemories } from "../pool/ring-memories.ts";
import type { EarlyWorkers } from "../pool/starting-worker.ts";
import { measuredTimes } from "../invocation/measured-times.ts";
import type { ComponentManifest } from "../project/manifest.ts";
import type { ComponentConfigs } from "../project-changes/component-configs.ts";
import type { Secrets } from "../secrets/open-secrets.ts";
import { ungrantedSecrets } from "../secrets/secret-problems.ts";
import { trapReport } from "../trap/trap-report.ts";
import { asComponent } from "./as-component.ts";
import {
  exportProblems,
  importProblems,
  requireOffered,
  stubProblems,
  transpilerProblems,
} from "./contract-problems.ts";
import { callsOnlyAhead } from "./ahead.ts";
import { buildChanges } from "./build-changes.ts";
import type { LinkedBuild } from "./linked-build.ts";
import type { ComponentLinks } from "./linking/component-links.ts";
import { identityOf, type Linkable } from "./linking/linkable.ts";
import { linkedImports, linkRows } from "./linking/linked-imports.ts";
import { planStubs } from "./linking/plan-stubs.ts";
import { unlinkedPackages, unlinkedProblems, withUnlinked } from "./linking/unlinked-packages.ts";
import { unusedLinks } from "./linking/unused-links.ts";
import type { Artefact } from "./settle.ts";
import { transpileInput } from "./transpile-input.ts";

export interface LinkOptions {
  readonly manifest: ComponentManifest;
  readonly profile: HostProfile;
  readonly offers: readonly Offer[];
  /** What the component's imports lead to; `link` indexes `RecordTables.links`. */
  readonly links: readonly PlannedLink[];
  /** As `unchosenBackends` gives it. */
  readonly unchosen: ReadonlyMap<string, readonly string[]>;
  readonly configs: Pick<ComponentConfigs, "valuesOf" | "attend">;
  readonly unknownImports: "stub-and-warn" | "refuse";
  /** What other components answer. */
  readonly linking: Pick<ComponentLinks, "awaitCallees" | "plan">;
  readonly secrets: Pick<Secrets, "forWorkers" | "attend">;
  readonly onBucketRefused: (refused: RefusedBucket) => void;
  readonly state: StateLocation;
  readonly journal: Journal;
  readonly transpiler: Transpiler;
  readonly workers: EarlyWorkers;
  readonly now: () => number;
}

/** What wasmCloud calls every component. */
export const PROGRAM_NAME = "main.wasm";

/**
 * Makes a build servable: decodes and checks its world, transpiles, compiles, and makes a first instance in the worker
 * that will serve the first call. @throws StudioError when any of it fails; nothing is left running then.
 */
export async function linkBuild(file: Artefact, options: LinkOptions, signal: AbortSignal): Promise<LinkedBuild> {
  const { manifest, journal } = options;
  const { bytes, wrapped } = await asComponent(file, options.transpiler, signal);
  const { digest } = file;
  const world = decodeComponent(bytes);
  const checked = checkImports(world, options.offers, options.profile);
  const exports = listExports(world);
  const plan = planImports(
    world,
    new Map(checked.flatMap(({ name, offer }) => (offer === undefined ? [] : [[name, offer]]))),
  );
  const offered = new Set(checked.flatMap(({ name, status }) => (status === "offered" ? [name] : [])));
  const callees = options.linking.awaitCallees({ manifest, world, offered }, signal);
  // It is waited for below, unless something else goes wrong before.
  callees.catch(() => undefined);
  const { workers } = options;
  // Beside the making of the build.
  await using _worker = workers.begin(manifest.name);
  const input = transpileInput({ bytes, digest }, plan.map, manifest);
  const transpiled = await options.transpiler.transpile(input, signal);
  const coreModules = await Promise.all(
    transpiled.coreModules.map(async ([name, path]) => {
      const compiling = transpiled.compiling?.get(name) ?? WebAssembly.compile(new Uint8Array(await readFile(path)));
      return [name, await compiled(compiling, manifest.name)] as const;
    }),
  );
  signal.throwIfAborted();
  await callees;
  const { imports: planned, stubbed, faults } = planStubs(manifest.stubs, world, plan.imports);
  const part: GuestPart = {
    component: manifest.name,
    build: digest,
    moduleUrl: transpiled.moduleUrl,
    coreModules,
    imports: planned,
    links: options.links,
    env: manifest.env,
    args: [PROGRAM_NAME, ...manifest.args],
    config: options.configs.valuesOf(manifest.name),
    memoryMaxBytes: input.memoryMaxBytes,
  };
  const own: RecordTables = { functions: plan.functions, links: linkNames(options.links) };
  const linkable: Linkable = { manifest, world, offered, part, tables: own, identity: identityOf(part, manifest) };
  const linked = options.linking.plan(linkable);
  const { tables } = linked;
  const answered = linkedImports(checked, linked.resolved, stubbed);
  const unlinked = unlinkedPackages(manifest, options.unchosen, answered, stubbed);
  const imports = withUnlinked(answered, unlinked);
  const callable = imports.flatMap(({ name, functions }) => (functions.length > 0 ? [name] : []));
  if (options.unknownImports === "refuse") requireOffered(manifest.name, imports);
  // Links are those of this build's pool: others make another pool, and its workers other instances.
  const ahead = { allowed: false };
  const boot = (memory: RingMemory): WorkerBoot => ({
    ...linked.root,
    parts: linked.parts,
    depth: manifest.limits.depth,
    tables,
    state: options.state,
    instances: manifest.limits.instances,
    prepareAhead: ahead.allowed,
    secrets: options.secrets.forWorkers(),
    memory,
  });
  const memories = new RingMemories(tables.functions.length);
  const pool = new BuildPool({
    size: manifest.limits.poolSize,
    spawn: () => {
      const memory = memories.take();
      const starting = workers.take(manifest.name);
      const thread = options.configs.attend(
        options.secrets.attend(
          (onAudited) => new GuestThread(boot(memory), starting, onAudited, options.onBucketRefused),
        ),
      );
      // After the listener of the thread, which reads what is left in it.
      starting.worker.once("exit", () => memories.giveBack(memory));
      return thread;
    },
  });
  const journalRef = journal.registerBuild({ component: manifest.name, digest, tables });
  try {
    await firstInstance(pool, options, journalRef, signal, (thread, records) => {
      ahead.allowed = manifest.limits.instances === "per-call" && callsOnlyAhead(tables.functions, records);
      if (ahead.allowed) thread.prepareAhead();
    });
  } catch (error) {
    await pool[Symbol.asyncDispose]();
    throw error;
  }
  const httpInterface = exports.find(({ kind }) => kind === "http")?.name;
  const messageInterface = exports.find(({ kind }) => kind === "message")?.name;
  const build: LinkedBuild = {
    component: manifest.name,
    digest,
    size: file.bytes.length,
    ...(wrapped === undefined ? {} : { wrapped }),
    journalRef,
    pool,
    crashes: new CrashLoop({ component: manifest.name, now: options.now }),
    guestTimeMs: manifest.limits.guestTimeMs,
    requestDepth: manifest.limits.requestDepth,
    ...(httpInterface === undefined ? {} : { httpInterface }),
    ...(messageInterface === undefined ? {} : { messageInterface }),
    world,
    imports: imports.map(({ offer: _offer, ...view }) => view),
    exports,
    linkable,
    linked,
    links: linkRows(manifest, imports, linked.root.links, linked.resolved, stubbed),
    wit: printWorld(world),
    problems: [
      ...importProblems(manifest.name, imports),
      ...exportProblems(manifest.name, exports),
      ...unlinkedProblems(manifest, unlinked),
      ...unusedLinks(manifest, callable),
      ...stubProblems(manifest.name, faults),
      ...transpilerProblems(manifest.name, transpiled.warnings),
      ...ungrantedSecrets(manifest, imports),
    ],
    changesSince: (older) => buildChanges(older, build),
  };
  return build;
}

/**
 * A component that cannot even be instantiated does not take over. Its worker is kept for the first call. What it asks
 * of its host while it initialises is in the record like everything else; most ask nothing.
 */
async function firstInstance(
  pool: BuildPool,
  { manifest, journal }: LinkOptions,
  build: BuildRef,
  signal: AbortSignal,
  onLinked: (thread: GuestThread, records: readonly Uint8Array[]) => void,
): Promise<void> {
  const thread = await pool.acquire(signal);
  const timer = setTimeout(() => void pool.discard(thread, "timeout"), Math.max(1_000, manifest.limits.guestTimeMs));
  const onAbort = () => void pool.discard(thread, "killed");
  signal.addEventListener("abort", onAbort, { once: true });
  const id = journal.nextInvocationId();
  const startedAt = Date.now();
  const records: Uint8Array[] = [];
  try {
    const result = await thread.run(
      id,
      startedAt,
      { kind: "link" },
      { records: (bytes) => records.push(bytes), message: () => undefined },
    );
    if (typeof result !== "string" && result.outcome === "ok") onLinked(thread, records);
    // Nothing was called, so nothing carries the number.
    if (typeof result !== "string" && result.calls <= 1) journal.returnInvocationId(id);
    if (typeof result !== "string" && result.calls > 1) {
      const { outcome, reason, durationMs } = result;
      const trap = trapReport(manifest.name, { kind: "link" }, "", result);
      journal.begin({
        id,
        build,
        cause: { kind: "reload" },
        kind: "function",
        title: "instantiate, to see whether it links",
        startedAt,
      });
      for (const bytes of records) journal.records(id, bytes);
      journal.end(id, {
        outcome,
        durationMs,
        ...measuredTimes(result),
        ...(reason === undefined ? {} : { reason }),
        ...(trap === undefined ? {} : { trap }),
      });
    }
    signal.throwIfAborted();
    if (typeof result === "string") {
      throw new StudioError(
        "component-invalid",
        result === "timeout"
          ? `${manifest.name} does not finish its initialisation within ${manifest.limits.guestTimeMs / 1000} s (limits.guestTimeMs).`
          : `The worker of ${manifest.name} ended while it made the first instance.`,
      );
    }
    if (result.outcome !== "ok") {
      throw new StudioError(
        "component-invalid",
        `${manifest.name} cannot be instantiated: ${result.reason ?? result.outcome}${place(trapReport(manifest.name, { kind: "link" }, "", result))}.`,
      );
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
    pool.release(thread);
  }
}

/** Where in the guest it was, innermost first. */
function place(trap: TrapView | undefined): string {
  const names = trap?.frames.slice(0, 3).map((frame) => frame.function) ?? [];
  return names.length === 0 ? "" : `, in ${names.join(" called by ")}`;
}

async function compiled(compiling: Promise<WebAssembly.Module>, component: string): Promise<WebAssembly.Module> {
  try {
    return await compiling;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new StudioError(
      "component-invalid",
      `A core module of ${component} does not validate: ${detail}. Build it again; the file may be damaged.`,
      { cause: error },
    );
  }
}

/** Index 0 stands for functions without a link. */
function linkNames(links: readonly PlannedLink[]): RecordTables["links"] {
  const names: { name: string; backend: string }[] = [{ name: "", backend: "" }];
  for (const { link, name, backend } of links) names[link] = { name, backend };
  return names;
}
