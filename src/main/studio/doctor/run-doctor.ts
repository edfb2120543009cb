import { release } from "node:os";

import vitrine from "../../../../package.json" with { type: "json" };
import type { DoctorProgress, DoctorReport, DoctorRow } from "../../../shared/model.ts";
import { detectLanguages, type LanguageName } from "../build/languages.ts";
import { toolEnvironment } from "../build/tool-environment.ts";
import { openOrImport } from "../import/open-or-import.ts";
import type { LoadedProject } from "../project/load-project.ts";
import { DEFAULT_LISTEN } from "../project/resolve-manifest.ts";
import { userCacheFolder, userDataFolder, type UserEnvironment, userEnvironment } from "../project/user-folders.ts";
import { displayRow, electronRow, runtimeRow } from "./machine-rows.ts";
import { portRow } from "./port-row.ts";
import { cacheFolderRow, clockRow, diskRow, stateFolderRow } from "./storage-rows.ts";
import { TOOL_COUNT, toolchainRows } from "./toolchain-rows.ts";
import { watchingRow, watchLimitRow } from "./watch-rows.ts";

export interface DoctorOptions {
  /** Vitrine's own folder; ends with a slash. */
  readonly installation: URL;
  /** A project to look at, too: what its builds need, its ports, its state folder. It may be another tool's. */
  readonly path?: string;
  /** In place of a path, one that was read already, whatever its file says by now. */
  readonly project?: LoadedProject;
  readonly user?: UserEnvironment;
  readonly now?: () => number;
  /** Ends what is being tried; `runDoctor` then rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Told after each thing that was tried. */
  readonly onProgress?: (progress: DoctorProgress) => void;
}

/**
 * Tries what Vitrine needs of this machine. Leaves nothing behind but the cache folder.
 * @throws StudioError `project-not-found`, `manifest-invalid` for a project that cannot be read
 */
export async function runDoctor({
  installation,
  path,
  project: given,
  user = userEnvironment(),
  now = Date.now,
  signal,
  onProgress,
}: DoctorOptions): Promise<DoctorReport> {
  signal?.throwIfAborted();
  const project = given ?? (path === undefined ? undefined : (await openOrImport(path, user)).project);
  const env = toolEnvironment(user);
  const statePath = project?.statePath ?? userDataFolder(user);
  const trials = [
    watchingRow(project?.root, signal),
    watchLimitRow(),
    ...listens(project).map(({ host, port }) => portRow(host, port)),
    stateFolderRow(statePath),
    cacheFolderRow(userCacheFolder(user)),
    diskRow(statePath),
    clockRow(now),
  ];
  let checked = 0;
  const tell = (last: string) => {
    checked += 1;
    if (signal?.aborted !== true) onProgress?.({ checked, of: trials.length + TOOL_COUNT, last });
  };
  const rows = await Promise.all(
    trials.map(async (trial) => {
      const row = await trial;
      tell(row?.name ?? "limits");
      return row;
    }),
  );
  signal?.throwIfAborted();
  const asked = { env, ...needsOf(project), onAnswered: tell };
  const tools = await toolchainRows(signal === undefined ? asked : { ...asked, signal });
  signal?.throwIfAborted();
  return {
    vitrine: vitrine.version,
    platform: `${process.platform} ${process.arch} ${release()}`,
    rows: [
      runtimeRow(),
      electronRow(installation),
      displayRow(env),
      ...rows.filter((row): row is DoctorRow => row !== undefined),
      ...tools,
    ],
  };
}

function listens(project: LoadedProject | undefined): readonly { readonly host: string; readonly port: number }[] {
  const triggers = project?.manifest.triggers.http ?? [DEFAULT_LISTEN];
  // Port 0 is any free one.
  return triggers.filter(({ port }) => port !== 0);
}

function needsOf(project: LoadedProject | undefined): {
  readonly languages: ReadonlySet<LanguageName>;
  readonly programs: ReadonlySet<string>;
} {
  const built = (project?.manifest.components ?? []).filter(({ build }) => build !== undefined);
  const programs = built.flatMap(({ build }) => (build === undefined ? [] : programsOf(build.command)));
  return { languages: new Set(built.flatMap(({ root }) => detectLanguages(root))), programs: new Set(programs) };
}

/** The programs a command runs, as far as that can be seen; `cargo component` is one of its own. */
function programsOf(command: readonly string[] | string): readonly string[] {
  const steps =
    typeof command === "string" ? command.split(/&&|\|\||;|\|/).map((step) => step.trim().split(/\s+/)) : [command];
  return steps.flatMap(([program = "", first = ""]) =>
    program === "cargo" && first === "component" ? ["cargo", "cargo-component"] : [program],
  );
}
