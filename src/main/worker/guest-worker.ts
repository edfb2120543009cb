import type { MessagePort } from "node:worker_threads";
import { mayCallAhead } from "../../shared/ahead.ts";
import { ExitOutcome, type RecordedFunction } from "../../shared/record.ts";
import { Control, ControlTime, type ControlViews, controlViews, WorkerState } from "../../shared/ring.ts";
import type {
  FromWorker,
  InvocationResult,
  InvocationTask,
  ToWorker,
  WorkerBoot,
} from "../../shared/worker-protocol.ts";
import { Backends } from "./backends.ts";
import { ClosedBuckets } from "./closed-buckets.ts";
import { WorkerConfig } from "./config.ts";
import { WorkerEgress } from "./egress.ts";
import { type GuestHost, makeGuestHost } from "./guest-host.ts";
import { Inbox } from "./inbox.ts";
import { type GuestInstance, instantiate, type TranspiledModule } from "./instantiate.ts";
import { LinkedComponents, type LoadedPart } from "./linked-components.ts";
import { WorkerMessaging } from "./messaging.ts";
import { Outbox } from "./outbox.ts";
import { WorkerPipes } from "./pipes.ts";
import { INSTANTIATE_FN, type RecordedAhead, Recorder } from "./recorder.ts";
import { ReusedMemories } from "./reused-memories.ts";
import { runTask, type TaskResult } from "./run-task.ts";
import { Secrecy } from "./secrecy.ts";
import { exitCode, trapReason } from "./trap-reason.ts";

type Post = (message: FromWorker, transfer?: ArrayBuffer[]) => void;
type Invoke = Extract<ToWorker, { t: "invoke" }>;
type Unmeasured = Omit<InvocationResult, "durationMs" | "hostMs" | "instantiateMs" | "calls">;

/** Of a stack, as much as is worth sending: names in it are the component's, of any length. */
const MAX_STACK_CHARS = 64 * 1024;

/** One component build in one thread: makes instances, runs one task at a time, answers with its result. */
export class GuestWorker {
  readonly #boot: WorkerBoot;
  readonly #transpiled: TranspiledModule;
  readonly #post: Post;
  readonly #control: ControlViews;
  readonly #recorder: Recorder;
  readonly #host: GuestHost;
  readonly #linked: LinkedComponents;
  readonly #outbox: Outbox;
  readonly #pipes: WorkerPipes;
  readonly #egress: WorkerEgress;
  readonly #messaging: WorkerMessaging;
  readonly #secrecy: Secrecy;
  readonly #config = new WorkerConfig();
  readonly #coreModules: ReadonlyMap<string, WebAssembly.Module>;
  readonly #allowedAhead: ReadonlySet<number>;
  readonly #memories = new ReusedMemories();
  #kept: GuestInstance | undefined;
  #prepareAhead: boolean;
  #prepared: { readonly instance: GuestInstance; readonly record: RecordedAhead } | undefined;

