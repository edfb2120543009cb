import { availableParallelism } from "node:os";

import { parseListen } from "./listen.ts";
import {
  type BackendKindName,
  type BackendManifest,
  type ComponentManifest,
  type HttpTriggerManifest,
  type LimitsManifest,
  type LinkManifest,
  type MessageTriggerManifest,
  PACKAGE_OF_KIND,
  type Pair,
  type ProjectManifest,
  type RecordManifest,
  type SecretManifest,
} from "./manifest.ts";
import type {
  BackendFile,
  ComponentFile,
  HttpTriggerFile,
  LinkFile,
  ManifestFile,
  MessageTriggerFile,
} from "./manifest-file.ts";

/** Turns a path of the file into an absolute one inside the project, or throws; `where` is the key it stands under. */
export type ResolvePath = (path: string, where: readonly (string | number)[], base?: string) => string;

/** Where a value of the project file stands: `vitrine.jsonc:12:7`. */
export type PlaceOf = (where: readonly (string | number)[]) => string;
/** Where nobody can say more. */
const MANIFEST_NAME = "vitrine.jsonc";

/** What `wash dev` 1.x listens on. */
export const DEFAULT_LISTEN = { host: "127.0.0.1", port: 8000 } as const;

const DEFAULT_LIMITS: LimitsManifest = {
  guestTimeMs: 30_000,
  memoryMiB: 512,
  instances: "per-call",
  poolSize: Math.max(2, Math.min(8, availableParallelism())),
  depth: 32,
  requestDepth: 16,
};
const DEFAULT_DEBOUNCE_MS = 150;
const DEFAULT_BUILD_TIMEOUT_SEC = 600;
const DEFAULT_KEPT_MESSAGES = 10_000;
const DEFAULT_RECORD = { maxBodyKiB: 256, maxInvocations: 10_000, maxMiB: 256 } as const;

/** Fills in every default. The file has been checked against the schema. */
export function resolveManifest(
  file: ManifestFile,
  projectName: string,
  resolve: ResolvePath,
  placeOf: PlaceOf = () => MANIFEST_NAME,
): ProjectManifest {
  const components = Object.entries(file.components).map(([name, each]) => component(name, each, resolve));
  const backends = withDefaultBackends(
    Object.entries(file.backends ?? {}).map(([name, each]) => backend(name, each, resolve)),
  );
  return {
    name: file.name ?? projectName,
    host: {
      profile: file.host?.profile ?? "wasmcloud-1",
      unknownImports: file.host?.unknownImports ?? "stub-and-warn",
    },
    components,
    triggers: {
      http: httpTriggers(file.triggers?.http, components),
      messages: (file.triggers?.messages ?? []).map((trigger, i) =>
        messageTrigger(trigger, backends, placeOf(["triggers", "messages", i])),
      ),
    },
    backends,
    configs: Object.entries(file.configs ?? {}).map(([name, { inline, file: path, fromEnv }]) => ({
      name,
      inline: pairs(inline),
      ...(path === undefined ? {} : { file: resolve(path, ["configs", name, "file"]) }),
      ...(fromEnv === undefined ? {} : { fromEnv: pairs(fromEnv) }),
    })),
    secrets: secrets(file, resolve),
    faults: (file.faults ?? []).map(({ name, enabled, match, delayMs }) => ({
      name,
      enabled: enabled ?? false,
      match,
      delayMs: delayMs ?? 0,
    })),
    record: record(file.record),
    ...(file.tests === undefined ? {} : { tests: file.tests }),
  };
}

function component(name: string, file: ComponentFile, resolve: ResolvePath): ComponentManifest {
  const at = ["components", name];
  const root = resolve(file.root ?? ".", [...at, "root"]);
  return {
    name,
    root,
    wasm: resolve(file.wasm, [...at, "wasm"], root),
    ...(file.build === undefined
      ? {}
      : {
          build: {
            command: file.build.command,
            env: pairs(file.build.env),
            onSave: file.build.onSave ?? true,
            timeoutMs: (file.build.timeoutSec ?? DEFAULT_BUILD_TIMEOUT_SEC) * 1000,
          },
        }),
    watch: { debounceMs: DEFAULT_DEBOUNCE_MS, ...file.watch },
    config: { from: file.config?.from ?? [], values: pairs(file.config?.values) },
    secrets: file.secrets ?? [],
    links: (file.links ?? []).map(link),
    stubs: Object.entries(file.stubs ?? {}).map(([name, { return: value, trap }]) => ({
      function: name,
      answer: trap === undefined ? { return: value } : { trap },
    })),
    egress: { allow: file.egress?.allow ?? [] },
    env: pairs(file.env),
    args: file.args ?? [],
    limits: limits(file.limits),
  };
}

