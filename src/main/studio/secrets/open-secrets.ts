import type { StudioEvents } from "../../../shared/contract.ts";
import type { AuditQuery, AuditView, RevealedSecret, SecretView } from "../../../shared/model.ts";
import type { EventSink } from "../../../shared/rpc.ts";
import type { WorkerSecrets } from "../../../shared/worker-protocol.ts";
import type { GuestThread } from "../pool/guest-thread.ts";
import type { Problems } from "../problems.ts";
import type { ProjectManifest } from "../project/manifest.ts";
import type { StateAccess } from "../state-access.ts";
import { AuditWatch } from "./audit-watch.ts";
import { ProjectSecrets } from "./project-secrets.ts";
import type { StudioRedaction } from "./redaction.ts";
import { sourceProblems } from "./secret-problems.ts";

export interface OpenSecretsOptions {
  readonly root: string;
  readonly manifest: ProjectManifest;
  readonly watch: boolean;
  readonly state: Pick<StateAccess, "openAudit" | "addToAudit" | "audit" | "auditAfter">;
  readonly redaction: StudioRedaction;
  readonly problems: Problems;
  readonly emit: EventSink<StudioEvents>;
  readonly now: () => number;
}

/** The secrets of a project while it is open: their values for workers, what is on record, and the audit. */
export class Secrets {
  readonly #options: OpenSecretsOptions;
  readonly #secrets: ProjectSecrets;
  readonly #audit: AuditWatch;
  readonly #threads: Set<GuestThread>;

  constructor(options: OpenSecretsOptions, secrets: ProjectSecrets, audit: AuditWatch, threads: Set<GuestThread>) {
    this.#options = options;
    this.#secrets = secrets;
    this.#audit = audit;
    this.#threads = threads;
  }

  /** The project file changed. Resolves when its secrets hold. */
  apply(manifest: ProjectManifest): Promise<void> {
    return this.#secrets.apply(manifest);
  }

  views(): readonly SecretView[] {
    return this.#secrets.views();
  }

  audit(query: AuditQuery): Promise<readonly AuditView[]> {
    return this.#options.state.audit(query);
  }

  /** It is in the audit before it is shown. @throws StudioError `secret-not-found` */
  async reveal(name: string): Promise<RevealedSecret> {
    const revealed = this.#secrets.reveal(name);
    const source = this.#secrets.sourceOf(name);
    const at = this.#options.now();
    await this.#options.state.addToAudit({ kind: "person-reveal", at, key: name, source, outcome: "found" });
    this.#audit.touched();
    return revealed;
  }

  /** For the boot of a worker, which is attended from then on. */
  forWorkers(): WorkerSecrets {
    return this.#secrets.forWorkers();
  }

  /** Lets a worker know what changes from now on. `start` is given what to tell when the audit has new rows. */
  attend(start: (onAudited: (fault?: string) => void) => GuestThread): GuestThread {
    for (const thread of this.#threads) if (thread.dead) this.#threads.delete(thread);
    const thread = start((fault) => this.#audit.touched(fault));
    this.#threads.add(thread);
    return thread;
  }
}

/** Reads the secrets of a project and makes its audit ready. Both are closed with `stack`. @throws StudioError as a store */
export async function openSecrets(stack: AsyncDisposableStack, options: OpenSecretsOptions): Promise<Secrets> {
  const { root, manifest, watch, state, redaction, problems, emit } = options;
  const { newest, setAside } = await state.openAudit();
  if (setAside !== undefined) {
    problems.report({
      id: "audit:set-aside",
      severity: "error",
      title: "The audit was damaged and a new one was begun",
      detail: `The old one is kept at ${setAside}: what it holds is not listed any more.`,
    });
  }
  const threads = new Set<GuestThread>();
  const secrets = stack.use(
    await ProjectSecrets.open({
      root,
      manifest,
      watch,
      env: process.env,
      platform: process.platform,
      onChange: (values, views) => {
        // The record first: no component has a value that it does not know.
        redaction.become(values);
        for (const thread of threads) thread.tellSecrets(values);
        problems.replace("secrets:", sourceProblems(views));
        emit("secrets-changed", views);
      },
    }),
  );
  const views = () => secrets.views();
  const onNews = (news: StudioEvents["audit-changed"]) => emit("audit-changed", news);
  const audit = stack.use(new AuditWatch({ state, from: newest, problems, secrets: views, onNews }));
  return new Secrets(options, secrets, audit, threads);
}
