import type { InterfaceName } from "../interface-name.ts";

/** What to say about an import that nobody serves here. */
export interface KnownImport {
  readonly note: string;
  readonly fix?: string;
}

interface Rule {
  readonly matches: (name: InterfaceName) => boolean;
  readonly note: string;
  /** `{package}` and `{interface}` stand for those of the import. */
  readonly fix: string;
}

/** A line of the project file. */
const LINK = '"links": [{ "import": "{package}", "to": { "component": "NAME-OF-A-COMPONENT-THAT-EXPORTS-IT" } }]';

/** Packages whose interfaces are known here, served or not. */
const knownPackages: ReadonlySet<string> = new Set([
  "wasi:blobstore",
  "wasi:config",
  "wasi:keyvalue",
  "wasi:logging",
  "wasmcloud:bus",
  "wasmcloud:messaging",
  "wasmcloud:secrets",
]);

/** Those of wasmCloud that are for hosts to serve; the namespace names its examples, too, which components export. */
const hostPackages: ReadonlySet<string> = new Set([
  ...knownPackages,
  "wasmcloud:couchbase",
  "wasmcloud:identity",
  "wasmcloud:postgres",
  "wasmcloud:wash",
]);

/** Whether hosts serve interfaces of this package; others are for components to export. */
export function isOfAHost({ namespace, package: packageName }: InterfaceName): boolean {
  return namespace === "wasi" || hostPackages.has(packageName);
}

/** Ids seen in the wild that are not served, the most particular first. */
const rules: readonly Rule[] = [
  {
    matches: (name) =>
      name.package === "wasi:keyvalue" && (name.interface === "eventual" || name.version.startsWith("0.1.")),
    note: "This is the key-value design of 2023, which no current host serves.",
    fix: "import wasi:keyvalue/store@0.2.0-draft;",
  },
  {
    matches: (name) => name.package === "wasi:blobstore" && name.version === "0.2.0-draft-2024-09-01",
    note: "This draft was only used in Spin experiments.",
    fix: "import wasi:blobstore/{interface}@0.2.0-draft;",
  },
  {
    matches: (name) => name.package === "wasi:messaging",
    note: "Other runtimes than wasmCloud use this package.",
    fix: "import wasmcloud:messaging/consumer@0.2.0;",
  },
  {
    matches: (name) => name.package === "wasmcloud:messaging" && name.version === "0.3.0",
    note: "0.3.0 names two shapes: one of wasmCloud 1.5 to 1.9 behind a feature, one of 2.x with async functions. Neither is served here.",
    fix: "import wasmcloud:messaging/consumer@0.2.0;",
  },
  {
    matches: (name) => name.package === "wasmcloud:secrets" && name.version === "2.1.0",
    note: "This is the async generation of wasmCloud 2.x, which is not served here.",
    fix: "import wasmcloud:secrets/{interface}@0.1.0-draft;",
  },
  {
    matches: (name) => name.package === "wasmcloud:bus" && name.interface === "error",
    note: "It turns errors of wasi:io into those of wRPC, which nothing here speaks; wasmCloud 1.x serves it only with its wRPC feature.",
    fix: "Leave this import out: wasmcloud:bus/lattice is served without it.",
  },
  {
    matches: (name) => name.namespace === "wasi" && name.version.startsWith("0.3."),
    note: "This belongs to WASI 0.3 (async functions, streams and futures), which is not served here.",
    fix: "Build for WASI 0.2, for example `cargo build --target wasm32-wasip2`.",
  },
  {
    matches: (name) => name.namespace === "wasi" && /^0\.2\.0-rc-\d{4}/.test(name.version),
    note: "This is a release candidate of WASI 0.2 from before its release.",
    fix: "Build it again with current tools, so that it imports {package}/{interface}@0.2.0 or later.",
  },
  {
    matches: (name) => name.package === "wasmcloud:postgres",
    note: "SQL databases are served by a provider on wasmCloud; Vitrine has none.",
    fix: LINK,
  },
  {
    matches: (name) => name.package === "wasmcloud:wash",
    note: "The wash command serves this to its plugins; hosts do not.",
    fix: LINK,
  },
  {
    matches: (name) => name.package === "wasmcloud:identity",
    note: "wasmCloud 1.x serves this only with the feature workload-identity-interface; Vitrine does not.",
    fix: LINK,
  },
];

/** What there is to say about an id, whatever else is served under its name. */
export function explainKnown(name: InterfaceName): KnownImport | undefined {
  const rule = rules.find((each) => each.matches(name));
  return rule === undefined ? undefined : { note: rule.note, fix: filled(rule.fix, name) };
}

/** For a name under which nothing at all is served. */
export function explainUnknown(name: InterfaceName): KnownImport {
  const note = knownPackages.has(name.package)
    ? "This version of Vitrine knows this interface but does not serve it yet: calls of it trap with its name."
    : "No host interface of this name is served here; calls of it trap with its name.";
  return knownPackages.has(name.package) ? { note } : { note, fix: filled(LINK, name) };
}

function filled(fix: string, name: InterfaceName): string {
  return fix.replaceAll("{package}", name.package).replaceAll("{interface}", name.interface);
}
