import type { AuditQuery, AuditView, InvocationId } from "../../shared/model.ts";
import { type Audit, type AuditLocation, createAudit } from "./audit.ts";
import type { AuditChange, AuditOpened } from "./reader-api.ts";

/** The studio's side of the audit, which stands beside the store and shares nothing with it but the thread. */
export class AuditService {
  readonly #location: AuditLocation;
  readonly #clock: () => number;
  #audit: Audit | undefined;

  /** Opens nothing yet. */
  constructor({ folder, networkFileSystem }: AuditLocation, now: () => number) {
    this.#location = { folder, networkFileSystem };
    this.#clock = now;
  }

  /** @throws StudioError `store-newer`, `store-not-writable` */
  async openAudit(): Promise<AuditOpened> {
    const { audit, setAside } = createAudit(this.#location, new Date(this.#clock()));
    this.#audit = audit;
    return { newest: audit.newest(), ...(setAside === undefined ? {} : { setAside }) };
  }

  async addToAudit(row: Omit<AuditView, "id">): Promise<number> {
    return this.#opened().append(row);
  }

  async audit(query: AuditQuery): Promise<readonly AuditView[]> {
    return this.#opened().page(query);
  }

  async auditAfter(id: number): Promise<AuditChange> {
    const audit = this.#opened();
    return { newest: audit.newest(), noteworthy: audit.noteworthyAfter(id) };
  }

  /** The highest number of an invocation that a row names; 0: none. */
  protected lastAudited(): InvocationId {
    return this.#opened().lastInvocation();
  }

  protected closeAudit(): void {
    this.#audit?.[Symbol.dispose]();
    this.#audit = undefined;
  }

  #opened(): Audit {
    if (this.#audit === undefined) throw new Error("the audit was not opened");
    return this.#audit;
  }
}
