/** A project as the studio works with it: every default filled in, every path absolute and inside the project. */
export interface ProjectManifest {
  readonly name: string;
  readonly host: { readonly profile: HostProfile; readonly unknownImports: "stub-and-warn" | "refuse" };
  /** In the order of the file; at least one. */
  readonly components: readonly ComponentManifest[];
  readonly triggers: {
    readonly http: readonly HttpTriggerManifest[];
    readonly messages: readonly MessageTriggerManifest[];
  };
  readonly backends: readonly BackendManifest[];
  readonly configs: readonly ConfigManifest[];
  readonly secrets: readonly SecretManifest[];
  readonly faults: readonly FaultManifest[];
  readonly record: RecordManifest;
  /** Pattern of recordings that are kept as tests. */
  readonly tests?: string;
}

export type HostProfile = "wasmcloud-1" | "wasmcloud-2";

export interface ComponentManifest {
  readonly name: string;
  /** Where builds run; watch patterns are relative to it. */
  readonly root: string;
  /** The artefact. It need not exist yet. */
  readonly wasm: string;
  readonly build?: BuildManifest;
  readonly watch: {
    /** Absent: what the language of the root makes likely. */
    readonly include?: readonly string[];
    readonly exclude?: readonly string[];
    readonly debounceMs: number;
  };
  readonly config: {
    readonly from: readonly string[];
    readonly values: readonly Pair[];
    /** What the local file says beside; absent where it says nothing. */
    readonly local?: readonly Pair[];
  };
  /** Names only. */
  readonly secrets: readonly string[];
  /** What the file says. An import no link names goes to `defaultBackend`. */
  readonly links: readonly LinkManifest[];
  /** What functions of its imports answer without being called. */
  readonly stubs: readonly StubManifest[];
  readonly egress: { readonly allow: readonly string[] };
  readonly env: readonly Pair[];
  /** Without the program's name. */
  readonly args: readonly string[];
  readonly limits: LimitsManifest;
}

export type Pair = readonly [name: string, value: string];

export interface BuildManifest {
  /** Program and arguments; one text is a line for the shell. */
  readonly command: readonly string[] | string;
  readonly env: readonly Pair[];
  readonly onSave: boolean;
  readonly timeoutMs: number;
}

export interface LimitsManifest {
  /** Only time in the guest counts. */
  readonly guestTimeMs: number;
  readonly memoryMiB: number;
  readonly instances: "per-call" | "reuse";
  /** Workers of one build at most; each runs one invocation at a time and holds one instance's memory. */
  readonly poolSize: number;
  /** Calls from component to component that may wait for each other. */
  readonly depth: number;
  /** Requests of the project to itself that may wait for each other; each of them holds a worker. */
  readonly requestDepth: number;
}

export interface LinkManifest {
  /** `wasi:keyvalue` */
  readonly package: string;
  /** Absent: every interface of the package. */
  readonly interfaces?: readonly string[];
  readonly name: string;
  readonly label?: string;
  readonly to: { readonly backend: string } | { readonly component: string };
  /** The only ones that the component may open through it. Absent: any. */
  readonly buckets?: readonly string[];
}

export interface StubManifest {
  /** `acme:pricing/quote#get`; the version may be left out. */
  readonly function: string;
  /** `return` is the JSON form of the WIT value. */
  readonly answer: { readonly return: unknown } | { readonly trap: string };
}

export interface HttpTriggerManifest {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly ifBusy: "next-free" | "fail";
  /** Where several have the same path, the first whose component exports an HTTP handler answers. */
  readonly routes: readonly { readonly path: string; readonly component: string }[];
  /** Nobody asked for it: it listens only when a component answers HTTP. */
  readonly implied: boolean;
}

export interface MessageTriggerManifest {
  readonly bus: string;
  readonly subject: string;
  readonly queue?: string;
  readonly component: string;
  /** Handlers that run together at most. */
  readonly concurrency?: number;
  /** `vitrine.jsonc:12:7` */
  readonly at: string;
}

export type BackendKindName = "keyvalue" | "blobstore" | "messaging";

export interface BackendManifest {
  readonly name: string;
  readonly kind: BackendKindName;
  readonly persist: boolean;
  /** What the component says, and the bucket it gets. All others keep their name and come to be on demand. */
  readonly buckets: readonly Pair[];
  /** There are no others. */
  readonly onlyListed: boolean;
  readonly seed?: string;
  /** Messages that are kept. */
  readonly keep: number;
}

export interface ConfigManifest {
  readonly name: string;
  readonly inline: readonly Pair[];
  readonly file?: string;
  /** Keys, and the variables whose values they have. */
  readonly fromEnv?: readonly Pair[];
}

export type SecretManifest = { readonly name: string; readonly as: "string" | "bytes" } & (
  | { readonly fromEnv: string }
  | { readonly file: string; readonly key?: string }
);

export interface FaultManifest {
  readonly name: string;
  readonly enabled: boolean;
  readonly match: string;
  readonly delayMs: number;
}

export interface RecordManifest {
  readonly maxBodyBytes: number;
  readonly redact: readonly string[];
  readonly maxInvocations: number;
  readonly maxBytes: number;
}

/** The package whose interfaces a backend of a kind answers. */
export const PACKAGE_OF_KIND: Readonly<Record<BackendKindName, string>> = {
  keyvalue: "wasi:keyvalue",
  blobstore: "wasi:blobstore",
  messaging: "wasmcloud:messaging",
};

/**
 * The backend of an import that no link names: the one of that kind that is called like its kind, else the only one.
 * Undefined: there are several, and the project has to say which.
 */
export function defaultBackend(manifest: ProjectManifest, kind: BackendKindName): BackendManifest | undefined {
  const all = manifest.backends.filter((backend) => backend.kind === kind);
  return all.find((backend) => backend.name === kind) ?? (all.length === 1 ? all[0] : undefined);
}
