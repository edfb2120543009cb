import { useEffect } from "react";
import { ActivityView } from "./activity/activity-view.tsx";
import { BlobsView } from "./blobs/blobs-view.tsx";
import { ExportsView } from "./call/exports-view.tsx";
import { HttpView } from "./call/http-view.tsx";
import { ComponentView } from "./component/component-view.tsx";
import { ConfigView } from "./config/config-view.tsx";
import { DoctorView } from "./doctor/doctor-view.tsx";
import { Empty, Failed, Loading } from "./design/view-state.tsx";
import { ImportView } from "./import/import-view.tsx";
import { KeyValueView } from "./keyvalue/keyvalue-view.tsx";
import { Frame } from "./layout/frame.tsx";
import { LinksView } from "./links/links-view.tsx";
import { LogsView } from "./logs/logs-view.tsx";
import { MessagesView } from "./messages/messages-view.tsx";
import { ProblemsView } from "./problems/problems-view.tsx";
import { RunView } from "./run/run-view.tsx";
import { SecretsView } from "./secrets/secrets-view.tsx";
import { useStore } from "./store/value-store.ts";
import { useProject, useRoute, useWorkbench } from "./workbench/workbench-context.ts";
import type { Workbench } from "./workbench/workbench.ts";
import { views } from "./workbench/actions.ts";
import { WorkbenchContext } from "./workbench/workbench-context.ts";

/** The window: its frame, and in it the view that the address names. */
export function App({ workbench, root }: { readonly workbench: Workbench; readonly root: HTMLElement }) {
  return (
    <WorkbenchContext value={workbench}>
      <RootState root={root} />
      <Frame>
        <CurrentView />
      </Frame>
    </WorkbenchContext>
  );
}

function CurrentView() {
  const { path } = useRoute();
  const { project, session, route } = useWorkbench();
  const { project: view, error } = useStore(project);
  if (view === undefined) {
    return error === undefined ? (
      <Loading label="Opening the project" />
    ) : (
      <Failed title="The project could not be opened" error={error} onRetry={() => void session.open()} />
    );
  }
  switch (path[0] ?? "activity") {
    case "activity":
      return <ActivityView />;
    case "problems":
      return <ProblemsView />;
    case "logs":
      return <LogsView />;
    case "component":
      return <ComponentView key={path[1]} name={path[1] ?? ""} />;
    case "keyvalue":
      return <KeyValueView backend={path[1]} bucket={path[2]} />;
    case "messages":
      return <MessagesView tab={path[1]} />;
    case "links":
      return <LinksView />;
    case "config":
      return <ConfigView />;
    case "secrets":
      return <SecretsView />;
    case "blobs":
      return <BlobsView backend={path[1]} container={path[2]} />;
    case "http":
      return <HttpView />;
    case "exports":
      return <ExportsView />;
    case "run":
      return <RunView />;
    case "doctor":
      return <DoctorView />;
    case "import":
      return <ImportView />;
    default:
      return (
        <Empty
          title="There is no such view"
          action={
            <button type="button" onClick={() => route.go(["activity"])}>
              Go to Activity
            </button>
          }
        />
      );
  }
}

/** Tells from outside whether the window is connected and has something to show. */
function RootState({ root }: { readonly root: HTMLElement }) {
  const { session } = useWorkbench();
  const project = useProject();
  const status = useStore(session.status);
  const state = status.state === "ready" && project === undefined ? "loading" : status.state;
  useEffect(() => {
    mark(root, state);
  }, [root, state]);
  const { path } = useRoute();
  const title = project === undefined ? "Vitrine" : windowTitle(path, project.name);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}

/** `Activity – guestbook – Vitrine`: what tells tabs and the steps of the history apart comes first. */
function windowTitle(path: readonly string[], project: string): string {
  const [view = "activity", name] = path;
  const label =
    view === "component" ? name : (views.find(({ id }) => id === view)?.label ?? (view === "doctor" ? "Doctor" : view));
  return [label, project, "Vitrine"].filter(Boolean).join(" – ");
}

function mark(root: HTMLElement, state: string): void {
  root.dataset["state"] = state;
}
