import { join } from "node:path";
import type { Port } from "../../shared/port.ts";
import type { StateLocation } from "../../shared/worker-protocol.ts";
import { acquireHostLock } from "../state/host-lock.ts";
import { Blobs } from "./blobs.ts";
import { Builds } from "./build/builds.ts";
import { Calls } from "./calls.ts";
import { lazyDoctor } from "./doctor/lazy-doctor.ts";
import { ProjectConfig } from "./config/project-config.ts";
import { componentFactory } from "./component/component-factory.ts";
import { Components } from "./component/components.ts";
import { refusedBucketProblem } from "./component/refused-buckets.ts";
import { ComponentLinks } from "./component/linking/component-links.ts";
import { listLinks } from "./component/linking/list-links.ts";
import { openEgress } from "./egress/open-egress.ts";
import type { StudioEntries } from "./entries.ts";
import { setAsideState } from "./fresh.ts";
import { HttpInvoker } from "./invocation/http-invoker.ts";
import { Invocations } from "./invocation/invocations.ts";
import { HeadStart } from "./head-start.ts";
import { keepIdsFree } from "./free-ids.ts";
import { Importing } from "./import/importing.ts";
import { Messaging } from "./messaging/messaging.ts";
import { MessageTemplates } from "./messaging/message-templates.ts";
import { handlersOf } from "./messaging/start-handler.ts";
import { openStores } from "./open-stores.ts";
import { PinnedCalls } from "./pinned-calls.ts";
import { Problems } from "./problems.ts";
import type { Pair } from "./project/manifest.ts";
import { isOnNetworkFileSystem } from "./project/network-file-system.ts";
import { prepareStateFolder } from "./project/state-folder.ts";
import { applyChange } from "./project-changes/apply-change.ts";
import { ComponentConfigs } from "./project-changes/component-configs.ts";
import { ProjectChanges } from "./project-changes/project-changes.ts";
import { RunningProject } from "./project-changes/running-project.ts";
import { ProjectStatus } from "./project-status.ts";
import { openSecrets } from "./secrets/open-secrets.ts";
import { StudioRedaction } from "./secrets/redaction.ts";
import { writeAttachPoint } from "./serve/attach.ts";
import type { OpenedStudio } from "./serve/connector.ts";
import { type ServeOptions, startServer } from "./serve/server.ts";
import { Seeding } from "./seed/seeding.ts";
import { Studio } from "./studio.ts";
import { Triggers } from "./triggers.ts";
import { wantedTriggers } from "./wanted-triggers.ts";
import { Windows } from "./windows.ts";

