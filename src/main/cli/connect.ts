import { setTimeout as sleep } from "node:timers/promises";

import { StudioError } from "../../shared/errors.ts";
import { type StudioApi, type StudioEvents, studioMethods } from "../../shared/contract.ts";
import { pairedPorts } from "../../shared/port.ts";
import { connect, type Connection } from "../../shared/rpc.ts";
import type { StudioEntries } from "../studio/entries.ts";
import { openOrImport } from "../studio/import/open-or-import.ts";
import { openStudio } from "../studio/open-studio.ts";
import { readAttachPoint } from "../studio/serve/attach.ts";
import { connectToServer } from "../studio/serve/client.ts";
import { warn } from "./warn.ts";

type StudioConnection = Connection<StudioApi, StudioEvents>;

/** A project, and what its components get for as long as it is hosted here. */
export interface HostedProject {
  readonly path: string;
  /** Hosts they reach beside what the project allows. */
  readonly allowEgress?: readonly string[];
  /** Values of wasi:config over what its files say. */
  readonly config?: readonly (readonly [key: string, value: string])[];
}

/**
 * Works on a project through the studio that hosts it, or through one of its own for as long as `work` takes. One that
 * is opened here serves no HTTP and watches nothing.
 */
export async function withStudio<T>(
  entries: StudioEntries,
  project: string | HostedProject,
  work: (studio: StudioConnection) => Promise<T>,
): Promise<T> {
  const {
    path,
    allowEgress = [],
    config = [],
  }: HostedProject = typeof project === "string" ? { path: project } : project;
  try {
    await using studio = await openStudio({
      path,
      entries,
      triggers: false,
      watch: false,
      allowEgress,
      config,
      onEgressRefused: warn,
    });
    const [ours, theirs] = pairedPorts();
    using _window = studio.connect(theirs);
    return await work(connect<StudioApi, StudioEvents>(ours, studioMethods));
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== "store-locked") throw error;
    if (allowEgress.length > 0)
      warn("--allow-egress has no effect: another studio hosts this project. Allow it there.");
    if (config.length > 0)
      warn("--config has no effect: another studio hosts this project. Set it there, or in vitrine.local.jsonc.");
    return work(await attach(path, error));
  }
}

/** A host that is just starting says a little later where it listens. */
const ATTACH_WITHIN_MS = 5_000;
const ATTACH_EVERY_MS = 100;

async function attach(path: string, locked: StudioError): Promise<StudioConnection> {
  const { statePath } = (await openOrImport(path)).project;
  const giveUp = Date.now() + ATTACH_WITHIN_MS;
  for (;;) {
    const point = readAttachPoint(statePath);
    // One that was killed leaves its address behind until the next has its own.
    const port =
      point === undefined ? undefined : await connectToServer(point.origin, point.token).catch(() => undefined);
    if (port !== undefined) return connect<StudioApi, StudioEvents>(port, studioMethods);
    if (Date.now() > giveUp) throw locked;
    await sleep(ATTACH_EVERY_MS);
  }
}

/** The component a command means: the named one, or the only one that fits. */
export async function chooseComponent(
  { api }: StudioConnection,
  named: string | undefined,
  fits: (component: Awaited<ReturnType<StudioApi["component"]>>) => boolean,
  what: string,
): Promise<string> {
  const { components } = await api.project();
  if (named !== undefined) {
    if (components.some(({ name }) => name === named)) return named;
    throw new StudioError(
      "component-not-found",
      `The project has no component ${JSON.stringify(named)}; it has ${components.map(({ name }) => name).join(", ")}.`,
    );
  }
  const views = await Promise.all(components.map(({ name }) => api.component(name)));
  const fitting = views.filter(fits);
  const [first] = fitting;
  if (first !== undefined && fitting.length === 1) return first.name;
  if (views.length === 1 && views[0] !== undefined) return views[0].name;
  throw new StudioError(
    "component-not-found",
    fitting.length === 0
      ? `No component of this project ${what}.`
      : `Several components ${what}: choose one with --component (${fitting.map(({ name }) => name).join(", ")}).`,
  );
}
