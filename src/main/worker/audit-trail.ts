import type { AuditView, InvocationId } from "../../shared/model.ts";
import type { FromWorker, StateLocation, WorkerSecret } from "../../shared/worker-protocol.ts";
import { type Audit, openAudit } from "../state/audit.ts";

/** Whose row it is. */
export interface AuditActor {
  readonly component: string;
  readonly build: string;
}

type Row = Omit<AuditView, "id" | "at" | "component" | "build" | "invocation">;

/** This worker's way into the audit; the file is opened with the first row. Each row is committed before it returns. */
export class AuditTrail {
  readonly #location: StateLocation;
  readonly #post: (message: FromWorker) => void;
  readonly #invocation: () => InvocationId;
  readonly #now: () => number;
  #audit: Audit | undefined;
  #sourceOf: ReadonlyMap<string, string> = new Map();

  constructor(
    location: StateLocation,
    post: (message: FromWorker) => void,
    invocation: () => InvocationId,
    now: () => number = Date.now,
  ) {
    this.#location = location;
    this.#post = post;
    this.#invocation = invocation;
    this.#now = now;
  }

  /** What leaks are said to come from. */
  name(declared: readonly WorkerSecret[]): void {
    this.#sourceOf = new Map(declared.map(({ name, source }) => [name, source]));
  }

  /** @throws StorageError */
  add(row: Row, { component, build }: AuditActor): void {
    this.#audit ??= openAudit(this.#location);
    this.#audit.append({ ...row, component, build, invocation: this.#invocation(), at: this.#now() });
    this.#post({ t: "audited" });
  }

  /** That it cannot be written down does not keep the guest from what it does: the studio says so. */
  leak(row: Omit<Row, "kind" | "source" | "outcome">, actor: AuditActor): void {
    try {
      this.add({ ...row, kind: "leak", source: this.#sourceOf.get(row.key) ?? "", outcome: "found" }, actor);
    } catch (error) {
      this.#post({ t: "audited", fault: error instanceof Error ? error.message : String(error) });
    }
  }
}
