import { buildNow, cancelBuild, openOutput, trustFolder } from "../build/build-actions.ts";
import { duration } from "../format/quantity.ts";
import { blobActions } from "../blobs/blob-actions.ts";
import { buildTab, componentOfTab } from "../panel/panel-store.ts";
import { chooseComponent } from "../drop/choose-component.ts";
import { clearMessages, composeMessage } from "../messages/message-actions.ts";
import type { Workbench } from "./workbench.ts";

/** The views of the sidebar, in the order of Ctrl+1 … */
export const views = [
  { id: "activity", label: "Activity" },
  { id: "problems", label: "Problems" },
  { id: "logs", label: "Logs" },
  { id: "keyvalue", label: "Key-value" },
  { id: "http", label: "HTTP" },
  { id: "exports", label: "Exports" },
  { id: "run", label: "Run" },
  { id: "messages", label: "Messages" },
  { id: "blobs", label: "Blobs" },
  { id: "links", label: "Links" },
  { id: "config", label: "Config" },
  { id: "secrets", label: "Secrets" },
] as const;

export interface Action {
  readonly id: string;
  readonly label: string;
  /** As a person reads it: `Ctrl R`. */
  readonly keys?: string;
  run(): void;
}

/** Sends the last request again, or a first one, and shows what became of it without leaving where the person is. */
export async function sendAgain(workbench: Workbench): Promise<void> {
  const { requests, route, toasts } = workbench;
  const draft = requests.next();
  if (draft === undefined) {
    toasts.failed(
      "There is nothing to send a request to.",
      new Error("No component here exports wasi:http/incoming-handler."),
    );
    return;
  }
  const name = `${draft.method} ${draft.target}`;
  try {
    const reply = await requests.send(draft);
    const view = route.get().path[0] ?? "activity";
    const { invocation } = reply;
    if (invocation !== undefined && view === "activity") route.patch({ inv: String(invocation), call: undefined });
    else if (view !== "http") {
      toasts.done(`${name}: ${reply.status} in ${duration(reply.durationMs)}`, {
        label: "Show",
        undo: false,
        run: () => (invocation === undefined ? route.go(["http"]) : openInvocation(workbench, invocation)),
      });
    }
  } catch (error) {
    if (route.get().path[0] !== "http") toasts.failed(`${name} got no response.`, error);
  }
}

export function openInvocation({ route }: Workbench, id: number): void {
  route.go(["activity"], { inv: String(id) });
}

/** The component that Ctrl+R means: the one whose build is looked at, else the one on screen, else the only one. */
export function componentInView({ route, project, panel, builds }: Workbench): string | undefined {
  const { path, params } = route.get();
  const { open, tab } = panel.get();
  if (open && document.activeElement?.closest("[aria-label=Panel]")) {
    const built = componentOfTab(tab) ?? (tab === "problems" ? undefined : builds.get().runs[0]?.component);
    if (built !== undefined) return built;
  }
  if (path[0] === "component") return path[1];
  if (path[0] !== "activity" && params["component"] !== undefined) return params["component"];
  const components = project.get().project?.components ?? [];
  return components.length === 1 ? components[0]?.name : undefined;
}

/** What Ctrl+R does: builds where there is a build command, whose artefact is then read; else the artefact is read again. */
export async function rebuild(workbench: Workbench, name: string): Promise<void> {
  if (workbench.builds.of(name) === undefined) return reloadComponent(workbench, name);
  const { panel } = workbench;
  // A panel that is closed stays so: the sidebar and the status bar say that it builds.
  if (panel.get().open) panel.choose(buildTab(name));
  return buildNow(workbench, name);
}

export async function reloadComponent({ api, toasts }: Workbench, name: string): Promise<void> {
  try {
    await api.reload(name);
    toasts.done(`${name} was read again.`);
  } catch (error) {
    toasts.failed(`${name} could not be reloaded.`, error);
  }
}

