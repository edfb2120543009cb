import { useId, useState } from "react";
import form from "../design/form-dialog.module.css";
import { DialogForm, FormDialog } from "../design/form-dialog.tsx";

interface RenameKeyProps {
  /** The key to rename; undefined: nobody asked. */
  readonly asked: string | undefined;
  readonly onClose: () => void;
  readonly onName: (name: string) => void;
}

/** Asks for another name of a key. */
export function RenameKey({ asked, onClose, onName }: RenameKeyProps) {
  return (
    <FormDialog open={asked !== undefined} onClose={onClose}>
      {asked !== undefined && <Form from={asked} onClose={onClose} onName={onName} />}
    </FormDialog>
  );
}

function Form({ from, onClose, onName }: Omit<RenameKeyProps, "asked"> & { readonly from: string }) {
  const [name, setName] = useState(from);
  const id = useId();
  return (
    <DialogForm
      title="Rename the key"
      act="Rename"
      disabled={name === from || name === ""}
      onSubmit={() => onName(name)}
      onCancel={onClose}
    >
      <div className={form["field"]}>
        <label htmlFor={id}>Key</label>
        <input
          id={id}
          className="mono"
          // The dialog was opened to write this.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          autoComplete="off"
          spellCheck={false}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onFocus={({ target }) => target.select()}
        />
      </div>
      <p className="dim">Its value moves with it; its history stays under the old name. Undo takes it back.</p>
    </DialogForm>
  );
}
