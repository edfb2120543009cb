import { type FormEvent, useId, useState } from "react";
import type { ConfigView } from "../../shared/model.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { type ConfigFile, fileThatCounts, originText, ownValue, strongerThan } from "./config-rows.ts";
import styles from "./config-view.module.css";
import { setConfig } from "./set-config.ts";

interface ValueFormProps {
  readonly view: ConfigView;
  /** Of an edit; absent, a key is added. */
  readonly edited?: string;
  readonly onDone: () => void;
}

/** Writes one value into the project file, or into the local one, with a word of what would go before it. */
export function ValueForm({ view, edited, onDone }: ValueFormProps) {
  const workbench = useWorkbench();
  const [key, setKey] = useState(edited ?? "");
  const row = view.rows.find((each) => each.key === key);
  const [typed, setTyped] = useState<string>();
  const [chosen, setChosen] = useState<ConfigFile>();
  const [busy, setBusy] = useState(false);
  const id = useId();
  const value = typed ?? (edited === undefined ? "" : (row?.value ?? ""));
  const file = chosen ?? fileThatCounts(row);
  const stronger = strongerThan(row, file);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (key === "" || busy) return;
    setBusy(true);
    const done = await setConfig(workbench, { component: view.component, key, value, file }, ownValue(row, file));
    setBusy(false);
    if (done) onDone();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys that hold for all of its fields
    <form
      className={styles["form"]}
      aria-label={edited === undefined ? `Add a value for ${view.component}` : `Edit ${edited} of ${view.component}`}
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => {
        if (event.key === "Escape") onDone();
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit(event);
      }}
    >
      {edited === undefined && (
        <div>
          <label htmlFor={`${id}-key`}>Key</label>
          <input
            id={`${id}-key`}
            // It was opened to type into it.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            className="mono"
            autoComplete="off"
            spellCheck={false}
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
        </div>
      )}
      <div className={styles["wide"]}>
        <label htmlFor={`${id}-value`}>Value</label>
        <textarea
          id={`${id}-value`}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- as above
          autoFocus={edited !== undefined}
          className="mono"
          rows={Math.min(8, value.split("\n").length)}
          spellCheck={false}
          value={value}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <div>
        <label htmlFor={`${id}-file`}>Write into</label>
        <select id={`${id}-file`} value={file} onChange={(event) => setChosen(event.target.value as ConfigFile)}>
          <option value="project">vitrine.jsonc</option>
          <option value="local">vitrine.local.jsonc (only mine)</option>
        </select>
      </div>
      <p className={styles["acts"]}>
        <button type="submit" className="primary" disabled={key === "" || busy}>
          Save
        </button>
        <button type="button" onClick={onDone}>
          Cancel
        </button>
      </p>
      {stronger !== undefined && (
        <output className={styles["hint"]}>
          It will not count: {originText(stronger)} says this key, too, and goes before.
        </output>
      )}
    </form>
  );
}
