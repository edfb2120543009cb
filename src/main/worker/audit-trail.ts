import type { AuditView, InvocationId } from "../../shared/model.ts";
import type { FromWorker, StateLocation, WorkerSecret } from "../../shared/worker-protocol.ts";
import { type Audit, openAudit } from "../state/audit.ts";

/** Whose rows these are, at the moment they are added. */
export interface AuditActor {
  readonly component: string;
  readonly build: string;
  readonly invocation: InvocationId;
}

type Row = Omit<AuditView, "id" | "at" | "component" | "build" | "invocation">;

/** This worker's way into the audit; the file is opened with the first row. Each row is committed before it returns. */
export class AuditTrail {
  readonly #location: StateLocation;
  readonly #post: (message: FromWorker) => void;
  readonly #actor: () => AuditActor;
  readonly #now: () => number;
  #audit: Audit | undefined;
  #sourceOf: ReadonlyMap<string, string> = new Map();

  constructor(
    location: StateLocation,
    post: (message: FromWorker) => void,
    actor: () => AuditActor,
    now: () => number = Date.now,
  ) {
    this.#location = location;
    this.#post = post;
    this.#actor = actor;
    this.#now = now;
  }

  /** What leaks are said to come from. */
  name(declared: readonly WorkerSecret[]): void {
    this.#sourceOf = new Map(declared.map(({ name, source }) => [name, source]));
  }

  /** @throws StorageError */
  add(row: Row, actor: AuditActor = this.#actor()): void {
    this.#audit ??= openAudit(this.#location);
    const { component, build, invocation } = actor;
    this.#audit.append({ ...row, component, build, invocation, at: this.#now() });
    this.#post({ t: "audited" });
  }

  /** That it cannot be written down does not keep the guest from what it does: the studio says so. */
  leak(row: Omit<Row, "kind" | "source" | "outcome">): void {
    try {
      this.add({ ...row, kind: "leak", source: this.#sourceOf.get(row.key) ?? "", outcome: "found" });
    } catch (error) {
      this.#post({ t: "audited", fault: error instanceof Error ? error.message : String(error) });
    }
  }
}
