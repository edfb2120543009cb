import { useEffect } from "react";
import type { FunctionView } from "../../shared/model.ts";
import { useLoaded, useStudioEvent } from "../connection/use-loaded.ts";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { useProject, useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import { ExportCall } from "./export-call.tsx";
import styles from "./exports-view.module.css";

/** Calls any exported function with typed arguments. */
export function ExportsView() {
  const { api, route } = useWorkbench();
  const project = useProject();
  const { params } = useRoute();
  const name = params["component"] ?? project?.components[0]?.name ?? "";
  const component = useLoaded(`component.${name}`, () => api.component(name));
  useStudioEvent("project-changed", component.reload);
  const functions = (component.value?.exports ?? [])
    .filter((each) => each.kind !== "http")
    .flatMap((each) => each.functions.map((fn) => ({ interface: each.name, fn })))
    .filter(({ fn }) => fn.target !== undefined);
  const chosen = functions.find(({ fn }) => fn.target === params["target"]) ?? functions[0];
  useEffect(() => {
    // The address names what is shown, so that it can be shared and comes back after a reload.
    if (params["target"] === undefined && chosen?.fn.target !== undefined)
      route.patch({ component: name, target: chosen.fn.target });
  }, [params, chosen, name, route]);
  if (project === undefined) return <Loading label="Reading the project" />;
  if (project.components.length === 0)
    return <Empty title="No components">This project has no component whose exports could be called.</Empty>;
  return (
    <div className={styles["view"]}>
      <div className={styles["bar"]}>
        <label>
          Component{" "}
          <select
            aria-label="Component"
            value={name}
            onChange={(event) => route.patch({ component: event.target.value, target: undefined })}
          >
            {project.components.map((each) => (
              <option key={each.name}>{each.name}</option>
            ))}
          </select>
        </label>
        {chosen !== undefined && (
          <label className={styles["function"]}>
            Function{" "}
            <select
              aria-label="Function"
              value={chosen.fn.target}
              onChange={(event) => route.patch({ target: event.target.value })}
            >
              {functions.map(({ fn }) => (
                <option key={fn.target} value={fn.target}>
                  {fn.target}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <div className={styles["call"]}>
        {component.value === undefined ? (
          component.error === undefined ? (
            <Loading label={`Reading ${name}`} />
          ) : (
            <Failed title={`${name} could not be read`} error={component.error.message} onRetry={component.reload} />
          )
        ) : chosen === undefined ? (
          <NoFunctions name={name} answersHttp={component.value.exports.some((each) => each.kind === "http")} />
        ) : (
          <Callable component={name} fn={chosen.fn} />
        )}
      </div>
    </div>
  );
}

function Callable({ component, fn }: { readonly component: string; readonly fn: FunctionView }) {
  if (fn.unsupported !== undefined || fn.target === undefined) {
    return <Empty title={`${fn.name} cannot be called from here`}>{fn.unsupported}</Empty>;
  }
  return <ExportCall key={`${component} ${fn.target}`} component={component} fn={fn} target={fn.target} />;
}

function NoFunctions({ name, answersHttp }: { readonly name: string; readonly answersHttp: boolean }) {
  const { route } = useWorkbench();
  return (
    <Empty
      title={`${name} exports no function to call by hand`}
      action={
        answersHttp && (
          <button type="button" className="primary" onClick={() => route.go(["http"], { component: name })}>
            Compose a request
          </button>
        )
      }
    >
      Exported functions appear here, each with a form for its arguments.{" "}
      {answersHttp && `${name} answers HTTP instead.`}
    </Empty>
  );
}
