import { relative } from "node:path";
import { isDeepStrictEqual } from "node:util";

import { StudioError } from "../../../shared/errors.ts";
import type { RevealedSecret, SecretSize, SecretSource, SecretView } from "../../../shared/model.ts";
import { MIN_TRACKED_BYTES } from "../../../shared/secrets-model.ts";
import type { WorkerSecrets } from "../../../shared/worker-protocol.ts";
import { utf8Text } from "../../host/secrets/index.ts";
import { isInside } from "../project/confine.ts";
import type { ProjectManifest, SecretManifest } from "../project/manifest.ts";
import { PathWatcher } from "../watch/path-watcher.ts";
import { mayBeCommitted } from "./git-ignored.ts";
import { readSecret, type ReadSecret, type ReadSecretOptions } from "./read-secret.ts";

export interface ProjectSecretsOptions extends ReadSecretOptions {
  readonly manifest: ProjectManifest;
  /** False: files are read when the project is opened or its file changes, and not again. */
  readonly watch: boolean;
  /** What there is now, or holds from now on. Whatever it says is known to the record before any component gets it. */
  readonly onChange: (secrets: WorkerSecrets, views: readonly SecretView[]) => void;
}

interface Held {
  readonly manifest: SecretManifest;
  readonly read: ReadSecret;
}

/** A value that was replaced is looked for as long as the project is open; this many of each secret. */
const MAX_FORMER = 16;
const MEDIUM_BYTES = 64;
const HEADER = "header:";

/** The declared secrets of a project with their values, read anew when a source changes. */
export class ProjectSecrets implements AsyncDisposable {
  readonly #options: ProjectSecretsOptions;
  readonly #watchers = new Map<string, PathWatcher>();
  readonly #known = new Map<string, Uint8Array[]>();
  #manifest: ProjectManifest;
  #held: readonly Held[] = [];
  #told: { readonly secrets: WorkerSecrets; readonly views: readonly SecretView[] } | undefined;
  #loop: Promise<void> = Promise.resolve();
  #wanted = false;
  #disposed = false;

  /** Reads every source. What cannot be read is said in the views. */
  static async open(options: ProjectSecretsOptions): Promise<ProjectSecrets> {
    const secrets = new ProjectSecrets(options);
    await secrets.#read();
    secrets.#watch();
    return secrets;
  }

  private constructor(options: ProjectSecretsOptions) {
    this.#options = options;
    this.#manifest = options.manifest;
  }

  /** The project file changed. Resolves when its secrets hold. */
  async apply(manifest: ProjectManifest): Promise<void> {
    this.#manifest = manifest;
    await this.#look();
    this.#watch();
  }

  views(): readonly SecretView[] {
    return this.#held.map((held) => this.#view(held));
  }

  /** @throws StudioError `secret-not-found` */
  reveal(name: string): RevealedSecret {
    const held = this.#held.find(({ manifest }) => manifest.name === name);
    if (held === undefined) throw notDeclared(name, this.#held);
    if (held.read.state !== "found") {
      throw new StudioError("secret-not-found", `The secret ${name} has no value. ${held.read.why}`);
    }
    const value = valueOf(held.manifest, held.read.bytes);
    return {
      name,
      value: typeof value === "string" ? { kind: "string", text: value } : { kind: "bytes", bytes: value },
    };
  }

  /** As the audit names the source of a secret. */
  sourceOf(name: string): string {
    const held = this.#held.find(({ manifest }) => manifest.name === name);
    return held === undefined ? "" : sourceText(this.#source(held.manifest));
  }

  forWorkers(): WorkerSecrets {
    return {
      declared: this.#held.map(({ manifest, read }) => ({
        name: manifest.name,
        source: sourceText(this.#source(manifest)),
        ...(read.state === "found" ? { value: valueOf(manifest, read.bytes) } : {}),
        ...(read.state === "unreadable" || read.state === "refused" ? { why: read.why } : {}),
      })),
      granted: this.#manifest.components.map(({ name, secrets }) => [name, secrets] as const),
      known: [...this.#known].flatMap(([name, values]) => values.map((bytes) => ({ name, bytes }))),
      maskedHeaders: this.#manifest.record.redact.flatMap((rule) =>
        rule.startsWith(HEADER) ? [rule.slice(HEADER.length).toLowerCase()] : [],
      ),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    await Promise.all([...this.#watchers.values()].map((watcher) => watcher[Symbol.asyncDispose]()));
    await this.#loop;
  }

  /** Looks until nothing changed any more, one look at a time. */
  #look(): Promise<void> {
    this.#wanted = true;
    this.#loop = this.#loop.then(async () => {
      if (!this.#wanted || this.#disposed) return;
      this.#wanted = false;
      await this.#read();
    });
    return this.#loop;
  }

  async #read(): Promise<void> {
    const held = await Promise.all(
      this.#manifest.secrets.map(async (manifest) => ({ manifest, read: await this.#readOne(manifest) })),
    );
    for (const { manifest, read } of held) if (read.state === "found") this.#remember(manifest.name, read.bytes);
    this.#held = held;
    const told = this.#told;
    const now = { secrets: this.forWorkers(), views: this.views() };
    this.#told = now;
    if (!isDeepStrictEqual(told, now)) this.#options.onChange(now.secrets, now.views);
  }

