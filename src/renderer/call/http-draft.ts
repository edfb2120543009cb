import type { HttpRequestInput } from "../../shared/contract.ts";
import type { ProjectView } from "../../shared/model.ts";
import { curlText } from "./curl-text.ts";

/** A request as a person writes it. */
export interface HttpDraft {
  readonly component: string;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** The components of a project that answer HTTP, in the order of its routes, then of its list. */
export function httpComponents(project: ProjectView): readonly string[] {
  const routed = project.triggers.flatMap((trigger) => trigger.routes.map((route) => route.component));
  return [...new Set(routed)];
}

/** What "Send request" does before anybody wrote a request. */
export function defaultDraft(project: ProjectView): HttpDraft | undefined {
  const component = httpComponents(project)[0];
  return component === undefined ? undefined : { component, method: "GET", target: "/", headers: [], body: "" };
}

/** The form that the studio takes: headers without a name are lines not yet filled in. */
export function toRequest(draft: HttpDraft): HttpRequestInput {
  const body = draft.body === "" ? {} : { body: new TextEncoder().encode(draft.body) };
  return {
    component: draft.component,
    method: draft.method,
    target: draft.target.startsWith("/") ? draft.target : `/${draft.target}`,
    headers: draft.headers.filter(([name]) => name.trim() !== "").map(([name, value]) => [name.trim(), value] as const),
    ...body,
  };
}

/** The same request for a terminal. */
export function toCurl(draft: HttpDraft, base: string): string {
  return curlText(toRequest(draft), base);
}
