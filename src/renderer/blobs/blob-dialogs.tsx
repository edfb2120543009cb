import { useId, useState } from "react";
import type { ContainersView, ObjectRef } from "../../shared/blob-model.ts";
import { DialogForm, FormDialog } from "../design/form-dialog.tsx";
import form from "../design/form-dialog.module.css";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { changeContainer, copyObject } from "./blob-edits.ts";
import { folderOf, lastPart } from "./object-place.ts";

interface NewContainerProps {
  readonly open: boolean;
  readonly backends: readonly string[];
  /** Chosen at first. */
  readonly backend: string | undefined;
  readonly onClose: () => void;
  readonly onMade: (backend: string, name: string) => void;
}

export function NewContainerDialog({ open, onClose, ...rest }: NewContainerProps) {
  return (
    <FormDialog open={open} onClose={onClose}>
      <NewContainerForm onClose={onClose} {...rest} />
    </FormDialog>
  );
}

function NewContainerForm({ backends, backend, onClose, onMade }: Omit<NewContainerProps, "open">) {
  const workbench = useWorkbench();
  const [chosen, setChosen] = useState(backend ?? backends[0] ?? "");
  const [name, setName] = useState("");
  const id = useId();
  const create = async () => {
    if (await changeContainer(workbench, { backend: chosen, container: name, change: "create" })) onMade(chosen, name);
  };
  return (
    <DialogForm
      title="New container"
      act="Create"
      disabled={name === "" || chosen === ""}
      onSubmit={() => void create()}
      onCancel={onClose}
    >
      {backends.length > 1 && (
        <Choice id={`${id}-backend`} label="Backend" of={backends} value={chosen} onChange={setChosen} />
      )}
      <div className={form["field"]}>
        <label htmlFor={`${id}-name`}>Name</label>
        <input
          id={`${id}-name`}
          // The dialog was opened to write this.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          autoComplete="off"
          spellCheck={false}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </div>
    </DialogForm>
  );
}

export interface CopyAsked {
  readonly from: ObjectRef;
  readonly move: boolean;
}

interface CopyProps {
  readonly asked: CopyAsked | undefined;
  readonly of: ContainersView;
  readonly onClose: () => void;
  readonly onDone: (to: ObjectRef) => void;
}

/** Asks where an object goes: another name, another folder, another container of its backend. */
export function CopyDialog({ asked, of, onClose, onDone }: CopyProps) {
  return (
    <FormDialog open={asked !== undefined} onClose={onClose}>
      {asked !== undefined && <CopyForm asked={asked} of={of} onClose={onClose} onDone={onDone} />}
    </FormDialog>
  );
}

function CopyForm({ asked, of, onClose, onDone }: CopyProps & { readonly asked: CopyAsked }) {
  const workbench = useWorkbench();
  const { from, move } = asked;
  const [container, setContainer] = useState(from.container);
  const [name, setName] = useState(from.name);
  const id = useId();
  const containers = of.containers.filter(({ backend }) => backend === from.backend).map((each) => each.name);
  const submit = async () => {
    const { backend } = from;
    const input = { backend, from: { container: from.container, name: from.name }, to: { container, name }, move };
    if (await copyObject(workbench, input)) onDone({ backend, container, name });
  };
  return (
    <DialogForm
      title={`${move ? "Rename or move" : "Copy"} ${lastPart(from.name)}`}
      act={move ? "Move" : "Copy"}
      disabled={name === "" || (name === from.name && container === from.container)}
      onSubmit={() => void submit()}
      onCancel={onClose}
    >
      {containers.length > 1 && (
        <Choice id={`${id}-container`} label="Container" of={containers} value={container} onChange={setContainer} />
      )}
      <div className={form["field"]}>
        <label htmlFor={`${id}-name`}>Name</label>
        <input
          id={`${id}-name`}
          className="mono"
          // The dialog was opened to write this.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          autoComplete="off"
          spellCheck={false}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onFocus={({ target }) => target.setSelectionRange(folderOf(name).length, name.length)}
        />
      </div>
      <p className="dim">A slash puts it into a folder. An object of that name is replaced; Undo brings it back.</p>
    </DialogForm>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly of: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Choice({ id, label, of, value, onChange }: ChoiceProps) {
  return (
    <div className={form["field"]}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {of.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </div>
  );
}
