import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Port } from "../../shared/port.ts";
import type { StateLocation } from "../../shared/worker-protocol.ts";
import { acquireHostLock } from "../state/host-lock.ts";
import { Builds } from "./build/builds.ts";
import { Calls } from "./calls.ts";
import { Components } from "./component/components.ts";
import { linkBuild } from "./component/link-build.ts";
import { LiveComponent } from "./component/live-component.ts";
import { hostOffers } from "./component/offers.ts";
import { mayAnswerHttp } from "./component/may-answer-http.ts";
import { planLinks } from "./component/plan-links.ts";
import { openEgress } from "./egress/open-egress.ts";
import type { StudioEntries } from "./entries.ts";
import { setAsideState } from "./fresh.ts";
import { HttpInvoker } from "./invocation/http-invoker.ts";
import { Invocations } from "./invocation/invocations.ts";
import { Transpiler } from "./link/transpiler.ts";
import { runDoctor } from "./doctor/run-doctor.ts";
import { Importing } from "./import/importing.ts";
import { openOrImport } from "./import/open-or-import.ts";
import { News } from "./news.ts";
import { openJournal } from "./open-journal.ts";
import { Problems } from "./problems.ts";
import { configValues } from "./project/config-values.ts";
import type { HttpTriggerManifest, ProjectManifest } from "./project/manifest.ts";
import { isOnNetworkFileSystem } from "./project/network-file-system.ts";
import { prepareStateFolder } from "./project/state-folder.ts";
import { preparePrivateFolder, userCacheFolder, userEnvironment } from "./project/user-folders.ts";
import { ProjectStatus } from "./project-status.ts";
import { writeAttachPoint } from "./serve/attach.ts";
import type { OpenedStudio } from "./serve/connector.ts";
import { type ServeOptions, startServer } from "./serve/server.ts";
import { StateAccess } from "./state-access.ts";
import { Studio } from "./studio.ts";
import { openTriggers, type Triggers } from "./triggers.ts";
import { Windows } from "./windows.ts";

export interface OpenStudioOptions {
  /** Project folder, `vitrine.jsonc` or a bare artefact. */
  readonly path: string;
  readonly entries: StudioEntries;
  /** Serve the project's HTTP. */
  readonly triggers?: boolean;
  /** Swap in new artefacts. */
  readonly watch?: boolean;
  /** Begin with empty state; what is there is set aside. */
  readonly fresh?: boolean;
  /** In place of the first HTTP trigger's port. */
  readonly httpPort?: number;
  /** Hosts that components may reach beside those of the project, as its `egress.allow` has them. */
  readonly allowEgress?: readonly string[];
  /** Told once of each outgoing request that was refused because nobody was there to be asked. */
  readonly onEgressRefused?: (text: string) => void;
  /** Serve the page. Without it, only commands on this machine can attach. */
  readonly server?: Omit<ServeOptions, "studio">;
  readonly now?: () => number;
}

export interface RunningStudio extends OpenedStudio {
  /** The page, token included; or, without one, where commands attach. */
  readonly url: string;
  /** The first HTTP trigger: `http://127.0.0.1:8000`. */
  readonly httpUrl: string | undefined;
}

/** Workers of one build; each runs one invocation at a time and holds one instance's memory. */
const POOL_SIZE = Math.max(2, Math.min(8, availableParallelism()));

/**
 * Opens a project and hosts it until disposed. @throws StudioError when the project is wrong, its state cannot be used,
 * or another studio hosts it; whatever was opened until then is closed again.
 */
