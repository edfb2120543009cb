import { useId, useState } from "react";
import { DialogForm, FormDialog } from "../design/form-dialog.tsx";
import { counted } from "../format/quantity.ts";
import { useStore } from "../store/value-store.ts";
import { useProject, useWorkbench } from "../workbench/workbench-context.ts";
import { resetState } from "./reset-state.ts";
import { useBuckets } from "./use-buckets.ts";

/** Asks for the project's name before all of its state goes: the one thing here that is not simply done. */
export function ResetQuestion() {
  const { resetQuestion } = useWorkbench();
  const open = useStore(resetQuestion);
  return (
    <FormDialog open={open} onClose={() => resetQuestion.set(false)}>
      <Question onDone={() => resetQuestion.set(false)} />
    </FormDialog>
  );
}

function Question({ onDone }: { readonly onDone: () => void }) {
  const workbench = useWorkbench();
  const name = useProject()?.name ?? "";
  const buckets = useBuckets().value;
  const [typed, setTyped] = useState("");
  const [running, setRunning] = useState(false);
  const id = useId();
  const submit = async () => {
    setRunning(true);
    if (await resetState(workbench, undefined)) onDone();
    else setRunning(false);
  };
  return (
    <DialogForm
      title="Reset all state?"
      act="Reset all state"
      disabled={typed !== name || running}
      onSubmit={() => void submit()}
      onCancel={onDone}
    >
      <p>
        Everything that components and people stored in <b>{name}</b> goes at once
        {buckets === undefined ? "" : `, ${keysOf(buckets)} among it`}. Backends with a seed are filled from it again.
        Recorded invocations and logs stay.
      </p>
      <p className="dim">Undo stands in the notification for ten seconds.</p>
      <label htmlFor={`${id}-name`}>
        To go on, type <b className="mono">{name}</b>
      </label>
      <input
        id={`${id}-name`}
        // Typing is all there is to do here.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </DialogForm>
  );
}

function keysOf(buckets: readonly { readonly keys: number }[]): string {
  const keys = buckets.reduce((sum, bucket) => sum + bucket.keys, 0);
  return `${counted(keys, "key")} in ${counted(buckets.length, "bucket")}`;
}
