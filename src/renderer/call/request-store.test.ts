import { expect, it } from "vitest";
import type { HttpReplyView, StudioApi } from "../../shared/contract.ts";
import type { ComponentSummary, ProjectView } from "../../shared/model.ts";
import type { StudioSession } from "../connection/studio-session.ts";
import type { ProjectState, ProjectStore } from "../project/project-store.ts";
import { ValueStore } from "../store/value-store.ts";
import { RequestStore } from "./request-store.ts";

const waiting: ComponentSummary = { name: "api", state: "linking" };
const ready: ComponentSummary = { ...waiting, state: "ready", build: { digest: "a", size: 1, since: 0, linkMs: 1 } };

function setup(component: ComponentSummary, api: Partial<StudioApi>) {
  const of = (components: readonly ComponentSummary[]): ProjectState => ({
    project: {
      components,
      triggers: [{ kind: "http", name: "http", routes: [{ path: "/", component: "api" }] }],
    } as unknown as ProjectView,
  });
  const project = new ValueStore<ProjectState>(of([component]));
  const ready = Promise.withResolvers<void>();
  const session = {
    api,
    onReady: (listener: () => void) => {
      void ready.promise.then(listener);
      return () => undefined;
    },
  };
  const store = new RequestStore(session as unknown as StudioSession, project as unknown as ProjectStore);
  return { store, become: (next: ComponentSummary) => project.set(of([next])), connect: () => ready.resolve() };
}

const draft = (target: string) => ({ component: "api", method: "GET", target, headers: [], body: "" });

it("says what a request waits for, until its component has a build", async () => {
  const reply = Promise.withResolvers<HttpReplyView>();
  const { store, become } = setup(waiting, { send: () => reply.promise });
  expect(store.waitsFor()).toBeUndefined();
  const sent = store.send(draft("/x"));
  expect(store.waitsFor()).toEqual({ component: "api", state: "linking" });
  become(ready);
  expect(store.waitsFor()).toBeUndefined();
  reply.resolve({ status: 200, headers: [], body: { kept: new Uint8Array(), total: 0 }, durationMs: 1 });
  await sent;
  expect(store.get()).toMatchObject({ reply: { status: 200 }, last: draft("/x") });
  expect(store.get().sending).toBeUndefined();
});

it("begins with the last request of the record that can be sent again, and not over one just sent", async () => {
  const request = (target: string, total: number) => ({
    ...draft(target),
    request: { method: "GET", target, headers: [], body: { kept: new Uint8Array(), total } },
  });
  const { store, connect } = setup(ready, {
    sentCalls: () => Promise.resolve([{ id: 2 }, { id: 1 }]),
    invocation: (id: number) => Promise.resolve(id === 2 ? request("/cut", 9) : request("/whole", 0)),
  } as unknown as Partial<StudioApi>);
  expect(store.next()).toEqual(draft("/"));
  const known = new Promise<void>((resolve) => store.subscribe(resolve));
  connect();
  await known;
  expect(store.next()).toEqual(draft("/whole"));
});
