import type { FormEvent, ReactNode } from "react";
import { Heading } from "react-aria-components";
import styles from "./form-dialog.module.css";
import { WindowDialog } from "./window-dialog.tsx";

interface FormDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** The form; it is made anew each time the dialog opens. */
  readonly children: ReactNode;
}

/** A question over the window, with a form in it. */
export function FormDialog({ open, onClose, children }: FormDialogProps) {
  return (
    <WindowDialog open={open} onClose={onClose} width={460}>
      {children}
    </WindowDialog>
  );
}

interface DialogFormProps {
  readonly title: string;
  /** On the button that does it. */
  readonly act: string;
  readonly disabled: boolean;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

export function DialogForm({ title, act, disabled, onSubmit, onCancel, children }: DialogFormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!disabled) onSubmit();
  };
  return (
    <form className={styles["form"]} onSubmit={submit}>
      <Heading slot="title" className={styles["title"] ?? ""}>
        {title}
      </Heading>
      {children}
      <div className={styles["acts"]}>
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
        <button type="submit" className="primary" disabled={disabled}>
          {act}
        </button>
      </div>
    </form>
  );
}
