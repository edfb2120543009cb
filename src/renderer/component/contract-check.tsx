import type { ComponentView, ImportView } from "../../shared/model.ts";
import { useLoaded } from "../connection/use-loaded.ts";
import { Failed, Loading } from "../design/view-state.tsx";
import { useProject, useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import { hostProfiles, summaryText } from "./contract-words.ts";
import styles from "./interface-list.module.css";
import { ImportList } from "./import-list.tsx";

/** Whether this host, and real ones, answer what a component imports; each line with its exact repair. */
export function ContractCheck({ component }: { readonly component: ComponentView }) {
  const { api, route } = useWorkbench();
  const { params } = useRoute();
  const own = useProject()?.hostProfile;
  const profile = hostProfiles.find(({ id }) => id === (params["profile"] ?? own)) ?? hostProfiles[0];
  const other = useLoaded(`contract.${component.name}.${component.build?.digest ?? ""}.${profile.id}`, () =>
    profile.id === own ? Promise.resolve(component.imports) : api.contract(component.name, profile.id),
  );
  const imports: readonly ImportView[] | undefined = profile.id === own ? component.imports : other.value;
  return (
    <div className={styles["check"]}>
      <div className={styles["summary"]}>
        <output>{imports === undefined ? "Checking" : summaryText(imports)}</output>
        <fieldset className={styles["profiles"]} aria-label="Checked for">
          <span className="dim">for</span>
          {hostProfiles.map(({ id, title }) => (
            <button
              key={id}
              type="button"
              className="small"
              aria-pressed={id === profile.id}
              title={id === own ? "The profile of this project" : "A comparison: the project runs as it did"}
              onClick={() => route.patch({ profile: id === own ? undefined : id })}
            >
              {title}
            </button>
          ))}
        </fieldset>
        <button type="button" className="link" onClick={() => route.go(["links"], { component: component.name })}>
          Where they lead
        </button>
      </div>
      {imports !== undefined ? (
        <ImportList imports={imports} />
      ) : other.error === undefined ? (
        <Loading label="Checking imports" />
      ) : (
        <Failed title="The imports could not be checked" error={other.error.message} onRetry={other.reload} />
      )}
    </div>
  );
}
