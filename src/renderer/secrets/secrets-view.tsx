import { CopyButton } from "../design/copy-button.tsx";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { Split } from "../layout/split.tsx";
import { AuditPane } from "./audit-pane.tsx";
import { SecretList } from "./secret-list.tsx";
import { useSecrets } from "./use-secrets.ts";

/** What each component may get and from where, beside the audit of who got it. */
export function SecretsView() {
  const secrets = useSecrets();
  if (secrets.value === undefined) {
    return secrets.error === undefined ? (
      <Loading label="Reading secrets" />
    ) : (
      <Failed title="The secrets could not be read" error={secrets.error.message} onRetry={secrets.reload} />
    );
  }
  return (
    <Split
      name="secrets"
      list={secrets.value.length === 0 ? <NoSecrets /> : <SecretList secrets={secrets.value} />}
      detail={<AuditPane secrets={secrets.value} />}
      detailSize={56}
    />
  );
}

const EXAMPLE = '"secrets": { "api_password": { "fromEnv": "API_PASSWORD" } }';

function NoSecrets() {
  return (
    <Empty
      title="No secrets declared"
      action={<CopyButton label="Copy an example for vitrine.jsonc" text={() => EXAMPLE} withText />}
    >
      A secret that the project file declares appears here, with where its value comes from and which components may get
      it with wasmcloud:secrets. Values themselves never stand in the project file.
    </Empty>
  );
}
