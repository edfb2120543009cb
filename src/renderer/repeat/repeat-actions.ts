import type { InvocationDetail, InvocationId } from "../../shared/model.ts";
import type { Workbench } from "../workbench/workbench.ts";
import { argumentsOf } from "./invoke-text.ts";
import type { RepeatableRequest } from "./repeat-http.ts";

/** Sends the same request once more and shows what it did. */
export async function sendSame(workbench: Workbench, { request, draft }: RepeatableRequest): Promise<void> {
  const { api, requests, toasts } = workbench;
  try {
    // What the composer can hold is what "send again" sends next.
    const reply = draft === undefined ? await api.send(request) : await requests.send(draft);
    show(workbench, reply.invocation);
  } catch (error) {
    toasts.failed(`${request.method} ${request.target} got no response.`, error);
  }
}

/** Calls the same function with the same arguments and shows what it did. */
export async function callSame(workbench: Workbench, invocation: InvocationDetail): Promise<void> {
  const { component, title: target } = invocation;
  const args = argumentsOf(invocation);
  if (args === undefined) return;
  try {
    const reply = await workbench.api.invoke({ component, target, args });
    show(workbench, reply.invocation);
  } catch (error) {
    workbench.toasts.failed(`${target} was not called.`, error);
  }
}

/** Opens the form of the function, filled with these arguments. */
export async function editArguments(workbench: Workbench, invocation: InvocationDetail): Promise<void> {
  const { api, callDrafts, route, toasts } = workbench;
  const { component, title: target } = invocation;
  try {
    const { exports } = await api.component(component);
    if (!exports.some(({ functions }) => functions.some((fn) => fn.target === target))) {
      throw new Error(`${component} does not export ${target} any more.`);
    }
    const args = argumentsOf(invocation);
    if (args !== undefined) callDrafts.set(component, target, args);
    route.go(["exports"], { component, target });
  } catch (error) {
    toasts.failed("The arguments cannot be edited.", error);
  }
}

/** Beside the list as it is, with its filter. */
function show({ route }: Workbench, invocation: InvocationId | undefined): void {
  if (invocation === undefined) return;
  const patch = { inv: String(invocation), call: undefined };
  if (route.get().path[0] === "activity" || route.get().path.length === 0) route.patch(patch);
  else route.go(["activity"], { inv: String(invocation) });
}
