import { useId, useState } from "react";
import type { MessageTemplate, SaveTemplateInput } from "../../shared/model.ts";
import form from "../design/form-dialog.module.css";
import { DialogForm, FormDialog } from "../design/form-dialog.tsx";
import { byteSize } from "../format/quantity.ts";
import { useStore } from "../store/value-store.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { templateOf } from "./message-draft.ts";
import { renameTemplate, saveTemplate } from "./template-actions.ts";
import { useTemplates } from "./use-messaging.ts";

/** Asks for the name under which a message is kept. It belongs to the view: the window may be resized meanwhile. */
export function SaveTemplateDialog() {
  const workbench = useWorkbench();
  const { composer } = workbench;
  const { saving } = useStore(composer);
  const template = saving === undefined ? undefined : templateOf(saving, saving.template ?? saving.subject);
  const templates = useTemplates().value ?? [];
  const named = (name: string) => templates.find((each) => each.name === name);
  const save = async (input: SaveTemplateInput) => {
    if (!(await saveTemplate(workbench, input, named(input.name)))) return;
    composer.nameAsked(input.name);
  };
  return (
    <FormDialog open={template !== undefined} onClose={() => composer.nameAsked()}>
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
          onClose={() => composer.nameAsked()}
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
