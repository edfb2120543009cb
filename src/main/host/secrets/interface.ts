import type { BoundSecret, HostContext, HostModule } from "../context.ts";
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
        const got = ctx.secrets?.get(key) ?? { tag: "not-found" };
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
        ctx.secrets.revealing(found);
        const { value } = found;
        return typeof value === "string" ? { tag: "string", val: value } : { tag: "bytes", val: value.slice() };
      },
    },
  };
}