  /** `loaded`: the build itself, then its `parts`. */
  constructor(boot: WorkerBoot, loaded: readonly [LoadedPart, ...LoadedPart[]], port: MessagePort, post: Post) {
    this.#boot = boot;
    this.#transpiled = loaded[0].transpiled;
    this.#post = post;
    this.#control = controlViews(boot.memory.control);
    this.#coreModules = new Map(boot.coreModules);
    this.#recorder = new Recorder(
      boot.memory,
      numbersOf(boot, ({ interface: name }) => name.startsWith("wasi:logging/")),
    );
    this.#outbox = new Outbox(boot.memory, this.#control.words, post);
    this.#pipes = new WorkerPipes(this.#outbox.post, (pipe, bytes) => this.#outbox.bytes(pipe, bytes));
    this.#egress = new WorkerEgress(post, this.#pipes);
    this.#messaging = new WorkerMessaging(post);
    this.#secrecy = new Secrecy({ boot, recorder: this.#recorder, post, drain: () => inbox.drain() });
    const inbox = new Inbox(
      port,
      this.#control,
      (message) => this.receive(message),
      () => {
        this.#recorder.promote();
        this.#outbox.tell();
      },
    );
    this.#pipes.attach(() => inbox.drain());
    this.#egress.attach(() => inbox.drain());
    this.#prepareAhead = boot.prepareAhead;
    this.#allowedAhead = numbersOf(boot, mayCallAhead);
    const shared = {
      tables: boot.tables,
      recorder: this.#recorder,
      backends: new Backends(boot.state, new ClosedBuckets(post)),
      pipes: this.#pipes,
      egress: this.#egress,
      messaging: this.#messaging,
      secrecy: this.#secrecy,
      config: this.#config,
      inbox,
    };
    this.#linked = new LinkedComponents(loaded, boot.depth, shared);
    this.#host = makeGuestHost(boot, undefined, shared, this.#linked);
  }

  receive(message: ToWorker): void {
    if (message.t === "invoke") this.#invoke(message);
    else if (message.t === "prepare") this.prepare(true);
    else if (message.t === "boot") throw new Error("a worker serves one build");
    else if (message.t === "outgoing") this.#egress.deliver(message);
    else if (message.t === "messaging") this.#messaging.deliver(message);
    else if (message.t === "secrets") this.#secrecy.become(message.secrets);
    else if (message.t === "configs") this.#config.become(message.configs);
    else this.#pipes.deliver(message);
  }

  /** Makes the instance of the next invocation, where that may be done before the invocation is there. */
  prepare(allowed = this.#prepareAhead): void {
    this.#prepareAhead = allowed;
    if (!allowed || this.#prepared !== undefined || this.#boot.instances === "reuse") return;
    // Whoever waits for this worker meanwhile may have to end an initialisation that never does: it counts as guest time.
    this.#startClock(performance.now());
    this.#recorder.beginAhead(this.#allowedAhead);
    try {
      const instance = this.#instantiate();
      this.#prepared = { instance, record: this.#recorder.endAhead() };
    } catch {
      // It went another way than when the build was linked. The next invocation makes its own and records what happens.
      this.#prepareAhead = false;
      this.#recorder.endAhead();
      this.#release();
    }
    Atomics.store(this.#control.words, Control.state, WorkerState.idle);
  }

  #startClock(now: number): void {
    this.#control.times[ControlTime.waitedMs] = 0;
    this.#control.times[ControlTime.startedAt] = performance.timeOrigin + now;
    Atomics.store(this.#control.words, Control.state, WorkerState.guest);
  }

  #invoke({ id, task }: Invoke): void {
    const started = performance.now();
    this.#kept ??= this.#prepared?.instance;
    this.#recorder.begin(this.#prepared?.record);
    this.#prepared = undefined;
    this.#outbox.begin();
    this.#pipes.begin(id);
    this.#egress.begin(id);
    this.#messaging.begin(id);
    this.#linked.begin(id);
    this.#secrecy.begin(id);
    this.#host.context.begin(id, task.kind === "run" ? task : undefined);
    if (task.kind === "http" && task.request.bodyEnded === true) {
      this.#pipes.deliver({ t: "end", pipe: task.request.body, end: { kind: "finished", value: [] } });
    }
    this.#startClock(started);
    const result = this.#secrecy.ended(this.#run(task));
    Atomics.store(this.#control.words, Control.state, WorkerState.idle);
    const measured = {
      durationMs: performance.now() - started,
      hostMs: this.#recorder.hostMs,
      instantiateMs: this.#recorder.instantiateMs,
      calls: this.#recorder.calls,
    };
    this.#post({ t: "done", id, result: { ...result, ...measured } });
    if (result.instanceUsable) this.prepare();
  }

  #run(task: InvocationTask): Unmeasured {
    let instance = this.#kept;
    this.#kept = undefined;
    let ended: TaskResult;
    try {
      instance ??= this.#instantiate();
      ended = task.kind === "link" ? { outcome: "ok" } : runTask(task, instance.exports, this.#host.made);
    } catch (error) {
      this.#release();
      return this.#escaped(error, instance);
    }
    const released = this.#release();
    if (released !== undefined) {
      return { outcome: "trap", reason: released, trap: { kind: "host", stack: "" }, instanceUsable: false };
    }
    if (this.#boot.instances === "reuse") this.#kept = instance;
    else instance.retire();
    return { ...ended, instanceUsable: true };
  }

  /** Makes an instance inside a span of its own: what a guest calls while it initialises hangs below it. */
  #instantiate(): GuestInstance {
    const span = this.#recorder.enter(INSTANTIATE_FN, 0, undefined, []);
    try {
      const instance = instantiate(this.#transpiled, this.#coreModules, this.#host.made.imports, this.#memories);
      this.#recorder.exit(span, undefined, ExitOutcome.ok, undefined);
      return instance;
    } catch (error) {
      this.#recorder.exit(span, undefined, ExitOutcome.trap, error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  /** Whatever escaped a guest leaves its instance in an unknown state. */
  #escaped(error: unknown, instance: GuestInstance | undefined): Unmeasured {
    const code = exitCode(error);
    if (code !== undefined) {
      return code === 0
        ? { outcome: "ok", instanceUsable: false }
        : { outcome: "error", reason: `exited with code ${code}`, instanceUsable: false };
    }
    const stack = (error instanceof Error ? (error.stack ?? "") : "").slice(0, MAX_STACK_CHARS);
    const { moduleUrl, memoryMaxBytes } = this.#boot;
    const { kind, reason } = trapReason(error, moduleUrl, instance?.memoryBytes() ?? 0, memoryMaxBytes);
    return { outcome: "trap", reason, trap: { kind, stack }, instanceUsable: false };
  }

  #release(): string | undefined {
    try {
      this.#host.context.end();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

function numbersOf({ tables }: WorkerBoot, which: (fn: RecordedFunction) => boolean): ReadonlySet<number> {
  return new Set(tables.functions.flatMap((fn, number) => (which(fn) ? [number] : [])));
}
