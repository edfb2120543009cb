/** The project file as the schema lets it be written; `vitrine.v1.schema.json` says what each key means. */
export interface ManifestFile {
  readonly version: number;
  readonly name?: string;
  readonly host?: {
    readonly profile?: "wasmcloud-1" | "wasmcloud-2";
    readonly unknownImports?: "stub-and-warn" | "refuse";
  };
  readonly components: Named<ComponentFile>;
  readonly triggers?: { readonly http?: readonly HttpTriggerFile[]; readonly messages?: readonly MessageTriggerFile[] };
  readonly backends?: Named<BackendFile>;
  readonly configs?: Named<{
    readonly inline?: Named<string>;
    readonly file?: string;
    readonly fromEnv?: Named<string>;
  }>;
  readonly secrets?: Named<{
    readonly fromEnv?: string;
    readonly file?: string;
    readonly key?: string;
    readonly as?: "string" | "bytes";
  }>;
  readonly faults?: readonly {
    readonly name: string;
    readonly enabled?: boolean;
    readonly match: string;
    readonly delayMs?: number;
  }[];
  readonly record?: {
    readonly auto?: string;
    readonly maxBodyKiB?: number;
    readonly redact?: readonly string[];
    readonly maxInvocations?: number;
    readonly maxMiB?: number;
  };
  readonly tests?: string;
}

type Named<Value> = Readonly<Record<string, Value>>;

export interface ComponentFile {
  readonly root?: string;
  readonly wasm: string;
  readonly build?: {
    readonly command: readonly string[] | string;
    readonly env?: Named<string>;
    readonly onSave?: boolean;
    readonly timeoutSec?: number;
  };
  readonly watch?: {
    readonly include?: readonly string[];
    readonly exclude?: readonly string[];
    readonly debounceMs?: number;
  };
  readonly config?: { readonly from?: readonly string[]; readonly values?: Named<string> };
  readonly secrets?: readonly string[];
  readonly links?: readonly LinkFile[];
  readonly stubs?: Named<{ readonly return?: unknown; readonly trap?: string }>;
  readonly egress?: { readonly allow?: readonly string[] };
  readonly env?: Named<string>;
  readonly args?: readonly string[];
  readonly limits?: {
    readonly guestTimeMs?: number;
    readonly memoryMiB?: number;
    readonly instances?: "per-call" | "reuse";
    readonly poolSize?: number;
    readonly depth?: number;
  };
}

export interface LinkFile {
  readonly import: string;
  readonly interfaces?: readonly string[];
  readonly name?: string;
  readonly label?: string;
  readonly to: string | { readonly component: string };
  readonly buckets?: readonly string[];
}

export interface HttpTriggerFile {
  readonly name?: string;
  readonly listen?: string;
  readonly ifBusy?: "next-free" | "fail";
  readonly routes?: readonly { readonly path: string; readonly component: string }[];
}

export interface MessageTriggerFile {
  readonly bus?: string;
  readonly subject: string;
  readonly queue?: string;
  readonly component: string;
  readonly concurrency?: number;
}

export interface BackendFile {
  readonly kind: "keyvalue" | "blobstore" | "messaging";
  readonly persist?: boolean;
  readonly buckets?: Named<string>;
  readonly onlyListed?: boolean;
  readonly seed?: string;
  readonly keep?: number;
}
