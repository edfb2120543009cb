/** A project with build commands in a temporary folder, and its builds as a window would follow them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { BuildPrinted, BuildRunView, ProblemView } from "../../../../shared/model.ts";
import { Problems } from "../../problems.ts";
import { readManifest } from "../../project/read-manifest.ts";
import { TempProject } from "../../project/testing/temp-project.ts";
import type { UserEnvironment } from "../../project/user-folders.ts";
import { Builds, type BuildsOptions } from "../builds.ts";

export interface BuiltComponent {
  readonly root?: string;
  readonly wasm?: string;
  /** Source of a script for Node; it runs in the component's root. */
  readonly script?: string;
  readonly build?: object;
  readonly watch?: object;
}

export class BuiltProject implements AsyncDisposable {
  readonly folder = new TempProject();
  readonly printed: BuildPrinted[] = [];
  readonly problems: Problems;
  builds: Builds;
  #listeners = new Set<() => void>();
  /** How many runs of each component began. */
  readonly begun = new Map<string, number>();

  constructor(
    components: Readonly<Record<string, BuiltComponent>>,
    options: Partial<BuildsOptions> & { readonly files?: Readonly<Record<string, string>> } = {},
  ) {
    const { files = {}, ...more } = options;
    this.problems = new Problems(Date.now, () => this.#wake());
    const described = Object.entries(components).map(([name, { script, build, ...rest }]) => {
      const file = this.folder.write(`${name}.build.mjs`, script ?? "");
      return [
        name,
        {
          wasm: `out/${name}.wasm`,
          ...rest,
          build: { command: [process.execPath, file], ...build },
          watch: { debounceMs: 20, ...rest.watch },
        },
      ];
    });
    this.folder.write(
      "vitrine.jsonc",
      JSON.stringify({ version: 1, components: Object.fromEntries(described) as object }),
    );
    for (const [path, content] of Object.entries(files)) this.folder.write(path, content);
    this.builds = this.open({ trusted: true, ...more });
  }

  open(options: Partial<BuildsOptions>): Builds {
    const { root } = this.folder;
    return new Builds({
      project: { root, manifest: readManifest(root).manifest, manifestFiles: [this.folder.path("vitrine.jsonc")] },
      watch: true,
      problems: this.problems,
      now: Date.now,
      user: this.user,
      onChange: (view) => {
        this.begun.set(view.component, view.run);
        this.#wake();
      },
      onPrinted: (printed) => {
        this.printed.push(printed);
        this.#wake();
      },
      ...options,
    });
  }

  get user(): UserEnvironment {
    const home = this.folder.path("home");
    return { env: { ...process.env, VITRINE_DATA_HOME: join(home, "data") }, platform: process.platform, home };
  }

  /** What `read` gives once it gives something; asked again whenever the builds tell of anything. */
  async until<T>(read: () => T | undefined | false): Promise<T> {
    for (;;) {
      const found = read();
      if (found !== undefined && found !== false) return found;
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.#listeners.delete(wake);
          resolve();
        };
        this.#listeners.add(wake);
      });
    }
  }

  /** The component's newest run once it is the given one and over. */
  ended(component: string, run: number): Promise<BuildRunView> {
    return this.until(() => {
      const view = this.view(component);
      return view.run >= run && view.state !== "running" && view;
    });
  }

  view(component: string): BuildRunView {
    const view = this.builds.view(component);
    if (view === undefined) throw new Error(`${component} has no build`);
    return view;
  }

  problem(id: RegExp): ProblemView | undefined {
    return this.problems.list().find((problem) => id.test(problem.id));
  }

  read(path: string): string {
    return readFileSync(this.folder.path(path), "utf8");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.builds[Symbol.asyncDispose]();
    this.folder[Symbol.dispose]();
  }

  #wake(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** For build scripts: writes an artefact that the run before did not write, as a build does. */
export const WRITE_ARTEFACT = `
import { mkdirSync, writeFileSync } from "node:fs";
mkdirSync("out", { recursive: true });
writeFileSync("out/api.wasm", String(process.hrtime.bigint()));
`;
/** Says it has begun, and waits for the file that lets it go on. */
export const WAIT_TO_GO_ON = `
import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
console.log("waiting");
while (!existsSync("go-on")) await setTimeout(10);
`;
