// The measured guest behind the real interceptor: recorder, imports, links and context of a guest worker, in this
// thread, over a backend of choice. In the product the studio's thread empties the ring meanwhile; here it is emptied
// between the measured pieces, which stay below what a ring and the flood rule would change.
import { packages } from "../src/main/host/packages.ts";
import { trap } from "../src/main/host/trap.ts";
import type { KeyvalueBackend } from "../src/main/host/keyvalue/backend.ts";
import { INSTANTIATE, type RecordTables } from "../src/shared/record.ts";
import { allocateRing, drainRing, drainTail } from "../src/shared/ring.ts";
import type { PlannedImport, PlannedLink, WorkerBoot } from "../src/shared/worker-protocol.ts";
import { Backends } from "../src/main/worker/backends.ts";
import { ClosedBuckets } from "../src/main/worker/closed-buckets.ts";
import { WorkerContext } from "../src/main/worker/context.ts";
import { WorkerEgress } from "../src/main/worker/egress.ts";
import { makeImports } from "../src/main/worker/imports.ts";
import { instantiate } from "../src/main/worker/instantiate.ts";
import type { LinkedComponents } from "../src/main/worker/linked-components.ts";
import { LinkTable } from "../src/main/worker/links.ts";
import { WorkerMessaging } from "../src/main/worker/messaging.ts";
import { WorkerPipes } from "../src/main/worker/pipes.ts";
import { Recorder } from "../src/main/worker/recorder.ts";
import { ReusedMemories } from "../src/main/worker/reused-memories.ts";
import { Secrecy } from "../src/main/worker/secrecy.ts";
import { MEMORY_MAX_BYTES, type KvGuest, type KvOps } from "./kv-guest.ts";

const STORE = "wasi:keyvalue/store@0.2.0-draft";
const ATOMICS = "wasi:keyvalue/atomics@0.2.0-draft";

const TABLES: RecordTables = {
  functions: [
    INSTANTIATE,
    { interface: STORE, function: "open", params: ["identifier"] },
    { interface: STORE, function: "bucket.get", params: ["self", "key"] },
    { interface: STORE, function: "bucket.set", params: ["self", "key", "value"] },
    { interface: ATOMICS, function: "increment", params: ["bucket", "key", "delta"] },
  ],
  links: [
    { name: "", backend: "" },
    { name: "default", backend: "keyvalue" },
  ],
};

const IMPORTS: readonly PlannedImport[] = [
  {
    name: STORE,
    key: "wasi:keyvalue/store",
    offer: { package: "wasi:keyvalue", module: "store" },
    functions: [
      { fn: 1, kind: "function", member: "open" },
      { fn: 2, kind: "method", resource: "Bucket", member: "get" },
      { fn: 3, kind: "method", resource: "Bucket", member: "set" },
    ],
    resources: ["Bucket"],
  },
  {
    name: ATOMICS,
    key: "wasi:keyvalue/atomics",
    offer: { package: "wasi:keyvalue", module: "atomics" },
    functions: [{ fn: 4, kind: "function", member: "increment" }],
    resources: [],
  },
];

/** Calls of one invocation that stay in the ring, one by one, whatever their rate. */
export const MAX_RECORDED_CALLS = 4_000;

export interface RecordedGuest {
  /** One invocation; only what `work` does is between two clock reads of the caller. */
  invoke(work: (ops: KvOps) => void): void;
  /** Takes the records out, and checks that the recorder kept every one of them. */
  drain(calls: number): void;
}

export function openRecordedGuest(guest: KvGuest, backend: KeyvalueBackend): RecordedGuest {
  const memory = allocateRing(TABLES.functions.length);
  const links = [link("store"), link("atomics")];
  const boot: WorkerBoot = {
    component: "kv",
    build: "0".repeat(64),
    moduleUrl: "",
    coreModules: [],
    imports: IMPORTS,
    tables: TABLES,
    state: { folder: "", networkFileSystem: false },
    links,
    parts: [],
    depth: 1,
    secrets: { declared: [], granted: [], known: [], maskedHeaders: [] },
    instances: "reuse",
    prepareAhead: false,
    env: [],
    args: [],
    config: [],
    memory,
    memoryMaxBytes: MEMORY_MAX_BYTES,
  };
  const recorder = new Recorder(memory, new Set());
  const table = new LinkTable(links, []);
  const pipes = new WorkerPipes(() => undefined);
  const egress = new WorkerEgress(() => undefined, pipes);
  const messaging = new WorkerMessaging(() => undefined);
  const secrecy = new Secrecy({ boot, recorder, post: () => undefined, drain: () => undefined });
  const backends = new OneBackend(backend);
  const context = new WorkerContext(boot, TABLES, recorder, table, backends, pipes, egress, messaging, secrecy);
  const linked: Pick<LinkedComponents, "call"> = { call: () => trap("the measured guest calls no component") };
  const { imports } = makeImports(IMPORTS, packages, context, recorder, table, TABLES.functions, linked);
  recorder.begin();
  context.begin(0, undefined);
  const { exports } = instantiate(guest.module, guest.core, imports, new ReusedMemories());
  const ops = exports["test:kv/ops@0.1.0"] as KvOps;
  let invocation = 0;
  return {
    invoke(work) {
      recorder.begin();
      context.begin(++invocation, undefined);
      work(ops);
      context.end();
    },
    drain(calls) {
      const tail = drainTail(memory);
      if (drainRing(memory) === undefined || tail !== undefined || recorder.calls < calls) {
        throw new Error("the recorder did not keep every call: this would measure something else");
      }
    },
  };
}

function link(name: string): PlannedLink {
  return {
    interface: `wasi:keyvalue/${name}`,
    name: "default",
    backend: "keyvalue",
    kind: "keyvalue",
    persist: true,
    buckets: [],
    link: 1,
  };
}

/** Every link leads to the backend that is measured. */
class OneBackend extends Backends {
  readonly #backend: KeyvalueBackend;

  constructor(backend: KeyvalueBackend) {
    super({ folder: "", networkFileSystem: false }, new ClosedBuckets(() => undefined));
    this.#backend = backend;
  }

  override keyvalue(): KeyvalueBackend {
    return this.#backend;
  }
}
