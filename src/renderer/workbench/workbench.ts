import type { VitrineBridge } from "../../shared/bridge.ts";
import type { StudioApi } from "../../shared/contract.ts";
import type { Port } from "../../shared/port.ts";
import { TransferStore } from "../blobs/transfer-store.ts";
import { BuildStore } from "../build/build-store.ts";
import { CallRate } from "../activity/call-rate.ts";
import { InvocationFeed } from "../activity/invocation-feed.ts";
import { CallDrafts } from "../call/call-drafts.ts";
import { RequestStore } from "../call/request-store.ts";
import { StudioSession } from "../connection/studio-session.ts";
import { EgressStore } from "../egress/egress-store.ts";
import { ImportStore } from "../import/import-store.ts";
import { commandOf } from "../keyboard/shortcuts.ts";
import { ListPlaces } from "../list/list-places.ts";
import { LogFeed } from "../logs/log-feed.ts";
import { MessageFeed } from "../messages/message-feed.ts";
import { MessageStore } from "../messages/message-store.ts";
import { DeskStore } from "../project/desk-store.ts";
import { ProjectStore } from "../project/project-store.ts";
import { PanelStore } from "../panel/panel-store.ts";
import { RouteStore } from "../route/route-store.ts";
import { RunStore } from "../run/run-store.ts";
import { openPlace } from "../settings/open-place.ts";
import { SettingsStore } from "../settings/settings-store.ts";
import { ValueStore } from "../store/value-store.ts";
import { ThemeStore } from "../theme/theme.ts";
import { ToastStore } from "../toast/toast-store.ts";

/** Everything a view of this window works with. One per window; `dispose` ends it. */
export interface Workbench {
  readonly api: StudioApi;
  readonly session: StudioSession;
  readonly project: ProjectStore;
  readonly invocations: InvocationFeed;
  readonly callRate: CallRate;
  readonly logs: LogFeed;
  readonly messages: MessageFeed;
  readonly composer: MessageStore;
  readonly egress: EgressStore;
  readonly requests: RequestStore;
  readonly callDrafts: CallDrafts;
  readonly builds: BuildStore;
  readonly runs: RunStore;
  readonly imports: ImportStore;
  readonly panel: PanelStore;
  readonly route: RouteStore;
  readonly toasts: ToastStore;
  readonly theme: ThemeStore;
  readonly settings: SettingsStore;
  readonly listPlaces: ListPlaces;
  readonly transfers: TransferStore;
  /** Whether the window asks if all state is to be reset. */
  readonly resetQuestion: ValueStore<boolean>;
  /** What needs no open project. */
  readonly desk: DeskStore;
  readonly bridge: VitrineBridge | undefined;
  dispose(): void;
}

export function createWorkbench(openPort: () => Promise<Port>, bridge: VitrineBridge | undefined): Workbench {
  const route = new RouteStore();
  const session = new StudioSession(openPort);
  const project = new ProjectStore(session);
  const invocations = new InvocationFeed(session);
  const callRate = new CallRate(session, () => Date.now());
  const logs = new LogFeed(session);
  const messages = new MessageFeed(session);
  const egress = new EgressStore(session);
  const toasts = new ToastStore();
  const settings = new SettingsStore();
  const screenOptions = {
    onPath: (place: string, folder = project.get().project?.path ?? "") =>
      openPlace({ settings, toasts }, folder, place),
    isWindowKey: (event: KeyboardEvent) => commandOf(event, true) !== undefined,
  };
  const builds = new BuildStore(session, screenOptions);
  const runs = new RunStore(session, project, screenOptions);
  const imports = new ImportStore(session);
  const requests = new RequestStore(session, project);
  const desk = new DeskStore(session.api, bridge);
  const transfers = new TransferStore(session.api, toasts);
  return {
    api: session.api,
    session,
    project,
    invocations,
    callRate,
    logs,
    messages,
    composer: new MessageStore(session),
    egress,
    requests,
    callDrafts: new CallDrafts(),
    builds,
    runs,
    imports,
    panel: new PanelStore(),
    route,
    toasts,
    theme: new ThemeStore(bridge),
    settings,
    listPlaces: new ListPlaces(),
    transfers,
    resetQuestion: new ValueStore(false),
    desk,
    bridge,
    dispose: () => {
      desk.dispose();
      requests.dispose();
      // While there still is a connection to tell that it is over.
      transfers.dispose();
      runs.dispose();
      session.dispose();
      for (const owned of [imports, builds, egress, messages, logs, callRate, invocations, project, route])
        owned.dispose();
    },
  };
}