  async #readOne(manifest: SecretManifest): Promise<ReadSecret> {
    const read = await readSecret(manifest, this.#options);
    if (read.state !== "found" || read.warning !== undefined || !("file" in manifest)) return read;
    if (!(await mayBeCommitted(manifest.file))) return read;
    const path = this.#shown(manifest.file);
    return {
      ...read,
      warning: `${path} lies in a git repository that does not ignore it: it may come to be committed. Add a line /${path} to the .gitignore of the project.`,
    };
  }

  /** With what a guest makes of it that cuts off the line break of a file. */
  #remember(name: string, bytes: Uint8Array): void {
    const text = utf8Text(bytes);
    const known = this.#known.get(name) ?? [];
    for (const value of text === undefined ? [bytes] : [bytes, new TextEncoder().encode(text.trim())]) {
      if (!known.some((other) => Buffer.compare(other, value) === 0)) known.push(value);
    }
    this.#known.set(name, known.slice(-MAX_FORMER * 2));
  }

  #watch(): void {
    if (!this.#options.watch || this.#disposed) return;
    const files = new Set(this.#manifest.secrets.flatMap((secret) => ("file" in secret ? [secret.file] : [])));
    for (const [file, watcher] of this.#watchers) {
      if (files.has(file)) continue;
      this.#watchers.delete(file);
      void watcher[Symbol.asyncDispose]();
    }
    for (const file of files) {
      if (!this.#watchers.has(file)) this.#watchers.set(file, new PathWatcher(file, () => void this.#look()));
    }
  }

  #view({ manifest, read }: Held): SecretView {
    const { name } = manifest;
    const found = read.state === "found" ? read : undefined;
    return {
      name,
      source: this.#source(manifest),
      as: found !== undefined && typeof valueOf(manifest, found.bytes) !== "string" ? "bytes" : manifest.as,
      state: read.state,
      ...(read.state === "found" ? {} : { why: read.why }),
      ...(found?.warning === undefined ? {} : { warning: found.warning }),
      components: this.#manifest.components.filter(({ secrets }) => secrets.includes(name)).map((each) => each.name),
      ...(found === undefined ? {} : { size: sizeOf(found.bytes.length) }),
      tracked: found !== undefined && found.bytes.length >= MIN_TRACKED_BYTES,
    };
  }

  #source(manifest: SecretManifest): SecretSource {
    if ("fromEnv" in manifest) return { kind: "env", variable: manifest.fromEnv };
    const path = this.#shown(manifest.file);
    return manifest.key === undefined ? { kind: "file", path } : { kind: "dotenv", path, key: manifest.key };
  }

  #shown(path: string): string {
    const { root } = this.#options;
    return isInside(root, path) ? relative(root, path) : path;
  }
}

/** What a guest gets. */
function valueOf({ as }: SecretManifest, bytes: Uint8Array): string | Uint8Array {
  return as === "bytes" ? bytes : (utf8Text(bytes) ?? bytes);
}

function sizeOf(bytes: number): SecretSize {
  if (bytes === 0) return "empty";
  if (bytes < MIN_TRACKED_BYTES) return "short";
  return bytes <= MEDIUM_BYTES ? "medium" : "long";
}

function sourceText(source: SecretSource): string {
  switch (source.kind) {
    case "env":
      return `env ${source.variable}`;
    case "file":
      return `file ${source.path}`;
    case "dotenv":
      return `dotenv ${source.path} ${source.key}`;
  }
}

function notDeclared(name: string, held: readonly Held[]): StudioError {
  const names = held.map(({ manifest }) => manifest.name).join(", ");
  return new StudioError(
    "secret-not-found",
    `The project declares no secret ${JSON.stringify(name)}; it has ${names || "none"}. Add it to "secrets" in vitrine.jsonc.`,
  );
}
