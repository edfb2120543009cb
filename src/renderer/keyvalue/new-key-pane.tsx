import { useState } from "react";
import { StudioError } from "../../shared/errors.ts";
import type { BucketView } from "../../shared/model.ts";
import { useUndo } from "./use-undo.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { draftBytes } from "./draft.ts";
import { type Draft, DraftField } from "./draft-field.tsx";
import styles from "./value-editor.module.css";

/** Writes a key that does not exist yet; `prefix`: what it begins with, unless a person says otherwise. */
export function NewKeyPane({ bucket, prefix }: { readonly bucket: BucketView; readonly prefix: string }) {
  const { api, toasts, route } = useWorkbench();
  const undo = useUndo();
  const [key, setKey] = useState(prefix);
  const [draft, setDraft] = useState<Draft>({ form: "text", text: "" });
  const [problem, setProblem] = useState<string>();
  const result = draftBytes(draft.text, draft.form);
  const close = () => route.patch({ new: undefined });
  const save = async () => {
    if (!result.ok || key === "") return;
    try {
      const version = await api.setValue({
        backend: bucket.backend,
        bucket: bucket.name,
        key,
        value: result.bytes,
        expected: 0,
      });
      toasts.done(`Added ${key}.`, undo([version]));
      route.patch({ new: undefined, key });
    } catch (error) {
      const taken = error instanceof StudioError && error.code === "state-conflict";
      setProblem(taken ? `There is a key ${key} already. Choose it in the list to edit it.` : String(error));
    }
  };
  return (
    <section className={styles["new"]} aria-label="New key">
      <div className={styles["name"]}>
        <h2>New key in {bucket.name}</h2>
        <input
          // The pane was opened to write this.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          aria-label="Key"
          className="mono"
          placeholder="Key"
          spellCheck={false}
          value={key}
          onChange={(event) => {
            setKey(event.target.value);
            setProblem(undefined);
          }}
          onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && void save()}
        />
      </div>
      <div className={styles["editor"]}>
        <DraftField draft={draft} onChange={setDraft} onSubmit={() => void save()} label="Value of the new key" />
        <div className={styles["foot"]}>
          <output className={styles["say"]}>
            {problem !== undefined ? (
              <span className="bad">{problem}</span>
            ) : (
              !result.ok && <span className="bad">{result.problem}</span>
            )}
          </output>
          <button type="button" onClick={close}>
            Cancel
          </button>
          <button
            type="button"
            className="primary"
            disabled={key === "" || !result.ok}
            title="Ctrl Enter"
            onClick={() => void save()}
          >
            Add key
          </button>
        </div>
      </div>
    </section>
  );
}
