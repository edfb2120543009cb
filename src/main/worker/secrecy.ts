import type { HostSecrets } from "../host/context.ts";
import type { InvocationId } from "../../shared/model.ts";
import type { FromWorker, InvocationResult, WorkerBoot, WorkerSecrets } from "../../shared/worker-protocol.ts";
import { INSTANTIATE } from "../../shared/record.ts";
import { type AuditActor, AuditTrail } from "./audit-trail.ts";
import { Leaks } from "./leaks.ts";
import { INSTANTIATE_FN, type Recorder } from "./recorder.ts";
import { RedactRecords } from "./redact-records.ts";
import { SecretsOfWorker } from "./secrets.ts";

export interface SecrecyOptions {
  readonly boot: WorkerBoot;
  readonly recorder: Recorder;
  readonly post: (message: FromWorker) => void;
  /** Takes in what has arrived on the port. */
  readonly drain: () => void;
}

/** What a worker does about secrets: gives them out, keeps them out of the record, notices those that leave. */
export class Secrecy {
  readonly #options: SecrecyOptions;
  readonly #secrets: SecretsOfWorker;
  readonly #leaks: Leaks;
  readonly #owners: ReadonlyMap<number, AuditActor>;
  #guard: RedactRecords | undefined;
  #invocation: InvocationId = 0;

  constructor(options: SecrecyOptions) {
    this.#options = options;
    const { boot, recorder, post, drain } = options;
    const span = () => recorder.current?.seq ?? 0;
    const trail = new AuditTrail(boot.state, post, () => this.#invocation);
    this.#owners = ownersOf(boot);
    this.#secrets = new SecretsOfWorker({ trail, span, drain });
    this.#leaks = new Leaks(trail, () => {
      const fn = recorder.current?.fn ?? INSTANTIATE_FN;
      const { interface: from, function: name } = boot.tables.functions[fn] ?? INSTANTIATE;
      return { seq: span(), function: from === "" ? "" : `${from}#${name}`, by: this.#owner(fn) };
    });
    this.become(boot.secrets);
  }

  /** From now on these hold, also for the invocation that runs. */
  become(secrets: WorkerSecrets): void {
    const { boot, recorder } = this.#options;
    this.#secrets.become(secrets);
    const { redactor, maskedHeaders } = this.#secrets;
    this.#leaks.watch(redactor);
    // One that imports the interface is guarded in any case: values too short to be looked for are in its record, too.
    const mayReveal = boot.tables.functions.some(({ interface: name }) => name.startsWith("wasmcloud:secrets/"));
    const nothing = redactor === undefined && maskedHeaders.length === 0 && !mayReveal;
    const { functions } = boot.tables;
    this.#guard = nothing
      ? undefined
      : new RedactRecords({ functions, ownerOf: (fn) => this.#owner(fn), redactor, maskedHeaders, leaks: this.#leaks });
    recorder.guard(this.#guard);
  }

  begin(invocation: InvocationId): void {
    this.#invocation = invocation;
    this.#leaks.begin();
    this.#guard?.begin();
  }

  /** What `wasmcloud:secrets` answers a component that runs here. */
  servedTo(component: string, build: string): HostSecrets {
    return this.#secrets.servedTo({ component, build });
  }

  /** Undefined while no secret is known. */
  watching(): Leaks | undefined {
    return this.#secrets.redactor === undefined ? undefined : this.#leaks;
  }

  /** What came back of an export leaves the component as it is; the words for what went wrong are a record. */
  ended<Result extends Pick<InvocationResult, "value" | "error" | "reason" | "trap">>(result: Result): Result {
    const { redactor } = this.#secrets;
    if (redactor === undefined) return result;
    this.#leaks.value("result", [result.value, result.error]);
    const { reason, trap } = result;
    return {
      ...result,
      ...(reason === undefined ? {} : { reason: redactor.text(reason) }),
      ...(trap === undefined ? {} : { trap: { ...trap, stack: redactor.text(trap.stack) } }),
    };
  }

  /** Whose call of a function it is. */
  #owner(fn: number): AuditActor {
    return this.#owners.get(fn) ?? this.#options.boot;
  }
}

/** The components beside the worker's own that import a function, by its number. */
function ownersOf({ parts }: WorkerBoot): ReadonlyMap<number, AuditActor> {
  return new Map(
    parts.flatMap(({ component, build, imports }) =>
      imports.flatMap(({ functions }) => functions.map(({ fn }) => [fn, { component, build }] as const)),
    ),
  );
}