function limits(file: ComponentFile["limits"]): LimitsManifest {
  const { depth } = file ?? {};
  return { ...DEFAULT_LIMITS, ...file, ...(depth === undefined ? {} : { requestDepth: depth }) };
}

function link({ import: imported, interfaces, name, label, to, buckets }: LinkFile): LinkManifest {
  const [packageName = "", single] = imported.split("/");
  const only = single === undefined ? interfaces : [single];
  return {
    package: packageName,
    ...(only === undefined ? {} : { interfaces: only }),
    name: name ?? "default",
    ...(label === undefined ? {} : { label }),
    to: typeof to === "string" ? { backend: to } : { component: to.component },
    ...(buckets === undefined ? {} : { buckets }),
  };
}

function backend(name: string, file: BackendFile, resolve: ResolvePath): BackendManifest {
  return {
    name,
    kind: file.kind,
    persist: file.persist ?? true,
    buckets: pairs(file.buckets),
    onlyListed: file.onlyListed ?? false,
    ...(file.seed === undefined ? {} : { seed: resolve(file.seed, ["backends", name, "seed"]) }),
    keep: file.keep ?? DEFAULT_KEPT_MESSAGES,
  };
}

/** A project that says nothing about a kind of backend gets one of it, called like the kind, as on `wash dev`. */
function withDefaultBackends(backends: readonly BackendManifest[]): readonly BackendManifest[] {
  const kinds = Object.keys(PACKAGE_OF_KIND) as BackendKindName[];
  const missing = kinds.filter((wanted) => !backends.some(({ kind, name }) => kind === wanted || name === wanted));
  return [
    ...backends,
    ...missing.map((kind) => ({
      name: kind,
      kind,
      persist: true,
      buckets: [],
      onlyListed: false,
      keep: DEFAULT_KEPT_MESSAGES,
    })),
  ];
}

/** Without a word about HTTP there is one trigger, and every component stands by at its root. An empty list is none. */
function httpTriggers(
  files: readonly HttpTriggerFile[] | undefined,
  components: readonly ComponentManifest[],
): readonly HttpTriggerManifest[] {
  const all = components.map(({ name }) => ({ path: "/", component: name }));
  return (files ?? [{}]).map(({ name, listen, ifBusy, routes }, i) => ({
    name: name ?? (i === 0 ? "http" : `http-${i + 1}`),
    ...((listen === undefined ? undefined : parseListen(listen)) ?? DEFAULT_LISTEN),
    ifBusy: ifBusy ?? "next-free",
    routes: routes ?? all,
    implied: files === undefined,
  }));
}

function messageTrigger(
  file: MessageTriggerFile,
  backends: readonly BackendManifest[],
  at: string,
): MessageTriggerManifest {
  const bus = file.bus ?? backends.find(({ kind }) => kind === "messaging")?.name ?? "messaging";
  const { subject, queue, component: name, concurrency } = file;
  return {
    bus,
    subject,
    ...(queue === undefined ? {} : { queue }),
    component: name,
    ...(concurrency === undefined ? {} : { concurrency }),
    at,
  };
}

function secrets(file: ManifestFile, resolve: ResolvePath): readonly SecretManifest[] {
  return Object.entries(file.secrets ?? {}).map(([name, { fromEnv, file: path, key, as = "string" }]) => {
    if (fromEnv !== undefined) return { name, as, fromEnv };
    const absolute = resolve(path ?? "", ["secrets", name, "file"]);
    return { name, as, file: absolute, ...(key === undefined ? {} : { key }) };
  });
}

function record(file: ManifestFile["record"]): RecordManifest {
  // "off" is answered by a warning: there is always a record.
  const last = /^last-(\d+)$/.exec(file?.auto ?? "")?.[1];
  const most = file?.maxInvocations ?? DEFAULT_RECORD.maxInvocations;
  return {
    maxBodyBytes: (file?.maxBodyKiB ?? DEFAULT_RECORD.maxBodyKiB) * 1024,
    redact: file?.redact ?? [],
    maxInvocations: last === undefined ? most : Math.min(Number(last), most),
    maxBytes: (file?.maxMiB ?? DEFAULT_RECORD.maxMiB) * 1024 * 1024,
  };
}

function pairs(texts: Readonly<Record<string, string>> | undefined): readonly Pair[] {
  return Object.entries(texts ?? {});
}
