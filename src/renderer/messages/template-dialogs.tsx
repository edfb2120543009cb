import { useId, useState } from "react";
import type { MessageTemplate, SaveTemplateInput } from "../../shared/model.ts";
import form from "../design/form-dialog.module.css";
import { DialogForm, FormDialog } from "../design/form-dialog.tsx";
import { byteSize } from "../format/quantity.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { type MessageDraft, templateOf } from "./message-draft.ts";
import { renameTemplate, saveTemplate } from "./template-actions.ts";
import { useTemplates } from "./use-messaging.ts";

interface SaveTemplateProps {
  /** What is to be kept; undefined: nobody asked. */
  readonly asked: MessageDraft | undefined;
  readonly onClose: () => void;
  readonly onSaved?: (name: string) => void;
}

/** Asks for the name under which a message is kept. */
export function SaveTemplateDialog({ asked, onClose, onSaved }: SaveTemplateProps) {
  const template = asked === undefined ? undefined : templateOf(asked, asked.template ?? asked.subject);
  const workbench = useWorkbench();
  const templates = useTemplates().value ?? [];
  const named = (name: string) => templates.find((each) => each.name === name);
  const save = async (input: SaveTemplateInput) => {
    if (!(await saveTemplate(workbench, input, named(input.name)))) return;
    onSaved?.(input.name);
    onClose();
  };
  return (
    <FormDialog open={template !== undefined} onClose={onClose}>
      {template !== undefined && (
        <NameForm
          title="Save as a template"
          act={(name) => (named(name) === undefined ? "Save" : "Replace")}
          name={template.name}
          note={(name) =>
            named(name) === undefined
              ? `Kept with the project: ${template.kind} to ${template.subject}, ${byteSize(template.body.length)}.`
              : "There is a template with this name, and it is replaced. Undo takes it back."
          }
          onClose={onClose}
          onName={(name) => void save({ ...template, name })}
        />
      )}
    </FormDialog>
  );
}

interface RenameTemplateProps {
  readonly asked: MessageTemplate | undefined;
  readonly onClose: () => void;
}

export function RenameTemplateDialog({ asked, onClose }: RenameTemplateProps) {
  const workbench = useWorkbench();
  const taken = new Set((useTemplates().value ?? []).map(({ name }) => name));
  return (
    <FormDialog open={asked !== undefined} onClose={onClose}>
      {asked !== undefined && (
        <NameForm
          title="Rename the template"
          act={() => "Rename"}
          name={asked.name}
          isFree={(name) => !taken.has(name)}
          note={(name) =>
            name !== asked.name && taken.has(name)
              ? "There is a template with this name already."
              : "Nothing but its name changes. Undo takes it back."
          }
          onClose={onClose}
          onName={(name) => void renameTemplate(workbench, asked, name).then((renamed) => renamed && onClose())}
        />
      )}
    </FormDialog>
  );
}

interface NameFormProps {
  readonly title: string;
  readonly act: (name: string) => string;
  readonly name: string;
  readonly isFree?: (name: string) => boolean;
  readonly note: (name: string) => string;
  readonly onClose: () => void;
  readonly onName: (name: string) => void;
}

function NameForm({ title, act, name: first, isFree = () => true, note, onClose, onName }: NameFormProps) {
  const [typed, setTyped] = useState(first);
  const id = useId();
  const name = typed.trim();
  return (
    <DialogForm
      title={title}
      act={act(name)}
      disabled={name === "" || !isFree(name)}
      onSubmit={() => onName(name)}
      onCancel={onClose}
    >
      <div className={form["field"]}>
        <label htmlFor={id}>Name</label>
        <input
          id={id}
          // The dialog was opened to write this.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onFocus={({ target }) => target.select()}
        />
      </div>
      <p className="dim">{note(name)}</p>
    </DialogForm>
  );
}
