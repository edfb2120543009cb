import type { MessagePort } from "node:worker_threads";
import { packages } from "../host/packages.ts";
import { ExitOutcome } from "../../shared/record.ts";
import { Control, ControlTime, type ControlViews, controlViews, WorkerState } from "../../shared/ring.ts";
import type {
  FromWorker,
  InvocationResult,
  InvocationTask,
  ToWorker,
  WorkerBoot,
} from "../../shared/worker-protocol.ts";
import { Backends } from "./backends.ts";
import { WorkerContext } from "./context.ts";
import { WorkerEgress } from "./egress.ts";
import { makeImports, type MadeImports } from "./imports.ts";
import { Inbox } from "./inbox.ts";
import { type GuestInstance, instantiate, type TranspiledModule } from "./instantiate.ts";
import { LinkTable } from "./links.ts";
import { WorkerPipes } from "./pipes.ts";
import { Recorder } from "./recorder.ts";
import { runTask, type TaskResult } from "./run-task.ts";
import { exitCode, trapReason } from "./trap-reason.ts";

type Post = (message: FromWorker, transfer?: ArrayBuffer[]) => void;
type Invoke = Extract<ToWorker, { t: "invoke" }>;

/** Index of the span of initialisation in every function table. */
const INSTANTIATE_FN = 0;

/** One component build in one thread: makes instances, runs one task at a time, answers with its result. */
export class GuestWorker {
  readonly #boot: WorkerBoot;
  readonly #transpiled: TranspiledModule;
  readonly #post: Post;
  readonly #control: ControlViews;
  readonly #recorder: Recorder;
  readonly #context: WorkerContext;
  readonly #pipes: WorkerPipes;
  readonly #egress: WorkerEgress;
  readonly #made: MadeImports;
  readonly #coreModules: ReadonlyMap<string, WebAssembly.Module>;
  #kept: GuestInstance | undefined;

  constructor(boot: WorkerBoot, transpiled: TranspiledModule, port: MessagePort, post: Post) {
    this.#boot = boot;
    this.#transpiled = transpiled;
    this.#post = post;
    this.#control = controlViews(boot.memory.control);
    this.#coreModules = new Map(boot.coreModules);
    this.#recorder = new Recorder(boot.memory, logFunctions(boot));
    const links = new LinkTable(boot.links);
    this.#pipes = new WorkerPipes(post);
    this.#egress = new WorkerEgress(post, this.#pipes);
    const backends = new Backends(boot.state);
    this.#context = new WorkerContext(boot, this.#recorder, links, backends, this.#pipes, this.#egress);
    const inbox = new Inbox(
      port,
      this.#control,
      (message) => this.receive(message),
      () => this.#recorder.promote(),
    );
    this.#context.attach(inbox);
    this.#pipes.attach(() => inbox.drain());
    this.#egress.attach(() => inbox.drain());
    this.#made = makeImports(boot.imports, packages, this.#context, this.#recorder, links, boot.tables.functions);
  }

  receive(message: ToWorker): void {
    if (message.t === "invoke") this.#invoke(message);
    else if (message.t === "outgoing") this.#egress.deliver(message);
    else this.#pipes.deliver(message);
  }

  #invoke({ id, task }: Invoke): void {
    const started = performance.now();
    this.#recorder.begin();
    this.#pipes.begin(id);
    this.#egress.begin(id);
    this.#context.begin(id, task.kind === "run" ? task : undefined);
    if (task.kind === "http" && task.request.bodyEnded === true) {
      this.#pipes.deliver({ t: "end", pipe: task.request.body, end: { kind: "finished", value: [] } });
    }
    this.#control.times[ControlTime.waitedMs] = 0;
    this.#control.times[ControlTime.startedAt] = performance.timeOrigin + started;
    Atomics.store(this.#control.words, Control.state, WorkerState.guest);
    const result = this.#run(task);
    Atomics.store(this.#control.words, Control.state, WorkerState.idle);
    const measured = {
      durationMs: performance.now() - started,
      hostMs: this.#recorder.hostMs,
      calls: this.#recorder.calls,
    };
    this.#post({ t: "done", id, result: { ...result, ...measured } });
  }

  #run(task: InvocationTask): Omit<InvocationResult, "durationMs" | "hostMs" | "calls"> {
    let instance = this.#kept;
    this.#kept = undefined;
    let ended: TaskResult;
    try {
      instance ??= this.#instantiate();
      ended = task.kind === "link" ? { outcome: "ok" } : runTask(task, instance.exports, this.#made);
    } catch (error) {
      this.#release();
      return this.#escaped(error, instance);
    }
    const released = this.#release();
    if (released !== undefined) return { outcome: "trap", reason: released, instanceUsable: false };
    if (this.#boot.instances === "reuse") this.#kept = instance;
    return { ...ended, instanceUsable: true };
  }

  /** Makes an instance inside a span of its own: what a guest calls while it initialises hangs below it. */
  #instantiate(): GuestInstance {
    const span = this.#recorder.enter(INSTANTIATE_FN, 0, undefined, []);
    try {
      const instance = instantiate(this.#transpiled, this.#coreModules, this.#made.imports);
      this.#recorder.exit(span, undefined, ExitOutcome.ok, undefined);
      return instance;
    } catch (error) {
      this.#recorder.exit(span, undefined, ExitOutcome.trap, error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  /** Whatever escaped a guest leaves its instance in an unknown state. */
  #escaped(
    error: unknown,
    instance: GuestInstance | undefined,
  ): Omit<InvocationResult, "durationMs" | "hostMs" | "calls"> {
    const code = exitCode(error);
    if (code !== undefined) {
      return code === 0
        ? { outcome: "ok", instanceUsable: false }
        : { outcome: "error", reason: `exited with code ${code}`, instanceUsable: false };
    }
    const stack = error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {};
    const reason = trapReason(error, instance?.memoryBytes() ?? 0, this.#boot.memoryMaxBytes);
    return { outcome: "trap", reason, ...stack, instanceUsable: false };
  }

  #release(): string | undefined {
    try {
      this.#context.end();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

function logFunctions(boot: WorkerBoot): ReadonlySet<number> {
  const wide = new Set<number>();
  for (const [index, fn] of boot.tables.functions.entries()) {
    if (fn.interface.startsWith("wasi:logging/")) wide.add(index);
  }
  return wide;
}
