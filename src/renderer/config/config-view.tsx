import { Plus, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { ConfigOrigin, ConfigRow, ConfigView as Config } from "../../shared/model.ts";
import { useLoaded, useStudioEvent } from "../connection/use-loaded.ts";
import { CopyButton } from "../design/copy-button.tsx";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { counted } from "../format/quantity.ts";
import { ComponentFilter } from "../project/component-filter.tsx";
import { PlaceLink } from "../settings/place-link.tsx";
import { useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import { type ConfigFile, fittingConfigs, originParts, ownValue } from "./config-rows.ts";
import styles from "./config-view.module.css";
import { setConfig } from "./set-config.ts";
import { ValueForm } from "./value-form.tsx";

/** What wasi:config answers each component, where each value comes from, and what it hides. */
export function ConfigView() {
  const { api, route } = useWorkbench();
  const { params } = useRoute();
  const configs = useLoaded("config", () => api.config());
  useStudioEvent("config-changed", configs.reload);
  useStudioEvent("project-changed", configs.reload);
  if (configs.value === undefined) {
    return configs.error === undefined ? (
      <Loading label="Reading configuration" />
    ) : (
      <Failed title="The configuration could not be read" error={configs.error.message} onRetry={configs.reload} />
    );
  }
  if (configs.value.every(({ rows, imported }) => rows.length === 0 && imported === false)) {
    return (
      <Empty title="No configuration">
        {configs.value.length === 1 ? `${configs.value[0]?.component} does not import` : "No component imports"}{" "}
        wasi:config, so nothing asks for a value. One that does has its values here, each with where it comes from.
      </Empty>
    );
  }
  const search = params["search"] ?? "";
  const fitting = fittingConfigs(configs.value, search, params["component"]);
  return (
    <div className={styles["view"]}>
      <ComponentFilter label="Search configuration" placeholder="Search keys, values and files" />
      {fitting.length === 0 ? (
        <Empty
          title="No value fits"
          action={
            <button type="button" onClick={() => route.patch({ search: undefined, component: undefined })}>
              Show all values
            </button>
          }
        />
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys
        <section className={styles["groups"]} tabIndex={0} aria-label="Configuration">
          {fitting.map((view) => (
            <ComponentConfig key={view.component} view={view} chosen={params["key"]} />
          ))}
        </section>
      )}
    </div>
  );
}

function ComponentConfig({ view, chosen }: { readonly view: Config; readonly chosen: string | undefined }) {
  const { route } = useWorkbench();
  const [adding, setAdding] = useState(false);
  const { component, rows, from, imported, editable, error } = view;
  return (
    <section aria-label={`Configuration of ${component}`} className={styles["group"]}>
      <header>
        <button type="button" className="link" onClick={() => route.go(["component", component])}>
          {component}
        </button>
        <span className="dim">
          {rows.length === 0 && imported === false
            ? "does not import wasi:config"
            : `${counted(rows.length, "value")}${from.length === 0 ? "" : `, with ${from.length === 1 ? "set" : "sets"} ${from.join(", ")}`}`}
          {rows.length > 0 && imported === false && ". It does not import wasi:config, so nothing reads them"}
        </span>
        {editable && (
          <button
            type="button"
            className="small"
            aria-label={`Add value for ${component}`}
            onClick={() => setAdding(true)}
          >
            <Plus size={12} aria-hidden /> Add value
          </button>
        )}
      </header>
      {error !== undefined && (
        <p className={styles["error"]} role="alert">
          {error} {component} keeps the values it had.
        </p>
      )}
      {adding && <ValueForm view={view} onDone={() => setAdding(false)} />}
      {rows.length > 0 && (
        <table className={styles["table"]} aria-label={`Values of ${component}`}>
          <thead>
            <tr>
              <th scope="col">Key</th>
              <th scope="col">Value</th>
              <th scope="col">Comes from</th>
              <th scope="col">
                <span className="sr-only">Acts</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ValueRow key={row.key} view={view} row={row} chosen={row.key === chosen} />
            ))}
          </tbody>
        </table>
      )}
      {rows.length === 0 && !adding && error === undefined && imported !== false && (
        <p className={styles["none"]}>
          No values: <code>get</code> answers none for every key.
          {!editable && (
            <>
              {" "}
              Values stand in a project file, <code>vitrine.jsonc</code>, or come with <code>--config KEY=VALUE</code>{" "}
              when Vitrine starts.
            </>
          )}
        </p>
      )}
    </section>
  );
}

function ValueRow({ view, row, chosen }: { readonly view: Config; readonly row: ConfigRow; readonly chosen: boolean }) {
  const workbench = useWorkbench();
  const [editing, setEditing] = useState(false);
  const line = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (chosen) line.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const { component, editable } = view;
  const { key, value, origin, shadowed } = row;
  const given = origin.kind === "command-line";
  const own = (["local", "project"] as const).filter((file) => ownValue(row, file) !== undefined);
  const remove = (file: ConfigFile) =>
    void setConfig(workbench, { component, key, value: null, file }, ownValue(row, file));
  return (
    <>
      <tr ref={line} data-chosen={chosen || undefined}>
        <th scope="row" className="mono">
          {key === "" ? <span className="dim">the empty key</span> : key}
        </th>
        <td className={`${styles["value"]} mono`}>{value === "" ? <span className="dim">empty</span> : value}</td>
        <td className={styles["origin"]}>
          <Origin origin={origin} />
        </td>
        <td className={styles["acts"]}>
          <CopyButton label={`Copy the value of ${key}`} text={() => value} />
          {editable && (
            <button
              type="button"
              className="small"
              disabled={given}
              title={given ? "Start without --config to change it here" : undefined}
              aria-label={`Edit ${key}`}
              onClick={() => setEditing(true)}
            >
              Edit
            </button>
          )}
          {editable &&
            own.map((file) => (
              <button
                key={file}
                type="button"
                className="quiet icon"
                aria-label={`Take ${key} out of ${fileNames[file]}`}
                title={`Take it out of ${fileNames[file]}`}
                onClick={() => remove(file)}
              >
                <Trash2 size={13} aria-hidden />
              </button>
            ))}
          {editable && own.length === 0 && <i className={styles["gap"]} />}
        </td>
      </tr>
      {shadowed.map((other, index) => (
        <tr key={index} className={styles["shadowed"]}>
          <td>
            <span className="sr-only">hides, for {key}</span>
          </td>
          <td className={`${styles["value"]} mono`}>
            <s>{other.value === "" ? "empty" : other.value}</s>
          </td>
          <td className={styles["origin"]} colSpan={2}>
            <Origin origin={other.origin} />
          </td>
        </tr>
      ))}
      {editing && (
        <tr>
          <td colSpan={4}>
            <ValueForm view={view} edited={key} onDone={() => setEditing(false)} />
          </td>
        </tr>
      )}
    </>
  );
}

function Origin({ origin }: { readonly origin: ConfigOrigin }) {
  const { words, place } = originParts(origin);
  return (
    <>
      {words}
      {place !== undefined && <PlaceLink place={place} />}
    </>
  );
}

const fileNames = { project: "vitrine.jsonc", local: "vitrine.local.jsonc" } as const satisfies Record<
  ConfigFile,
  string
>;