export async function openStudio(options: OpenStudioOptions): Promise<RunningStudio> {
  await using opening = new AsyncDisposableStack();
  const now = options.now ?? Date.now;
  const { entries } = options;
  const cacheFolder = join(userCacheFolder(userEnvironment()), "transpiled");
  preparePrivateFolder(cacheFolder);
  const transpiler = opening.use(new Transpiler({ entry: entries.transpile, cacheFolder }));
  // It takes as long as everything else below.
  if (options.watch ?? true) transpiler.warm();
  const { project, plan } = openOrImport(options.path);
  const stateFolder = project.statePath;
  prepareStateFolder(stateFolder);
  const lock = opening.use(acquireHostLock(stateFolder, { pid: process.pid, started: now() }));
  if (options.fresh === true) await setAsideState(stateFolder, now());
  const location: StateLocation = { folder: stateFolder, networkFileSystem: isOnNetworkFileSystem(stateFolder) };

  const windows = opening.use(new Windows());
  const problems = new Problems(now, () => status.changed());
  const status = new ProjectStatus(project, problems, (view) => windows.emit("project-changed", view));
  opening.use(status);

  const state = opening.use(
    await StateAccess.open({
      entry: entries.stateReader,
      ...location,
      throwAwayBackends: new Set(project.manifest.backends.filter(({ persist }) => !persist).map(({ name }) => name)),
    }),
  );
  const { emit } = windows;
  const news = opening.use(new News(state, emit));
  const journal = opening.use(
    await openJournal({
      entry: entries.journal,
      location,
      record: project.manifest.record,
      problems,
      onNews: (told) => {
        news.journal(told);
        status.journalChanged(() => journal.counts());
      },
    }),
  );
  status.journalChanged(() => journal.counts());

  // Components tell of a new build before there are triggers, which need them.
  let triggers: Triggers | undefined;
  const offers = hostOffers();
  const { egress, policy } = openEgress({
    project,
    problems,
    allow: options.allowEgress ?? [],
    onQuestions: (questions) => emit("egress-questions-changed", questions),
    onRefused: options.onEgressRefused ?? (() => undefined),
    now,
  });
  opening.use(policy);
  const invocations = opening.use(new Invocations(journal, egress, now));
  // A value that is not to be had is told before anything watches.
  const configured = await Promise.all(
    project.manifest.components.map(async (manifest) => ({
      manifest,
      config: await configValues(project.manifest, manifest),
    })),
  );
  const builds = opening.use(
    new Builds({
      project,
      watch: options.watch ?? true,
      problems,
      now,
      onChange: () => {
        emit("builds-changed", builds.views());
        status.changed();
      },
      onPrinted: (printed) => emit("build-printed", printed),
    }),
  );
  const components = opening.use(
    new Components(
      configured.map(({ manifest, config }) => {
        const links = planLinks(project.manifest, manifest);
        return new LiveComponent({
          manifest,
          watch: options.watch ?? true,
          problems,
          now,
          onChange: () => {
            triggers?.choose((name) => components.answersHttp(name));
            status.changed();
          },
          link: (artefact, signal) =>
            linkBuild(
              artefact,
              {
                manifest,
                links,
                config,
                offers,
                journal,
                transpiler,
                ...project.manifest.host,
                state: location,
                workerEntry: entries.worker,
                poolSize: POOL_SIZE,
              },
              signal,
            ),
        });
      }),
      (name) => builds.view(name),
    ),
  );
  // Before anything can ask for a component: a first request then waits for its build.
  const loaded = components.loadAll();
  const http = new HttpInvoker({
    invocations,
    journal,
    buildOf: (name) => components.build(name),
    originOf: (client) => egress.originOf(client),
    maxBodyBytes: project.manifest.record.maxBodyBytes,
  });
  const calls = new Calls({
    invocations,
    http,
    buildOf: (name) => components.build(name),
    authority: () => triggers?.authority ?? "localhost",
    onPrinted: (run, stream, bytes) => emit("run-printed", { run, stream, bytes }),
  });
  const studio = new Studio({
    journal,
    state,
    components,
    invocations,
    calls,
    egress: policy,
    builds,
    importing: new Importing(plan),
    doctor: () => runDoctor({ installation: new URL("../", entries.resources), path: options.path }),
    projectView: () => status.view(),
    onJournalCleared: () => emit("journal-cleared", null),
    onStateEdited: () => news.stateTouched(),
  });
  const connector = { connect: (port: Port) => windows.connect(port, studio) };

  triggers = opening.use(
    await openTriggers(options.triggers === false ? [] : await wantedTriggers(project.manifest), http, {
      ...(options.httpPort === undefined ? {} : { firstPort: options.httpPort }),
      problems,
    }),
  );
  triggers.choose((name) => components.answersHttp(name));
  status.attach(components, triggers);
  // Missing artefacts are built while the window is already there to show it.
  if (options.watch !== false) void builds.start();
  if (options.watch === false) await loaded;

  const server = opening.use(await startServer({ ...(options.server ?? NO_PAGE), studio: connector }));
  const removeAttachPoint = await writeAttachPoint(stateFolder, {
    origin: server.origin,
    token: server.token,
    pid: process.pid,
  });
  opening.defer(removeAttachPoint);
  lock.announce(server.origin);

  const held = opening.move();
  return {
    ...connector,
    url: server.url,
    httpUrl: triggers.firstUrl,
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** An HTTP server that nobody asked for is opened only where something can answer. */
async function wantedTriggers({ components, triggers }: ProjectManifest): Promise<readonly HttpTriggerManifest[]> {
  if (!triggers.http.some(({ implied }) => implied) || (await mayAnswerHttp(components))) return triggers.http;
  return triggers.http.filter(({ implied }) => !implied);
}

/** Only commands of this person attach: they have no use for a page. */
const NO_PAGE = { rendererRoot: join(import.meta.dirname, "no-page") };
