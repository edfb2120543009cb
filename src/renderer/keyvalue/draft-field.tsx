import { CodeEditor } from "../viewers/code-editor.tsx";
import { type DraftForm, draftBytes, draftText, firstForm, prettyJson } from "./draft.ts";
import styles from "./value-editor.module.css";

export interface Draft {
  readonly form: DraftForm;
  readonly text: string;
}

const forms: readonly { readonly form: DraftForm; readonly label: string }[] = [
  { form: "text", label: "Text" },
  { form: "json", label: "JSON" },
  { form: "hex", label: "Hex" },
];

export function startDraft(bytes: Uint8Array): Draft {
  const form = firstForm(bytes);
  return { form, text: draftText(bytes, form) ?? "" };
}

interface DraftFieldProps {
  readonly draft: Draft;
  readonly label: string;
  readonly onChange: (draft: Draft) => void;
  readonly onSubmit: () => void;
  /** Take the focus when it appears. */
  readonly focused?: boolean;
}

/** A value being written, as text, JSON or hex. Changing the form carries the bytes over, and is refused where it would lose some. */
export function DraftField({ draft, label, onChange, onSubmit, focused = false }: DraftFieldProps) {
  // A JSON draft that does not parse is still text.
  const result = draftBytes(draft.text, draft.form === "json" ? "text" : draft.form);
  const asForm = (form: DraftForm) => (result.ok ? draftText(result.bytes, form) : undefined);
  return (
    <>
      <fieldset className={styles["forms"]} aria-label="Edit as">
        {forms.map(({ form, label: name }) => {
          const text = asForm(form);
          return (
            <button
              key={form}
              type="button"
              className="quiet small"
              aria-pressed={draft.form === form}
              disabled={draft.form !== form && text === undefined}
              title={
                draft.form !== form && text === undefined
                  ? "These bytes are not UTF-8 text: as text some would be lost"
                  : undefined
              }
              onClick={() => text !== undefined && onChange({ form, text })}
            >
              {name}
            </button>
          );
        })}
        {draft.form === "json" && (
          <button type="button" className="small" onClick={() => onChange({ ...draft, text: prettyJson(draft.text) })}>
            Format
          </button>
        )}
      </fieldset>
      <div className={styles["field"]}>
        <CodeEditor
          label={label}
          language={draft.form === "json" ? "json" : "text"}
          text={draft.text}
          onChange={(text) => onChange({ ...draft, text })}
          onSubmit={onSubmit}
          focused={focused}
        />
      </div>
    </>
  );
}
