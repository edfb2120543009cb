import { posix } from "node:path";

import type { ImportRow } from "../../../shared/model.ts";
import type {
  ComponentFile,
  HttpTriggerFile,
  LinkFile,
  ManifestFile,
  MessageTriggerFile,
} from "../project/manifest-file.ts";
import type { SourceDocument } from "./source-document.ts";
import type { DocumentPath } from "./toml-lines.ts";

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

export type ProposedComponent = Omit<Writable<ComponentFile>, "links" | "secrets"> & {
  links: LinkFile[];
  secrets: string[];
};

type BackendFile = NonNullable<ManifestFile["backends"]>[string];
type ConfigFile = NonNullable<ManifestFile["configs"]>[string];
type SecretFile = NonNullable<ManifestFile["secrets"]>[string];

/** Where something of a foreign file stands. */
export interface Origin {
  readonly document: SourceDocument;
  readonly path: DocumentPath;
}

const MAX_NAME_CHARS = 64;

/** A project file that comes to be, with a note on each thing that was read for it. */
export class Proposal {
  name: string;
  profile: "wasmcloud-1" | "wasmcloud-2" = "wasmcloud-1";
  readonly components = new Map<string, ProposedComponent>();
  readonly http: HttpTriggerFile[] = [];
  readonly messages: MessageTriggerFile[] = [];
  readonly backends = new Map<string, Writable<BackendFile>>();
  readonly configs = new Map<string, ConfigFile>();
  readonly secrets = new Map<string, SecretFile>();
  readonly rows: ImportRow[] = [];
  /** Comments by the path of what they stand above, as JSON. */
  readonly comments = new Map<string, string[]>();

  constructor(name: string) {
    this.name = name;
  }

  /** A component of that name, made if it is new. Names a project file cannot have are changed. */
  component(wished: string): { readonly name: string; readonly component: ProposedComponent } {
    const name = safeName(wished);
    let component = this.components.get(name);
    if (component === undefined) {
      component = { wasm: `build/${name}.wasm`, links: [], secrets: [] };
      this.components.set(name, component);
    }
    return { name, component };
  }

  /** A secret of that name whose value comes from the environment: values are never copied. */
  secretFromEnv(name: string): string {
    const variable = name.replaceAll(/[^A-Za-z0-9]+/g, "_").toUpperCase();
    if (!this.secrets.has(name)) this.secrets.set(name, { fromEnv: variable });
    return this.secrets.get(name)?.fromEnv ?? variable;
  }

  backend(wished: string, kind: BackendFile["kind"]): Writable<BackendFile> {
    const known = this.backends.get(wished);
    if (known !== undefined) return known;
    const made = { kind };
    this.backends.set(wished, made);
    return made;
  }

  mapped(origin: Origin, to: string, reason: string): void {
    this.#row("mapped", origin, reason, to);
  }

  changed(origin: Origin, to: string, reason: string): void {
    this.#row("changed", origin, reason, to);
  }

  ignored(origin: Origin, reason: string): void {
    this.#row("ignored", origin, reason);
  }

  /** A line above something in the file. */
  comment(path: DocumentPath, text: string): void {
    const key = JSON.stringify(path);
    const line = text.replaceAll(/[\p{Control}\u2028\u2029]+/gu, " ").trim();
    const known = this.comments.get(key) ?? [];
    if (!known.includes(line)) this.comments.set(key, [...known, line]);
  }

  manifest(): ManifestFile {
    for (const [name, { build }] of this.components) {
      if (build !== undefined)
        this.comment(["components", name, "build"], "Runs when sources change, once you trust this folder.");
    }
    return {
      version: 1,
      name: this.name.slice(0, 100),
      ...(this.profile === "wasmcloud-1" ? {} : { host: { profile: this.profile } }),
      components: Object.fromEntries([...this.components].map(([name, component]) => [name, inOrder(component)])),
      ...(this.http.length + this.messages.length === 0
        ? {}
        : { triggers: withoutEmpty({ http: this.http, messages: this.messages }) }),
      ...withoutEmpty({
        backends: Object.fromEntries(this.backends),
        configs: Object.fromEntries(this.configs),
        secrets: Object.fromEntries(this.secrets),
      }),
    };
  }

  #row(outcome: ImportRow["outcome"], { document, path }: Origin, reason: string, to?: string): void {
    const line = document.line(...path);
    this.rows.push({
      outcome,
      file: document.file,
      ...(line === undefined ? {} : { line }),
      // A line of WIT is shown as it is; everything else by its place.
      from: document.file.endsWith(".wit") ? path.join(" ") : pathText(path),
      ...(to === undefined ? {} : { to }),
      reason,
    });
  }
}

/** A name as components and backends may have it. */
export function safeName(text: string): string {
  const name = text
    .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, MAX_NAME_CHARS);
  return name === "" ? "component" : name;
}

/** A path as the project file has it, `build/a.wasm`; undefined when it leads out of the folder. */
export function insidePath(...parts: readonly string[]): string | undefined {
  const path = posix.normalize(posix.join(...parts.map((part) => part.replaceAll("\\", "/"))));
  return posix.isAbsolute(path) || path === ".." || path.startsWith("../") ? undefined : path;
}

/** `0.0.0.0:8000` as an address of this machine alone; undefined when it is no address. */
export function loopback(address: string): { readonly listen: string; readonly changed: boolean } | undefined {
  const match = /^(?:([^\s:[\]]*)|\[([0-9A-Fa-f:]+)\]):(\d{1,5})$/.exec(address);
  if (match === null) return undefined;
  const host = match[2] ?? match[1] ?? "";
  const isEverywhere = host === "" || host === "0.0.0.0" || /^[0:]*$/.test(host);
  return isEverywhere
    ? { listen: `127.0.0.1:${match[3]}`, changed: true }
    : { listen: host.includes(":") ? `[${host}]:${match[3]}` : `${host}:${match[3]}`, changed: false };
}

/** The subjects of `orders.>,audit|workers`, each with the queue that shares it. */
export function subscriptionsOf(text: string): readonly { readonly subject: string; readonly queue?: string }[] {
  const all = text.split(",").map((each) => each.trim());
  return all
    .filter((each) => each !== "")
    .map((each) => {
      const [subject = "", queue] = each.split("|");
      return { subject, ...(queue === undefined ? {} : { queue }) };
    });
}

/** Every value as text: that is what wasi:config answers. */
export function texts(entries: readonly (readonly [string, unknown])[]): Record<string, string> {
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

/** `components[0].properties.image` */
export function pathText(path: DocumentPath): string {
  if (path.length === 0) return "the file";
  return path
    .map((part) =>
      typeof part === "number" ? `[${part}]` : /^[\w$-]+$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`,
    )
    .join("")
    .replace(/^\./, "");
}

/** As a project file reads best: what it is, how it is made, what it is given. */
function inOrder(component: ProposedComponent): ComponentFile {
  const { root, wasm, build, watch, config, secrets, links, egress, env, args, limits } = component;
  const all = { root, wasm, build, watch, config, secrets, links, egress, env, args, limits };
  const said = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return { ...(root === undefined ? {} : { root }), wasm, ...withoutEmpty(said) };
}

function withoutEmpty<T extends object>(object: T): T {
  const kept = Object.entries(object).filter(([, value]: readonly [string, unknown]) => {
    if (Array.isArray(value)) return value.length > 0;
    return typeof value !== "object" || value === null || Object.keys(value).length > 0;
  });
  return Object.fromEntries(kept) as T;
}