export async function clearJournal({ api, toasts }: Workbench): Promise<void> {
  try {
    await api.clearJournal();
    toasts.done("Finished invocations were deleted. State stays as it is.");
  } catch (error) {
    toasts.failed("The journal could not be cleared.", error);
  }
}

/** What there is to do with builds, where a component has a build command. */
function buildActions(workbench: Workbench): readonly Action[] {
  const { builds } = workbench;
  const { runs } = builds.get();
  const waits = runs.some((run) => run.state === "waiting-for-trust");
  return [
    ...(waits ? [{ id: "trust", label: "Trust this folder and build", run: () => void trustFolder(workbench) }] : []),
    ...runs.flatMap(({ component, state }) => [
      state === "running"
        ? {
            id: `build.${component}`,
            label: `Cancel the build of ${component}`,
            run: () => void cancelBuild(workbench, component),
          }
        : {
            id: `build.${component}`,
            label: `Build ${component} now`,
            ...(componentInView(workbench) === component ? { keys: "Ctrl R" } : {}),
            run: () => void rebuild(workbench, component),
          },
      {
        id: `output.${component}`,
        label: `Show the build output of ${component}`,
        run: () => openOutput(workbench, component),
      },
    ]),
  ];
}

/** Everything the palette offers besides places to jump to. */
export function actionsOf(workbench: Workbench, showKeys: () => void): readonly Action[] {
  const { route, theme, project, bridge, desk, panel, builds, imports } = workbench;
  const components = project.get().project?.components ?? [];
  return [
    { id: "send", label: "Send request again", keys: "Ctrl Shift Enter", run: () => void sendAgain(workbench) },
    ...views.map((view, index) => ({
      id: `view.${view.id}`,
      label: `Go to ${view.label}`,
      ...(index < 9 ? { keys: `Ctrl ${index + 1}` } : {}),
      run: () => route.resume(view.id),
    })),
    ...components.map((component) => ({
      id: `reload.${component.name}`,
      label: `Reload ${component.name}`,
      ...(componentInView(workbench) === component.name && builds.of(component.name) === undefined
        ? { keys: "Ctrl R" }
        : {}),
      run: () => void reloadComponent(workbench, component.name),
    })),
    ...buildActions(workbench),
    { id: "panel", label: "Show or hide the panel", keys: "Ctrl J", run: () => panel.toggle() },
    { id: "doctor", label: "Doctor: check this machine", run: () => route.go(["doctor"]) },
    ...(imports.get().plan === undefined
      ? []
      : [{ id: "import", label: "Import this project into vitrine.jsonc", run: () => route.go(["import"]) }]),
    ...blobActions(workbench),
    { id: "reset", label: "Reset all state…", run: () => workbench.resetQuestion.set(true) },
    { id: "message", label: "Publish a message…", run: () => composeMessage(workbench) },
    { id: "clear-messages", label: "Clear the messages", run: () => void clearMessages(workbench) },
    { id: "clear", label: "Clear the journal", run: () => void clearJournal(workbench) },
    { id: "theme.system", label: "Theme: as the system", run: () => theme.choose("system") },
    { id: "theme.light", label: "Theme: light", run: () => theme.choose("light") },
    { id: "theme.dark", label: "Theme: dark", run: () => theme.choose("dark") },
    { id: "settings", label: "Settings…", keys: "Ctrl ,", run: () => workbench.settings.show(true) },
    { id: "keys", label: "Show keyboard shortcuts", keys: "?", run: showKeys },
    {
      id: "new-project",
      label: "New project…",
      ...(bridge === undefined ? {} : { keys: "Ctrl N" }),
      run: () => desk.showNewProject(true),
    },
    ...(bridge === undefined
      ? [{ id: "check", label: "Check a component file…", run: () => chooseComponent(desk) }]
      : [{ id: "open", label: "Open a project or component", keys: "Ctrl O", run: () => void bridge.openDialog() }]),
  ];
}