export interface OpenStudioOptions {
  /** Project folder, `vitrine.jsonc` or a bare artefact. */
  readonly path: string;
  readonly entries: StudioEntries;
  /** One that was made before, for the same path, and is disposed after; otherwise the studio has its own. */
  readonly headStart?: HeadStart;
  /** Serve the project's HTTP. */
  readonly triggers?: boolean;
  /** Swap in new artefacts. */
  readonly watch?: boolean;
  /** Begin with empty state; what is there is set aside. */
  readonly fresh?: boolean;
  /** Told where, when there was any. */
  readonly onSetAside?: (folder: string) => void;
  /** In place of the first HTTP trigger's port. */
  readonly httpPort?: number;
  /** Told where HTTP is served instead of where the project file says, because of `httpPort`. */
  readonly onPortOverridden?: (url: string, said: string) => void;
  /** Hosts that components may reach beside those of the project, as its `egress.allow` has them. */
  readonly allowEgress?: readonly string[];
  /** Values of wasi:config that every component gets, whatever the files of the project say. */
  readonly config?: readonly Pair[];
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

/**
 * Opens a project and hosts it until disposed. @throws StudioError when the project is wrong, its state cannot be used,
 * or another studio hosts it; whatever was opened until then is closed again.
 */
export async function openStudio(options: OpenStudioOptions): Promise<RunningStudio> {
  await using opening = new AsyncDisposableStack();
  const now = options.now ?? Date.now;
  const { entries } = options;
  const headStart = options.headStart ?? opening.use(new HeadStart(entries, options.watch ?? true));
  const { project: opened, plan } = await headStart.open(options.path);
  const project = new RunningProject(opened);
  const stateFolder = project.statePath;
  prepareStateFolder(stateFolder);
  const lock = opening.use(acquireHostLock(stateFolder, { pid: process.pid, started: now() }));
  if (options.fresh === true) {
    const aside = await setAsideState(stateFolder, now());
    if (aside !== undefined) options.onSetAside?.(aside);
  }
  const location: StateLocation = { folder: stateFolder, networkFileSystem: isOnNetworkFileSystem(stateFolder) };

  const windows = opening.use(new Windows());
  const redaction = new StudioRedaction();
  const problems = new Problems(now, () => status.changed(), redaction);
  const status = new ProjectStatus(project, problems, (view) => windows.emit("project-changed", view));
  opening.use(status);

  const { emit } = windows;
  const { state, journal, news } = await openStores(opening, {
    entries,
    location,
    manifest: project.manifest,
    redaction,
    problems,
    emit,
    onJournalChanged: (changed) => status.journalChanged(() => changed.counts()),
  });
  const secrets = await openSecrets(opening, {
    root: project.root,
    manifest: project.manifest,
    watch: options.watch ?? true,
    state,
    redaction,
    problems,
    emit,
    now,
  });
  await keepIdsFree(journal, state);
  const seeding = new Seeding({ root: project.root, backends: () => project.manifest.backends, state, problems });
  await seeding.fill();

  // Components tell of a new build before there are triggers, which need them.
  let triggers: Triggers | undefined;
  let composed: Components | undefined;
  const {
    egress,
    policy,
    changed: onEgressChanged,
  } = openEgress({
    project,
    problems,
    allow: options.allowEgress ?? [],
    redaction,
    onQuestions: (questions) => emit("egress-questions-changed", questions),
    onRefused: options.onEgressRefused ?? (() => undefined),
    onRemembered: () => void changes.look(),
    now,
  });
  opening.use(policy);
  const messaging: Messaging = opening.use(
    new Messaging({
      manifest: project.manifest,
      problems,
      now,
      start: handlersOf(
        () => invocations,
        (name) => components.build(name),
      ),
      pressure: () => journal.pressure(),
      // Asked when a component changes, and when there are none yet.
      handlesMessages: (name) => composed?.handlesMessages(name),
      log: {
        nextId: journal.opened.nextMessageId,
        maxBodyBytes: () => project.manifest.record.maxBodyBytes,
        redact: (message) => redaction.message(message),
        keep: (messages, keep) => journal.messages(messages, keep),
        onNews: (messages) => emit("messages-changed", messages),
      },
      onSubscriptions: (subscriptions) => emit("subscriptions-changed", subscriptions),
    }),
  );
  const invocations: Invocations = opening.use(new Invocations(journal, egress, (guest) => messaging.open(guest), now));
  const configs = new ComponentConfigs({ values: options.config ?? [], env: process.env }, (components) =>
    emit("config-changed", components),
  );
  // A value that is not to be had is told before anything watches.
  configs.become(await configs.read(project.manifest));
  const onBuildsChanged = () => {
    emit("builds-changed", builds.views());
    status.changed();
  };
  const builds = opening.use(
    new Builds({
      project,
      watch: options.watch ?? true,
      problems,
      now,
      onChange: onBuildsChanged,
      onPrinted: (printed) => emit("build-printed", printed),
    }),
  );
  const linking = new ComponentLinks(project, () => composed);
  const makeComponent = componentFactory({
    project,
    watch: options.watch ?? true,
    problems,
    now,
    onChange: () => {
      triggers?.choose((name) => components.answersHttp(name));
      messaging.subscribe();
      linking.look();
      status.changed();
    },
    configs,
    journal,
    transpiler: headStart.transpiler,
    linking,
    secrets,
    onBucketRefused: (refused) => problems.report(refusedBucketProblem(refused, project.manifest)),
    state: location,
    workers: headStart.workers,
  });
  const components = opening.use(
    new Components(project.manifest.components.map(makeComponent), linking, (name) => builds.view(name)),
  );
  composed = components;
  // Before anything can ask for a component: a first request then waits for its build.
  const loaded = components.loadAll();
  const http = new HttpInvoker({
    invocations,
    journal,
    buildOf: (name) => components.build(name),
    originOf: (client) => egress.originOf(client),
    maxBodyBytes: () => project.manifest.record.maxBodyBytes,
  });
  const calls = new Calls({
    invocations,
    http,
    buildOf: (name) => components.build(name),
    authority: () => triggers?.authority ?? "localhost",
  });
  const studio = new Studio({
    journal,
    state,
    seeding,
    blobs: new Blobs(state, () =>
      project.manifest.backends.filter(({ kind }) => kind === "blobstore").map(({ name }) => name),
    ),
    components,
    invocations,
    calls,
    egress: policy,
    messaging,
    secrets,
    builds,
    config: new ProjectConfig({
      project,
      given: configs.given,
      importsOf: (name) => components.find(name)?.build?.imports.map((each) => each.name),
    }),
    importing: new Importing(plan),
    doctor: lazyDoctor({
      installation: new URL("../", entries.resources),
      project,
      onProgress: (progress) => emit("doctor-progressed", progress),
    }),
    templates: async () => (await import("./import/templates.ts")).listTemplates(entries.resources),
    links: (name) => listLinks(components, journal, name),
    pinnedCalls: new PinnedCalls({ stateFolder, now, onChange: (calls) => emit("pinned-calls-changed", calls) }),
    messageTemplates: new MessageTemplates({ stateFolder, now, redaction, emit }),
    checkOptions: () => ({ profile: project.manifest.host.profile, transpiler: headStart.transpiler }),
    projectView: () => status.view(),
    onJournalCleared: () => emit("journal-cleared", null),
    onMessagesCleared: () => emit("messages-cleared", null),
    onStateEdited: () => news.stateTouched(),
    onProjectFileWritten: () => changes.look(),
  });
  const connector = { connect: (port: Port) => windows.connect(port, studio) };

  const servers = opening.use(
    new Triggers(http, { firstPort: options.httpPort, onOverridden: options.onPortOverridden, problems }),
  );
  triggers = servers;
  const wanted = async () => (options.triggers === false ? [] : wantedTriggers(project.manifest, headStart.transpiler));
  await servers.open(await wanted());
  servers.choose((name) => components.answersHttp(name));
  status.attach(components, servers);
  const changes = opening.use(
    new ProjectChanges({
      project,
      configs,
      watch: options.watch ?? true,
      problems,
      apply: (change) =>
        applyChange(change, {
          state,
          seeding,
          journal,
          components,
          messaging,
          secrets,
          makeComponent,
          builds,
          triggers: servers,
          wantedTriggers: wanted,
          onEgressChanged,
          onApplied: () => {
            linking.look();
            onBuildsChanged();
          },
        }),
    }),
  );
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
    get httpUrl() {
      return servers.firstUrl;
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** Only commands of this person attach: they have no use for a page. */
const NO_PAGE = { rendererRoot: join(import.meta.dirname, "no-page") };
