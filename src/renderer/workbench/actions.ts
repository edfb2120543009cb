import { duration } from "../format/quantity.ts";
import type { Workbench } from "./workbench.ts";

/** The views of the sidebar, in the order of Ctrl+1 … */
export const views = [
  { id: "activity", label: "Activity" },
  { id: "problems", label: "Problems" },
  { id: "logs", label: "Logs" },
  { id: "keyvalue", label: "Key-value" },
  { id: "http", label: "HTTP" },
  { id: "exports", label: "Exports" },
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

/** The component that Ctrl+R means: the one on screen, else the only one. */
export function componentInView({ route, project }: Workbench): string | undefined {
  const { path } = route.get();
  if (path[0] === "component") return path[1];
  const components = project.get().project?.components ?? [];
  return components.length === 1 ? components[0]?.name : undefined;
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

/** Everything the palette offers besides places to jump to. */
export function actionsOf(workbench: Workbench, showKeys: () => void): readonly Action[] {
  const { route, theme, project, bridge } = workbench;
  const components = project.get().project?.components ?? [];
  return [
    { id: "send", label: "Send request again", keys: "Ctrl Shift Enter", run: () => void sendAgain(workbench) },
    ...views.map((view, index) => ({
      id: `view.${view.id}`,
      label: `Go to ${view.label}`,
      keys: `Ctrl ${index + 1}`,
      run: () => route.resume(view.id),
    })),
    ...components.map((component) => ({
      id: `reload.${component.name}`,
      label: `Reload ${component.name}`,
      ...(componentInView(workbench) === component.name ? { keys: "Ctrl R" } : {}),
      run: () => void reloadComponent(workbench, component.name),
    })),
    { id: "clear", label: "Clear the journal", run: () => void clearJournal(workbench) },
    { id: "theme.system", label: "Theme: as the system", run: () => theme.choose("system") },
    { id: "theme.light", label: "Theme: light", run: () => theme.choose("light") },
    { id: "theme.dark", label: "Theme: dark", run: () => theme.choose("dark") },
    { id: "keys", label: "Show keyboard shortcuts", keys: "?", run: showKeys },
    ...(bridge === undefined
      ? []
      : [{ id: "open", label: "Open a project or component", keys: "Ctrl O", run: () => void bridge.openDialog() }]),
  ];
}
