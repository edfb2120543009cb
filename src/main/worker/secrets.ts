import type { BoundSecret, GotSecret, HostSecrets } from "../host/context.ts";
import { Redactor } from "../host/secrets/index.ts";
import type { WorkerSecrets } from "../../shared/worker-protocol.ts";
import type { AuditActor, AuditTrail } from "./audit-trail.ts";

/** Of a name that nobody declared, what the audit keeps. */
const MAX_KEY_CHARS = 200;

export interface SecretsOfWorkerOptions {
  readonly trail: AuditTrail;
  /** `seq` of the host call under way. */
  readonly span: () => number;
  /** Takes in what has arrived: a value that changed meanwhile counts from the next `get` on. */
  readonly drain: () => void;
}

/** The secrets of the project as this worker knows them, given out to the components it runs. */
export class SecretsOfWorker {
  readonly #options: SecretsOfWorkerOptions;
  #secrets: WorkerSecrets = { declared: [], granted: [], known: [], maskedHeaders: [] };
  #redactor: Redactor | undefined;

  constructor(options: SecretsOfWorkerOptions) {
    this.#options = options;
  }

  become(secrets: WorkerSecrets): void {
    this.#secrets = secrets;
    this.#redactor = Redactor.of(secrets.known);
    this.#options.trail.name(secrets.declared);
  }

  get redactor(): Redactor | undefined {
    return this.#redactor;
  }

  get maskedHeaders(): readonly string[] {
    return this.#secrets.maskedHeaders;
  }

  /** What `wasmcloud:secrets` answers one component. */
  servedTo(actor: AuditActor): HostSecrets {
    return { get: (key) => this.#get(key, actor), revealing: (secret) => this.#revealing(secret, actor) };
  }

  #get(key: string, actor: AuditActor): GotSecret {
    this.#options.drain();
    const { declared, granted } = this.#secrets;
    const mayHave = granted.find(([component]) => component === actor.component)?.[1].includes(key) ?? false;
    const secret = mayHave ? declared.find(({ name }) => name === key) : undefined;
    const value = secret?.value;
    this.#options.trail.add(
      {
        kind: "get",
        // What a guest asks for may be anything, the value of a secret included.
        key: secret?.name ?? (this.#redactor?.text(key) ?? key).slice(0, MAX_KEY_CHARS),
        source: secret?.source ?? "",
        outcome: value === undefined ? "not-found" : "found",
        span: this.#options.span(),
      },
      actor,
    );
    if (value !== undefined) return { tag: "found", secret: { key, source: secret?.source ?? "", value } };
    return secret?.why === undefined ? { tag: "not-found" } : { tag: "failed", why: secret.why };
  }

  #revealing({ key, source }: BoundSecret, actor: AuditActor): void {
    this.#options.trail.add({ kind: "reveal", key, source, outcome: "found", span: this.#options.span() }, actor);
  }
}
