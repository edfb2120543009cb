import { useState } from "react";
import type { KeyRef } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type { ValueView } from "../../shared/model.ts";
import { byteSize } from "../format/quantity.ts";
import { useUndo } from "./use-undo.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { Conflict } from "./conflict.tsx";
import { draftBytes } from "./draft.ts";
import { DraftField, startDraft } from "./draft-field.tsx";
import styles from "./value-editor.module.css";

interface ValueEditorProps {
  readonly of: KeyRef;
  /** The version the person began from. */
  readonly base: ValueView;
  readonly bytes: Uint8Array;
  /** What is stored now; absent when the key is gone. */
  readonly newest: ValueView | undefined;
  readonly onDone: () => void;
}

/** Changes a value, byte for byte, and only the version that was seen: somebody else's write is never lost silently. */
export function ValueEditor({ of, base, bytes, newest, onDone }: ValueEditorProps) {
  const { api, toasts } = useWorkbench();
  const undo = useUndo();
  const [draft, setDraft] = useState(() => startDraft(bytes));
  const [saving, setSaving] = useState(false);
  const [conflict, setConflict] = useState<ValueView>();
  const [problem, setProblem] = useState<string>();
  const result = draftBytes(draft.text, draft.form);

  const save = async (expected: number) => {
    if (!result.ok || saving) return;
    setSaving(true);
    setProblem(undefined);
    try {
      const version = await api.setValue({ ...of, value: result.bytes, expected });
      toasts.done(`Saved ${of.key}.`, undo([version]));
      onDone();
    } catch (error) {
      if (error instanceof StudioError && error.code === "state-conflict") await showConflict();
      else setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setSaving(false);
    }
  };
  const showConflict = () =>
    api
      .value(of)
      .then(setConflict, (error: unknown) => setProblem(`The key changed or went meanwhile. ${String(error)}`));

  if (conflict !== undefined && result.ok) {
    return (
      <Conflict
        mine={result.bytes}
        theirs={conflict}
        onMine={() => {
          setConflict(undefined);
          void save(conflict.version);
        }}
        onTheirs={onDone}
        onBack={() => setConflict(undefined)}
      />
    );
  }
  const outdated = newest !== undefined && newest.version !== base.version;
  return (
    <div className={styles["editor"]}>
      <DraftField
        draft={draft}
        onChange={setDraft}
        onSubmit={() => void save(base.version)}
        label="Edit value"
        focused
      />
      <div className={styles["foot"]}>
        <output className={styles["say"]}>
          {problem !== undefined && <span className="bad">{problem}</span>}
          {problem === undefined && !result.ok && <span className="bad">{result.problem}</span>}
          {problem === undefined && result.ok && outdated && (
            <span className="warn">Version {newest.version} was written meanwhile. Saving will show both.</span>
          )}
          {problem === undefined && result.ok && !outdated && (
            <span className="dim">{byteSize(result.bytes.length)}</span>
          )}
        </output>
        <button type="button" onClick={onDone}>
          Cancel
        </button>
        <button
          type="button"
          className="primary"
          disabled={!result.ok || saving}
          title="Ctrl Enter"
          onClick={() => void save(base.version)}
        >
          {saving ? "Saving" : "Save"}
        </button>
      </div>
    </div>
  );
}
