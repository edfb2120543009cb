import type { RecordTables } from "../../shared/record.ts";
import type { GuestPart } from "../../shared/worker-protocol.ts";
import { packages } from "../host/packages.ts";
import type { Backends } from "./backends.ts";
import { WorkerContext } from "./context.ts";
import type { WorkerConfig } from "./config.ts";
import type { WorkerEgress } from "./egress.ts";
import { makeImports, type MadeImports, withoutVersion } from "./imports.ts";
import type { Inbox } from "./inbox.ts";
import type { LinkedComponents } from "./linked-components.ts";
import { LinkTable } from "./links.ts";
import type { WorkerMessaging } from "./messaging.ts";
import type { WorkerPipes } from "./pipes.ts";
import type { Recorder } from "./recorder.ts";
import type { Secrecy } from "./secrecy.ts";

/** What instances of one component find in this worker: imports, links, environment and configuration of their own. */
export interface GuestHost {
  readonly context: WorkerContext;
  readonly made: MadeImports;
}

/** What all components of a worker have together. */
export interface SharedHost {
  readonly tables: RecordTables;
  readonly recorder: Recorder;
  readonly backends: Backends;
  readonly pipes: WorkerPipes;
  readonly egress: WorkerEgress;
  readonly messaging: WorkerMessaging;
  readonly secrecy: Secrecy;
  readonly config: WorkerConfig;
  readonly inbox: Inbox;
}

/** `caller`: the component, unless it is the invocation's own; the studio knows it by what it asks for. */
export function makeGuestHost(
  part: GuestPart,
  caller: string | undefined,
  shared: SharedHost,
  linked: LinkedComponents,
): GuestHost {
  const { tables, recorder, backends, pipes, egress, messaging, secrecy } = shared;
  const links = new LinkTable(
    part.links,
    part.imports.map(({ name }) => withoutVersion(name)),
  );
  const context = new WorkerContext(
    part,
    tables,
    recorder,
    links,
    backends,
    pipes,
    { send: (head) => egress.send(head, caller) },
    { backend: (name) => messaging.backend(name, caller) },
    secrecy,
  );
  context.attach(shared.inbox, shared.config);
  return { context, made: makeImports(part.imports, packages, context, recorder, links, tables.functions, linked) };
}
