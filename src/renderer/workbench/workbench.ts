import type { VitrineBridge } from "../../shared/bridge.ts";
import type { StudioApi } from "../../shared/contract.ts";
import type { Port } from "../../shared/port.ts";
import { CallRate } from "../activity/call-rate.ts";
import { InvocationFeed } from "../activity/invocation-feed.ts";
import { RequestStore } from "../call/request-store.ts";
import { StudioSession } from "../connection/studio-session.ts";
import { EgressStore } from "../egress/egress-store.ts";
import { LogFeed } from "../logs/log-feed.ts";
import { ProjectStore } from "../project/project-store.ts";
import { RouteStore } from "../route/route-store.ts";
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
  readonly egress: EgressStore;
  readonly requests: RequestStore;
  readonly route: RouteStore;
  readonly toasts: ToastStore;
  readonly theme: ThemeStore;
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
  const egress = new EgressStore(session);
  return {
    api: session.api,
    session,
    project,
    invocations,
    callRate,
    logs,
    egress,
    requests: new RequestStore(session.api, project),
    route,
    toasts: new ToastStore(),
    theme: new ThemeStore(bridge),
    bridge,
    dispose: () => {
      session.dispose();
      for (const owned of [egress, logs, callRate, invocations, project, route]) owned.dispose();
    },
  };
}
