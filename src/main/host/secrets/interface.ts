import { StudioError } from "../../../shared/errors.ts";
import { StorageError } from "../../state/storage-error.ts";
import type { BoundSecret, GotSecret, HostContext, HostModule } from "../context.ts";
import { resourceLabel } from "../resource-label.ts";
import { trap } from "../trap.ts";
import { WitError } from "../wit-error.ts";

/** `secrets-error` of `wasmcloud:secrets/store`, as the transpiled code carries it. */
type SecretsError =
  | { readonly tag: "upstream"; readonly val: string }
  | { readonly tag: "io"; readonly val: string }
  | { readonly tag: "not-found" };

/** `secret-value` */
type SecretValue =
  | { readonly tag: "string"; readonly val: string }
  | { readonly tag: "bytes"; readonly val: Uint8Array };

/** wasmcloud:secrets@0.1.0-draft: `store` and `reveal`, on one class of this context's own. */
export function createSecrets(ctx: HostContext): Readonly<Record<"store" | "reveal", HostModule>> {
  /** Its value is where no property leads: nothing that shows a resource comes across it. */
  const bound = new WeakMap<object, BoundSecret>();

  class Secret {
    readonly #key: string;

    constructor(key: string) {
      this.#key = key;
    }

    [resourceLabel](): string {
      return this.#key;
    }
  }

  return {
    store: {
      Secret,
      /** `get: func(key: string) -> result<secret, secrets-error>`; the value is bound here, so that `reveal` has it. */
      get: (key: string): Secret => {
        const got = audited<GotSecret>(
          () => ctx.secrets?.get(key) ?? { tag: "not-found" },
          (why, cause) => {
            throw new WitError<SecretsError>({ tag: "io", val: `no secret is given out, because ${why}` }, { cause });
          },
        );
        if (got.tag === "not-found") throw new WitError<SecretsError>({ tag: "not-found" });
        if (got.tag === "failed") throw new WitError<SecretsError>({ tag: "io", val: got.why });
        const secret = new Secret(key);
        bound.set(secret, got.secret);
        return secret;
      },
    },
    reveal: {
      /** `reveal: func(s: borrow<secret>) -> secret-value` */
      reveal: (secret: Secret): SecretValue => {
        const found = bound.get(secret);
        if (found === undefined || ctx.secrets === undefined) trap("this is not a secret that the host gave out");
        const { secrets } = ctx;
        audited(
          () => secrets.revealing(found),
          (why) => trap(`the secret ${JSON.stringify(found.key)} was not revealed, because ${why}`),
        );
        const { value } = found;
        return typeof value === "string" ? { tag: "string", val: value } : { tag: "bytes", val: value.slice() };
      },
    },
  };
}

/** What is not in the audit does not happen. A worker opens the audit at its first row, which can fail like writing it. */
function audited<T>(body: () => T, refuse: (why: string, cause: Error) => never): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof StorageError || error instanceof StudioError)) throw error;
    return refuse(`the audit cannot be written: ${error.message}`, error);
  }
}
